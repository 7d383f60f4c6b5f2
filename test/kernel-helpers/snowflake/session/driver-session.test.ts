import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { SnowflakeCredentials } from '../../../../kernel-helpers/src/secrets/snowflake-credentials';
import { openDriverSession } from '../../../../kernel-helpers/src/snowflake/session/driver-session';
import type { Session } from '../../../../kernel-helpers/src/snowflake/session/session';
import { quietly } from '../../../../kernel-helpers/src/surroundings';
import { type ScriptedSnowflake, startScriptedSnowflake } from '../scripted-snowflake';

const NEVER = new AbortController().signal;
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function logIn(
  credentials: SnowflakeCredentials,
): Promise<{ readonly server: ScriptedSnowflake; readonly session: Session }> {
  const server = await startScriptedSnowflake(() => ({ rowtype: [], rowset: [] }));
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
  test('tells Snowflake neither the script nor the machine, and sends no telemetry', async () => {
    const { server, session } = await logIn({ method: 'password', user: 'u', password: 'p' });
    await session.run({ sqlText: 'select 1', signal: NEVER });

    expect(server.requests.filter((request) => request.includes('telemetry'))).toEqual([]);
    expect(server.logins[0]).toMatchObject({
      CLIENT_ENVIRONMENT: { APPLICATION: 'kernel-helpers', PLATFORM: ['disabled'] },
    });
  });

  test('renews its token when an hour is over', async () => {
    const { server, session } = await logIn({ method: 'password', user: 'u', password: 'p' });
    const { queryId } = await session.run({ sqlText: 'select 1', signal: NEVER });
    server.expireToken();

    const manifest = await session.manifestOf(queryId, NEVER);

    expect(manifest.queryId).toBe(queryId);
    expect(server.requests).toContain('POST /session/token-request');
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
