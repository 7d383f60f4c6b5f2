import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { SnowflakeCredentials } from 'kernel-helpers/secrets/snowflake-credentials';
import { openDriverSession } from 'kernel-helpers/snowflake/session/driver-session';
import type { Session } from 'kernel-helpers/snowflake/session/session';
import { quietly } from 'kernel-helpers/surroundings';
import { ROOT } from '../../../support/clone';
import { runProcess } from '../../../support/run-process';
import { makeTemporaryFolder } from '../../../support/temporary-folder';
import { type ScriptedAnswer, type ScriptedSnowflake, startScriptedSnowflake } from '../scripted-snowflake';

const NEVER = new AbortController().signal;
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function logIn(
  credentials: SnowflakeCredentials = { method: 'password', user: 'u', password: 'p' },
  answer: (sqlText: string) => ScriptedAnswer = () => ({ rowtype: [], rowset: [] }),
): Promise<{ readonly server: ScriptedSnowflake; readonly session: Session }> {
  const server = await startScriptedSnowflake(answer);
  open.push(server);
  const parameters = {
    account: 'org-a1',
    accessUrl: server.url,
    credentials,
    source: 'secret test',
    role: 'R',
    warehouse: 'W',
  };
  const session = await openDriverSession(parameters, quietly(NEVER));
  open.push(session);
  return { server, session };
}

describe('the driver logs in', () => {
  test('with a password', async () => {
    const { server } = await logIn({ method: 'password', user: 'u', password: 'p' });

    expect(server.logins).toEqual([
      expect.objectContaining({ ACCOUNT_NAME: 'org-a1', LOGIN_NAME: 'u', PASSWORD: 'p' }),
    ]);
  });

  test.each([
    ['plain', undefined],
    ['encrypted', 'open sesame'],
  ])('with a key that is %s, by a token signed with it', async (_, passphrase) => {
    const form = { type: 'pkcs8', format: 'pem' } as const;
    const pem =
      passphrase === undefined
        ? privateKey.export(form).toString()
        : privateKey.export({ ...form, cipher: 'aes-256-cbc', passphrase }).toString();

    const { server } = await logIn({ method: 'key pair', user: 'u', privateKey: pem, passphrase });

    expect(server.logins[0]).toMatchObject({ AUTHENTICATOR: 'SNOWFLAKE_JWT' });
    const [head, claims, signature] = String(server.logins[0].TOKEN).split('.');
    const key = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }));
    expect(verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ sub: 'ORG-A1.U' });
    expect(JSON.stringify(server.logins[0])).not.toContain('PRIVATE');
  });

  test('with a programmatic access token', async () => {
    const { server } = await logIn({ method: 'access token', user: 'u', token: 'the-token' });

    expect(server.logins[0]).toMatchObject({ AUTHENTICATOR: 'PROGRAMMATIC_ACCESS_TOKEN', TOKEN: 'the-token' });
  });
});

