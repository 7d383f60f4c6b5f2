import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { awsClients } from '../../../kernel-helpers/src/aws/clients';

const before = { ...process.env };
beforeEach(() => {
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'FIRST',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  });
});
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});

const CLIENTS = Object.entries(awsClients);

describe('the AWS clients', () => {
  test.each(CLIENTS)('follow the environment when a cell changes it: %s', async (_, client) => {
    const first = client();
    expect(client()).toBe(first);
    expect(await first.config.region()).toBe('eu-central-1');
    expect((await first.config.credentials()).accessKeyId).toBe('FIRST');

    process.env.AWS_REGION = 'us-east-1';
    expect(await client().config.region()).toBe('us-east-1');
    process.env.AWS_ACCESS_KEY_ID = 'SECOND';
    expect((await client().config.credentials()).accessKeyId).toBe('SECOND');
  });

  test('call the endpoint that the environment names now', async () => {
    const called: string[] = [];
    const servers = ['first', 'second'].map((name) =>
      createServer((_, response) => {
        called.push(name);
        response.writeHead(403).end();
      }).listen(0, '127.0.0.1'),
    );

    for (const server of servers) {
      if (!server.listening) await once(server, 'listening');
      process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      await expect(awsClients.sts().send(new GetCallerIdentityCommand({}))).rejects.toThrow();
    }

    expect(called).toEqual(['first', 'second']);
    for (const server of servers) server.close().closeAllConnections();
  });

  test('stay as they are for any other variable', () => {
    const first = awsClients.s3();
    process.env.SOMETHING_ELSE = '1';

    expect(awsClients.s3()).toBe(first);
  });
});
