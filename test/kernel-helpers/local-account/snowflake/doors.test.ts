import { request as send } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectDriver } from './support/driver';
import { LOGIN, startAccount, type TestAccount } from './support/local-account';
import { logIn, runStatement } from './support/wire';

const MEBIBYTE = 1024 * 1024;

let account: TestAccount;
beforeAll(async () => {
  account = await startAccount();
});
afterAll(() => account.remove());

interface Reply {
  readonly status: number | undefined;
  readonly text: string;
}

/** `fetch` sets Host by itself. */
function post(path: string, headers: Readonly<Record<string, string>>, body: Uint8Array | string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asked = send(account.snowflake.url + path, { method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const LOGIN_PATH = '/session/v1/login-request';
const LOGIN_BODY = JSON.stringify({
  data: { ACCOUNT_NAME: LOGIN.account, LOGIN_NAME: LOGIN.user, PASSWORD: LOGIN.password },
});

describe('a request’s body', () => {
  test.each([
    [
      'gzipped, 512 MB when it is inflated',
      { 'content-encoding': 'gzip' },
      () => gzipSync(Buffer.alloc(512 * MEBIBYTE)),
    ],
    ['plain, 2 MB', {}, () => Buffer.alloc(2 * MEBIBYTE, ' ')],
  ])('is not taken before login when it is too large: %s', async (_what, headers, makeBody) => {
    const body = makeBody();
    const before = process.memoryUsage().rss;

    const reply = await post(LOGIN_PATH, headers, body);

    expect(reply).toEqual({ status: 413, text: "The request's body is larger than 1048576 bytes." });
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * MEBIBYTE);
    const client = await connectDriver(account.snowflake);
    expect(await client.value('SELECT 1')).toBe(1);
    await client.close();
  });

  test('has a limit after login as well', async () => {
    const token = await logIn(account.snowflake);
    const headers = { 'content-encoding': 'gzip', authorization: `Snowflake Token="${token}"` };

    const reply = await post('/queries/v1/query-request', headers, gzipSync(Buffer.alloc(300 * MEBIBYTE)));

    expect(reply).toMatchObject({ status: 413 });
  });

  test('may be large after login: 20 MB of bound values', async () => {
    const token = await logIn(account.snowflake);
    const value = 'x'.repeat(20 * MEBIBYTE);

    const answer = await runStatement(account.snowflake, token, 'SELECT 1', {
      bindings: { 1: { type: 'TEXT', value } },
    });

    expect(answer).toMatchObject({ data: { rowset: [['1']] } });
  });
});

describe('the front door', () => {
  test.each([
    ['the Origin of a web page', { origin: 'https://example.com' }],
    ['the Origin of a page of this machine', { origin: 'http://127.0.0.1:8888' }],
    ['an Origin that hides itself', { origin: 'null' }],
    ['a foreign Host', { host: 'evil.example' }],
    ['a Host that only begins like this machine', { host: '127.0.0.1.evil.example' }],
    ['a Host that only ends like this machine', { host: 'evillocalhost' }],
  ])('refuses %s even with the right password', async (_what, headers) => {
    const reply = await post(LOGIN_PATH, headers, LOGIN_BODY);

    expect(reply.status).toBe(403);
    expect(reply.text).toMatch(/^The local account answers /);
  });

  test.each(['127.0.0.1:1', 'localhost', 'LOCALHOST:80', '[::1]:443', 'account.localhost'])(
    'lets %s in',
    async (host) => {
      const reply = await post(LOGIN_PATH, { host }, LOGIN_BODY);

      expect(JSON.parse(reply.text)).toMatchObject({ success: true });
    },
  );
});
