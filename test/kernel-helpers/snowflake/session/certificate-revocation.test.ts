import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CertificateAuthority, makeCertificateAuthority } from '../../../support/certificate-authority';
import { ROOT } from '../../../support/clone';
import { runToSuccess } from '../../../support/run-process';
import { makeTemporaryFolder } from '../../../support/temporary-folder';

const LOG_IN = `
  const { connect } = require('kernel-helpers');
  const begun = performance.now();
  connect({ account: 'a', accessUrl: process.env.URL, user: 'u', password: 'p' }).then(
    () => console.log('connected'),
    (error) => console.log('refused', error.message),
  ).finally(() => { console.error(performance.now() - begun); process.exit() });
`;
const LOGIN_ANSWER = {
  success: true,
  code: null,
  data: { token: 't', masterToken: 'm', sessionId: 1, parameters: [], sessionInfo: {} },
};

const folder = makeTemporaryFolder('revocation');
const asked: string[] = [];
let authority: CertificateAuthority;
const servers: Server[] = [];
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  const responder = await listen(
    createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(400).end();
    }),
  );
  authority = makeCertificateAuthority();
  const certificate = authority.certify(
    ['localhost'],
    [`authorityInfoAccess=OCSP;URI:http://127.0.0.1:${responder}/ocsp`],
  );
  const answer: RequestListener = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(LOGIN_ANSWER));
  };
  const account = await listen(createTlsServer(certificate, answer));
  env = {
    ...process.env,
    URL: `https://localhost:${account}`,
    NODE_EXTRA_CA_CERTS: authority.file,
    // Where Snowflake collects the answers of responders.
    SF_OCSP_RESPONSE_CACHE_SERVER_URL: `http://127.0.0.1:${responder}/collected`,
    SF_OCSP_RESPONSE_CACHE_DIR: join(folder.path, 'ocsp'),
  };
});
afterAll(() => {
  for (const server of servers) server.close();
  authority.close();
  folder.close();
});

describe('whether a certificate was revoked', () => {
  test.each([
    [undefined, 'connected', []],
    ['off', 'connected', []],
    ['fail-open', 'connected', ['GET /collected', 'POST /ocsp']],
    ['fail-closed', 'refused', ['GET /collected', 'POST /ocsp']],
  ])('is asked as SF_OCSP says: %s', async (SF_OCSP, outcome, expected) => {
    asked.length = 0;
    const output = await runToSuccess(process.execPath, ['-e', LOG_IN], { cwd: ROOT, env: { ...env, SF_OCSP } });

    expect(output).toMatch(new RegExp(`^${outcome}`));
    expect([...new Set(asked)]).toEqual(expected);
  });
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