describe('a session of the driver', () => {
  test('tells Snowflake neither the program nor the machine, and sends nothing but the login and the statement', async () => {
    const program = `
      const { connect } = require('kernel-helpers');
      connect({ account: 'a', accessUrl: process.env.URL, user: 'ana', password: 'p', database: 'HOUSES' }).then(
        async (snowflake) => {
          await snowflake.sql\`select 1\`;
          await snowflake.close();
        });`;
    const server = await startScriptedSnowflake(() => ({ rowtype: [], rowset: [] }));
    const folder = makeTemporaryFolder('quiet-driver');
    open.push(server, { close: async () => folder.close() });
    const file = join(folder.path, 'program-of-ana.cjs');
    writeFileSync(file, program);
    const env = { ...process.env, NODE_PATH: join(ROOT, 'node_modules'), HOME: folder.path, URL: server.url };

    const result = await runProcess(process.execPath, [file], { cwd: folder.path, env });

    expect(result).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    // The driver makes an empty folder for what it would remember of certificates.
    const files = readdirSync(folder.path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map(({ name }) => name)).toEqual(['program-of-ana.cjs']);
    expect(server.requests).toEqual([
      'POST /session/v1/login-request',
      'POST /queries/v1/query-request',
      'POST /session',
    ]);
    expect(server.logins[0].CLIENT_ENVIRONMENT).toMatchObject({
      APPLICATION: 'kernel-helpers',
      APPLICATION_PATH: 'kernel-helpers',
      PLATFORM: ['disabled'],
    });
    expect(JSON.stringify(server.logins)).not.toMatch(/program-of-ana|node_modules/);
  });

  test('renews its token when an hour is over', async () => {
    const { server, session } = await logIn({ method: 'password', user: 'u', password: 'p' });
    const { queryId } = await session.run({ sqlText: 'select 1', signal: NEVER });
    server.expireToken();

    const manifest = await session.manifestOf(queryId, NEVER);

    expect(manifest.queryId).toBe(queryId);
    expect(server.requests).toContain('POST /session/token-request');
  });

  test('runs a statement with one request, and takes its result from the answer', async () => {
    const { server, session } = await logIn();
    const before = server.requests.length;

    const { queryId } = await session.run({ sqlText: 'select 1', signal: NEVER });

    expect(queryId).toBe('01b-1');
    expect(server.requests.slice(before)).toEqual(['POST /queries/v1/query-request']);
  });

  test('asks for the result of a statement that takes long', async () => {
    const { server, session } = await logIn(undefined, () => ({ rowtype: [], rowset: [], isSlow: true }));
    const before = server.requests.length;

    const { queryId } = await session.run({ sqlText: 'select 1', signal: NEVER });

    expect(queryId).toBe('01b-1');
    expect(server.requests.slice(before)).toEqual(['POST /queries/v1/query-request', 'GET /queries/01b-1/result']);
  });

  test('renews its token before a statement, and in the middle of one', async () => {
    const { server, session } = await logIn(undefined, (sqlText) => {
      if (sqlText === 'slow') server.expireToken();
      return { rowtype: [], rowset: [], isSlow: true };
    });
    server.expireToken();
    await session.run({ sqlText: 'select 1', signal: NEVER });

    await session.run({ sqlText: 'slow', signal: NEVER });

    expect(server.requests.filter((request) => request === 'POST /session/token-request')).toHaveLength(2);
    expect(server.statements.map(({ sqlText }) => sqlText)).toEqual(['select 1', 'slow']);
  });

  test('sends values and parameters beside a statement', async () => {
    const { server, session } = await logIn();
    const binds = ['é', 1, 1.5, -0, 2n ** 70n, true, null, new Date(0)];
    const parameters = { QUERY_RESULT_FORMAT: 'ARROW', STATEMENT_TIMEOUT_IN_SECONDS: 9 };

    await session.run({ sqlText: 'select ?', binds, parameters, signal: NEVER });

    expect(server.statements[0]).toMatchObject({
      bindings: {
        1: { type: 'TEXT', value: 'é' },
        2: { type: 'FIXED', value: '1' },
        3: { type: 'REAL', value: '1.5' },
        4: { type: 'FIXED', value: '0' },
        5: { type: 'TEXT', value: '1180591620717411303424' },
        6: { type: 'BOOLEAN', value: 'true' },
        7: { type: 'TEXT', value: null },
        8: { type: 'TEXT', value: '1970-01-01T00:00:00.000Z' },
      },
      parameters,
    });
  });

  // docs.snowflake.com, "Hybrid tables"; snowflake-sdk 3.3.0, queryContextCache.js.
  test('tells the next statement what the answers said about the state that was seen', async () => {
    const entry = (id: number, timestamp: number, priority: number) => ({
      id,
      timestamp,
      priority,
      context: `c${timestamp}`,
    });
    const said = [[entry(0, 1, 0), entry(7, 1, 1)], [entry(0, 3, 0)], [entry(0, 2, 0), entry(8, 1, 1)], undefined, []];
    const { server, session } = await logIn(undefined, () => {
      const entries = said[server.statements.length - 1];
      return { rowtype: [], rowset: [], ...(entries === undefined ? {} : { queryContext: { entries } }) };
    });

    for (const _ of said) await session.run({ sqlText: 'select 1', signal: NEVER });

    const sent = (id: number, timestamp: number, priority: number) => ({
      ...{ id, timestamp, priority },
      context: { base64Data: `c${timestamp}` },
    });
    expect(server.statements.map(({ queryContextDTO }) => queryContextDTO)).toEqual([
      { entries: [] },
      { entries: [sent(0, 1, 0), sent(7, 1, 1)] },
      { entries: [sent(0, 3, 0), sent(7, 1, 1)] },
      { entries: [sent(0, 3, 0), sent(8, 1, 1)] },
      { entries: [] },
    ]);
  });

  test('says that a session has ended when Snowflake gives no new token', async () => {
    const { server, session } = await logIn();
    server.endSession();

    for (const _ of ['first', 'second']) {
      await expect(session.run({ sqlText: 'select 1', signal: NEVER })).rejects.toThrow(
        /session has ended.*Connect again/,
      );
    }
    expect(server.statements).toEqual([]);
  });

  test('says that a result is gone after its 24 hours', async () => {
    const { session } = await logIn({ method: 'password', user: 'u', password: 'p' });

    await expect(session.manifestOf('01b-gone', NEVER)).rejects.toThrow('Statement 01b-gone not found');
  });

  test('gives up the login when it is interrupted', async () => {
    const server = await startScriptedSnowflake(() => ({ rowtype: [], rowset: [] }));
    open.push(server);
    const reason = new Error('enough');
    const parameters = {
      account: 'a',
      accessUrl: server.url,
      credentials: { method: 'password', user: 'u', password: 'p' },
      source: 's',
    } as const;

    await expect(openDriverSession(parameters, quietly(AbortSignal.abort(reason)))).rejects.toBe(reason);
    expect(server.logins).toEqual([]);
  });
});
