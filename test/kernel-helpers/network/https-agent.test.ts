import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { HttpsAgent } from '../../../kernel-helpers/src/network/https-agent';
import { makeCertificateAuthority } from '../../support/certificate-authority';

test('requests one after another share a connection', async () => {
  const authority = makeCertificateAuthority();
  let connections = 0;
  const server = createServer(authority.certify(['localhost']), (_request, response) => response.end('here'));
  server.on('secureConnection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const agent = new HttpsAgent();
  const options = { host: 'localhost', port: (server.address() as AddressInfo).port, ca: readFileSync(authority.file) };
  const get = () =>
    new Promise<string>((resolve, reject) => {
      request({ ...options, agent }, (response) => text(response).then(resolve, reject))
        .once('error', reject)
        .end();
    });

  const answers = [await get(), await get(), await get()];

  agent.destroy();
  await new Promise((resolve) => server.close(resolve));
  authority.close();
  expect({ answers, connections }).toEqual({ answers: ['here', 'here', 'here'], connections: 1 });
});
