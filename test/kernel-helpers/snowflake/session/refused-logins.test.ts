import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { isUserError } from 'kernel-helpers/errors';
import type { SnowflakeCredentials } from 'kernel-helpers/secrets/snowflake-credentials';
import { openDriverSession } from 'kernel-helpers/snowflake/session/driver-session';
import { quietly } from 'kernel-helpers/surroundings';
import { withEnvironment } from '../../../support/with-environment';
import { connectDriver } from '../../local-account/snowflake/support/driver';
import { LOGIN, startAccount, type TestAccount } from '../../local-account/snowflake/support/local-account';
import { startScriptedSnowflake } from '../scripted-snowflake';

const NEVER = new AbortController().signal;
const PASSWORD = 'correct-horse-battery';
const ACCESS_KEY = 'AKIAIOSFODNN7EXAMPLE';
const ROLE_ARN = 'arn:aws:iam::123456789012:role/SageMakerSnowFlakeExampleTraining';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (key: KeyObject): string =>
  key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString();
/** As ALTER USER takes it: without the first and the last line. */
const publicKey = pem(pair.publicKey).split('\n').slice(1, -2).join('\n');

const keyPair = (user: string, key = pair.privateKey): SnowflakeCredentials => ({
  method: 'key pair',
  user,
  privateKey: pem(key),
});
const password = (user: string): SnowflakeCredentials => ({ method: 'password', user, password: PASSWORD });
const accessToken = (token: string): SnowflakeCredentials => ({ method: 'access token', token });

let account: TestAccount;
let late: TestAccount;
const users = [
  `create user trainer type = service rsa_public_key = '${publicKey}'`,
  `create user renamed type = service login_name = 'sm_login' rsa_public_key_2 = '${publicKey}'`,
  `create user worker type = service workload_identity = (type = aws arn = '${ROLE_ARN}')`,
  'create user plain_service type = service',
  `create user gone type = service disabled = true rsa_public_key = '${publicKey}'`,
];
const LOGINS = {
  JANE: { password: PASSWORD },
  NEW_JANE: { password: PASSWORD, secondFactor: 'not enrolled' },
  APP_JANE: { password: PASSWORD, secondFactor: 'authenticator app' },
  KEY_JANE: { password: PASSWORD, secondFactor: 'passkey' },
  LOCKED_JANE: { password: PASSWORD, isLocked: true },
  POLICY_JANE: { password: PASSWORD, authenticationMethods: ['KEYPAIR', 'OAUTH'] },
  FAR_JANE: { password: PASSWORD, networkPolicy: 'blocks' },
  PLAIN_SERVICE: { accessTokens: ['pat-1'], oauthTokens: ['oauth-1'] },
  OPEN_SERVICE: { accessTokens: ['pat-2'], networkPolicy: 'none' },
} as const;

async function startWithUsers(options: Parameters<typeof startAccount>[0]): Promise<TestAccount> {
  const started = await startAccount({ logins: LOGINS, awsIdentities: { [ACCESS_KEY]: ROLE_ARN }, ...options });
  const admin = await connectDriver(started.snowflake);
  for (const sql of users) await admin.rows(sql);
  await admin.close();
  return started;
}

beforeAll(async () => {
  account = await startWithUsers({});
  late = await startWithUsers({ clockAheadSeconds: 300 });
}, 60_000);
afterAll(async () => {
  await account.remove();
  await late.remove();
});

async function logIn(credentials: SnowflakeCredentials, at: TestAccount = account): Promise<string> {
  const { url } = at.snowflake;
  const parameters = { account: LOGIN.account, accessUrl: url, credentials, source: 'secret test' };
  const session = await openDriverSession(parameters, quietly(NEVER));
  try {
    const { inline } = await session.run({ sqlText: 'select current_user()', signal: NEVER });
    return String(inline.bytes).slice('["'.length, -'"]'.length);
  } finally {
    await session.close();
  }
}

async function failureOf(work: Promise<unknown>): Promise<Error & { readonly facts?: unknown }> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof Error) return outcome;
  throw new Error('it did not fail');
}

let restore = (): void => undefined;
afterEach(() => restore());

describe('the local account lets in', () => {
  test.each([
    ['a service user by key pair', keyPair('trainer'), 'TRAINER'],
    ['a user with a LOGIN_NAME by its second key', keyPair('sm_login'), 'RENAMED'],
    ['a person by password', password('jane'), 'JANE'],
    ['a service user by access token', accessToken('pat-1'), 'PLAIN_SERVICE'],
    [
      'a service user by OAuth token',
      { method: 'OAuth token', user: 'plain_service', token: 'oauth-1' },
      'PLAIN_SERVICE',
    ],
  ] as const)('%s', async (_, credentials, user) => {
    expect(await logIn(credentials)).toBe(user);
  });

  test('a service user as an AWS role, in the form in which the driver proves it', async () => {
    restore = withEnvironment({
      AWS_ACCESS_KEY_ID: ACCESS_KEY,
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: undefined,
      AWS_DEFAULT_REGION: 'eu-central-1',
    });
    expect(await logIn({ method: 'workload identity' })).toBe('WORKER');
  });
});

