import { createServer, type Server } from 'node:net';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { callAws } from '../../../kernel-helpers/src/aws/call-aws';
import { awsClients } from '../../../kernel-helpers/src/aws/clients';
import { connect } from '../../../kernel-helpers/src/cell-api/connect';
import { proxyFor } from '../../../kernel-helpers/src/network/proxy';
import { openTunnel } from '../../../kernel-helpers/src/network/tunnel';
import { downloadChunk } from '../../../kernel-helpers/src/snowflake/result/download-chunk';
import { ROOT } from '../../support/clone';
import { findFreePort } from '../../support/free-port';
import { type ProxiedNetwork, startProxiedNetwork } from '../../support/proxied-network';
import { runToSuccess } from '../../support/run-process';
import { withEnvironment } from '../../support/with-environment';

const ACCOUNT = 'https://myorg-account1.snowflakecomputing.com';
const AWS = { AWS_REGION: 'us-west-2', AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'key' };
const PASSWORD = 's%40crit-word';

let network: ProxiedNetwork;
let restore = (): void => undefined;
beforeAll(async () => {
  network = await startProxiedNetwork([
    { host: '*.snowflakecomputing.com', url: 'http://127.0.0.1:9' },
    { host: '*.us-west-2.amazonaws.com', url: 'http://127.0.0.1:9' },
  ]);
});
afterAll(() => network.close());
afterEach(() => restore());

const WAYS: Readonly<Record<string, (host?: string) => Promise<unknown>>> = {
  'the login': (host = ACCOUNT) => connect({ accessUrl: host, account: 'myorg-account1', user: 'u', password: 'p' }),
  'a result': (host = ACCOUNT) =>
    downloadChunk(
      { url: `${host}/chunk?signature=key`, rowCount: 1, compressedBytes: 0, uncompressedBytes: 0 },
      {},
      { signal: new AbortController().signal, silenceSeconds: 5 },
    ),
  'a call of AWS': () => callAws('ask AWS', () => awsClients.sts().send(new GetCallerIdentityCommand({}))),
};
const SNOWFLAKE_WAYS = ['the login', 'a result'];

/** What the user reads of a failure behind a proxy. */
async function messageBehind(proxy: string, way: string, host?: string): Promise<string> {
  restore = withEnvironment({
    HTTPS_PROXY: proxy,
    NO_PROXY: undefined,
    ...AWS,
  });
  const error = await WAYS[way](host).then(
    () => new Error('nothing failed'),
    (reason: Error) => reason,
  );
  expect(`${error.stack} ${(error.cause as Error | undefined)?.stack}`).not.toMatch(/s%40crit|s@crit|signature/);
  return error.message;
}

describe('a failure behind a proxy says what to do about', () => {
  test.each(Object.keys(WAYS))('a proxy that wants a password, at %s', async (way) => {
    const { port } = network.proxy;
    const message = await messageBehind(`http://127.0.0.1:${port}`, way);

    expect(message).toContain(`The proxy 127.0.0.1:${port} (HTTPS_PROXY) asks for a user and password (HTTP 407)`);
    expect(message).toContain('http://user:password@host:port');
  });

  test.each(SNOWFLAKE_WAYS)('a proxy that does not let the host through, at %s', async (way) => {
    const message = await messageBehind(network.proxy.url, way, 'https://elsewhere.example.com');

    expect(message).toBe(
      `The proxy 127.0.0.1:${network.proxy.port} (HTTPS_PROXY) does not let requests through to elsewhere.example.com:443 (HTTP 403). Ask its administrator to allow that host.`,
    );
  });

  test.each(Object.keys(WAYS))('a proxy that is not there, at %s', async (way) => {
    const port = await findFreePort();
    const message = await messageBehind(`http://clerk:${PASSWORD}@127.0.0.1:${port}`, way);

    expect(message).toContain(
      `The proxy 127.0.0.1:${port} (HTTPS_PROXY) does not answer. Check the variable and the network.`,
    );
  });

  test.each(SNOWFLAKE_WAYS)('a network that inspects TLS, at %s', async (way) => {
    const message = await messageBehind(network.proxy.url, way);

    expect(message).toContain('Node.js does not trust its certificate (SELF_SIGNED_CERT_IN_CHAIN)');
    expect(message).toContain('set NODE_EXTRA_CA_CERTS to the file with its certificates');
  });

  /** In a process of its own, because the SDK takes jest's errors for something else. */
  test('a network that inspects TLS, at a call of AWS', async () => {
    const program = `
      const { callAws } = require('kernel-helpers/aws/call-aws');
      const { awsClients } = require('kernel-helpers/aws/clients');
      const { GetCallerIdentityCommand } = require('@aws-sdk/client-sts');
      callAws('ask AWS', () => awsClients.sts().send(new GetCallerIdentityCommand({}))).catch((e) => console.log(e.message));
    `;
    const env = { ...process.env, ...AWS, HTTPS_PROXY: network.proxy.url };
    const message = await runToSuccess(process.execPath, ['-e', program], { cwd: ROOT, env });

    expect(message).toContain('Could not ask AWS: AWS cannot be reached: Node.js does not trust its certificate');
  });

  test('a proxy that takes the connection and is silent', async () => {
    const server = await startSilentServer();
    restore = withEnvironment({ HTTPS_PROXY: `http://127.0.0.1:${portOf(server)}`, NO_PROXY: undefined });
    const proxy = proxyFor(ACCOUNT);

    await expect(proxy && openTunnel(proxy, 'myorg-account1.snowflakecomputing.com:443', 0.5)).rejects.toThrow(
      `The proxy 127.0.0.1:${portOf(server)} (HTTPS_PROXY) does not answer.`,
    );
    await new Promise((resolve) => server.close(resolve));
  });
});

async function startSilentServer(): Promise<Server> {
  const server = createServer((socket) => socket.on('error', () => undefined).resume());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