// The codes and their sources are in the local account's `login-refusals.ts` and in `login-advice.ts`.
describe('a refused login says what to do', () => {
  test.each([
    [
      'a wrong password',
      password('nobody'),
      '390100',
      /did not accept the user name and password of secret test\. .* five wrong tries\. A user with TYPE = SERVICE cannot use a password/,
    ],
    [
      'a password of a service user',
      password('plain_service'),
      '390100',
      /TYPE = SERVICE cannot use a password: see REAL-ACCOUNTS\.md/,
    ],
    [
      'a disabled user',
      keyPair('gone'),
      '390101',
      /is disabled: User access disabled.*alter user gone set disabled = false/,
    ],
    [
      'a locked user',
      password('locked_jane'),
      '390102',
      /is locked: .*15 minutes, or .*alter user locked_jane set mins_to_unlock = 0/,
    ],
    [
      'a key that does not match',
      keyPair('trainer', other.privateKey),
      '390144',
      /did not accept the key pair of secret test: JWT token is invalid\. \[[0-9a-f-]{36}\]\. `describe user trainer` must show RSA_PUBLIC_KEY_FP SHA256:\S+ and.*alter user trainer set rsa_public_key/,
    ],
    ['a user without a key', keyPair('worker'), '390144', /describe user worker/],
    [
      'a person who has no second factor yet',
      password('new_jane'),
      '390197',
      /asks the user of secret test for a second factor: Multi-factor.*TYPE = SERVICE: by key pair, by access token with a network policy, or by workload identity/,
    ],
    [
      'a person with an authenticator app',
      password('app_jane'),
      '394508',
      /second factor: Failed to authenticate: MFA with TOTP/,
    ],
    ['a person with a passkey', password('key_jane'), '394509', /second factor: .*none of your current MFA methods/],
    [
      'a forbidden way',
      password('policy_jane'),
      '390202',
      /authentication policy of Snowflake account local forbids the password of secret test: .*add PASSWORD to AUTHENTICATION_METHODS/,
    ],
    [
      'a blocked address',
      password('far_jane'),
      '390422',
      /network policy of Snowflake account local blocks this machine: Incoming request with IP\/Token 127\.0\.0\.1/,
    ],
    [
      'an access token without a network policy',
      accessToken('pat-2'),
      '390432',
      /works only for a user with a network policy: Network policy is required\. .*set network_policy = …/,
    ],
    [
      'an expired access token',
      accessToken('pat-0'),
      '394400',
      /did not accept the access token of secret test; it may have expired.*Programmatic access token is invalid\. Make a new one/,
    ],
    [
      'an expired OAuth token',
      { method: 'OAuth token', token: 'oauth-0' },
      '390303',
      /did not accept the OAuth token of secret test.*Get a new one/,
    ],
  ] as const)('%s', async (_, credentials, code, message) => {
    const error = await failureOf(logIn(credentials as SnowflakeCredentials));

    expect(isUserError(error)).toBe(true);
    expect(error.message).toMatch(message);
    expect(error.facts).toMatchObject({ code });
    expect(error.message).not.toMatch(/correct-horse|PRIVATE KEY|pat-|oauth-0/);
  });

  test('a clock that is wrong, which Snowflake does not tell from a wrong key', async () => {
    expect((await failureOf(logIn(keyPair('trainer'), late))).message).toMatch(
      /The clock of this machine is (29\d|30\d) s behind Snowflake's, and 60 s are allowed\. Set the clock\.$/,
    );
  });

  test('an AWS role that no user has', async () => {
    restore = withEnvironment({
      AWS_ACCESS_KEY_ID: 'AKIAOTHER',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'eu-central-1',
    });

    expect((await failureOf(logIn({ method: 'workload identity' }))).message).toMatch(
      /knows no user with this AWS role: .*create user … type = service workload_identity = \(type = aws arn = /,
    );
  });

  test('a code that is not known yet is quoted', async () => {
    const server = await startScriptedSnowflake(() => ({ rowtype: [], rowset: [] }), {
      code: '390999',
      message: 'No luck today',
    });
    const parameters = { account: 'a', accessUrl: server.url, credentials: password('u'), source: 'secret test' };

    const error = await failureOf(openDriverSession(parameters, quietly(NEVER)));
    await server.close();

    expect(isUserError(error)).toBe(true);
    expect(error.message).toBe('Snowflake account a refused the login of secret test (code 390999): No luck today.');
  });
});
