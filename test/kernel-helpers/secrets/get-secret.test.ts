import { type ChildProcess, spawn } from 'node:child_process';
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { awsClients } from '../../../kernel-helpers/src/aws/clients';
import { isUserError } from '../../../kernel-helpers/src/errors';
import { JUPYTER_DISPLAY } from '../../../kernel-helpers/src/render/self-display';
import { getSecret } from '../../../kernel-helpers/src/secrets/get-secret';
import { readPrivateKey } from '../../../kernel-helpers/src/secrets/private-key';
import { Secret } from '../../../kernel-helpers/src/secrets/secret';
import { fieldsOf, remarksOf, snowflakeCredentials } from '../../../kernel-helpers/src/secrets/snowflake-credentials';
import { ROOT } from '../../support/clone';
import { findFreePort } from '../../support/free-port';
import { withEnvironment } from '../../support/with-environment';

const PASSWORD = 'correct-horse-battery';
const MOTO = join(ROOT, '.venv', 'bin', 'moto_server');
const STARTED_WITHIN_SECONDS = 30;

let moto: ChildProcess;
let created = 0;

beforeAll(async () => {
  const port = await findFreePort();
  expect(existsSync(MOTO)).toBe(true);
  moto = spawn(MOTO, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  await answers(`http://127.0.0.1:${port}/moto-api/`);
}, 60_000);

afterAll(async () => {
  moto.kill();
  await once(moto, 'exit');
  awsClients.secretsManager().destroy();
});

async function answers(url: string): Promise<void> {
  const deadline = AbortSignal.timeout(STARTED_WITHIN_SECONDS * 1000);
  for (;;) {
    const response = await fetch(url, { signal: deadline }).catch(() => undefined);
    if (response?.ok) return;
    deadline.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Stores a secret in a real Secrets Manager API and returns its name. */
async function store(value: string | object): Promise<string> {
  created += 1;
  const Name = `secret-${created}`;
  const SecretString = typeof value === 'string' ? value : JSON.stringify(value);
  await awsClients.secretsManager().send(new CreateSecretCommand({ Name, SecretString }));
  return Name;
}

async function failureOf(id: string): Promise<Error> {
  const outcome = await getSecret(id).catch((error: unknown) => error);
  if (outcome instanceof Error) return outcome;
  throw new Error('it was read');
}

describe('a secret', () => {
  test('is read, and shows its keys but never a value', async () => {
    const secret = await getSecret(await store({ username: 'trainer', password: PASSWORD }));

    expect(secret.keys).toEqual(['username', 'password']);
    expect(secret.value('password')).toBe(PASSWORD);
    expect(secret.value('toString')).toBeUndefined();
    const shown = [
      inspect(secret, { showHidden: true, depth: 9 }),
      inspect(secret, { customInspect: false, showHidden: true, depth: 9 }),
      JSON.stringify(secret),
      String(secret),
      JSON.stringify(secret[JUPYTER_DISPLAY]()),
    ];
    for (const text of shown) expect(text).not.toMatch(/correct-horse|trainer/);
    expect(String(secret)).toBe(`secret ${secret.id} with the keys username, password (values hidden)`);
  });

  test('has the name that SECRET_ID says, else snowflake_credentials', async () => {
    process.env.SECRET_ID = await store({ username: 'a', password: 'b' });
    expect((await getSecret()).id).toBe(process.env.SECRET_ID);
    delete process.env.SECRET_ID;

    await expect(getSecret()).rejects.toThrow('There is no secret snowflake_credentials');
  });

  test('is not needed, nor read, where the AWS role itself logs in', async () => {
    const restore = withEnvironment({ SF_AUTHENTICATOR: 'WORKLOAD_IDENTITY' });
    const secret = await getSecret();
    restore();

    expect(secret.keys).toEqual([]);
    expect(inspect(secret)).toBe('no secret: SF_AUTHENTICATOR says to log in as the AWS role of this process');
  });

  test('that does not exist: the error says how to make it', async () => {
    const error = await failureOf('no_such_secret');

    expect(isUserError(error)).toBe(true);
    expect(error.message).toBe(
      'There is no secret no_such_secret in this account and region. Create it: aws secretsmanager create-secret --name no_such_secret ' +
        `--secret-string '{"user":"…","privateKey":"…"}'; or set SECRET_ID to the name of yours; or log in without any: ` +
        'SF_AUTHENTICATOR=WORKLOAD_IDENTITY. REAL-ACCOUNTS.md, "Logging in to Snowflake", shows how to make the user and its key, and other ways to log in.',
    );
    expect(error.cause).toBeInstanceOf(Error);
  });

  test.each([
    ['a bare text', PASSWORD, /is not JSON\. Write it as one JSON object: aws secretsmanager put-secret-value/],
    ['broken JSON', `{"username":"a","password":"${PASSWORD}"`, /is not JSON/],
    ['a list', `["${PASSWORD}"]`, /is not one JSON object of texts/],
    ['a nested object', { snowflake: { password: PASSWORD } }, /is not one JSON object of texts/],
    ['no keys', {}, /has no `user`; it has no `password` \(or `privateKey`, or `token`\)\. It has no keys\./],
    ['other keys', { login: 'a', pass: PASSWORD }, /has no `user`; it has no `password`.*Its keys are login, pass\./],
    ['an empty password', { username: 'a', password: ' ' }, /it has no `password`/],
    ['a key that is not a key', { privateKey: PASSWORD }, /private key is not a PEM key.*it has no `user`/],
  ])('with %s: the error lists all problems and shows no value', async (_, value, message) => {
    const error = await failureOf(await store(value));

    expect(isUserError(error)).toBe(true);
    expect(error.message).toMatch(message);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(PASSWORD);
  });
});

describe('the credentials in a secret', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const encrypted = privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' })
    .toString();
  const bare = pem.replace(/-----[A-Z ]+-----/g, '').trim();
  const pkcs1 = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const lockedPkcs1 = privateKey
    .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' })
    .toString();
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const withoutFrame = (text: string) => text.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '');

  /** The forms in which people and stores of secrets keep a key. */
  const shapes: readonly (readonly [shape: string, text: string, passphrase?: string])[] = [
    ['PEM', pem],
    ['PEM with the line ends of Windows', pem.replaceAll('\n', '\r\n')],
    ['PEM with written line ends', pem.replaceAll('\n', '\\r\\n')],
    ['PEM with spaces in the place of line ends', pem.replaceAll('\n', ' ')],
    ['PEM and a passphrase that it does not need', pem, 'open sesame'],
    ['PKCS#1', pkcs1],
    ['base64 of PKCS#8', withoutFrame(pem)],
    ['base64 of PKCS#1', withoutFrame(pkcs1)],
    ['base64 of the whole file', base64(pem)],
    ['base64 and a passphrase that it does not need', withoutFrame(pem), 'open sesame'],
    ['encrypted PEM', encrypted, 'open sesame'],
    ['base64 of encrypted PKCS#8', withoutFrame(encrypted), 'open sesame'],
    ['base64 of the whole encrypted file', base64(encrypted), 'open sesame'],
    ['encrypted PKCS#1', lockedPkcs1, 'open sesame'],
    ['encrypted PKCS#1 with written line ends', lockedPkcs1.replaceAll('\n', '\\n'), 'open sesame'],
  ];
  test.each(shapes.map(([shape, text, passphrase]) => ({ shape, text, passphrase })))(
    'a key as $shape is opened, in a form that the driver takes',
    ({ text, passphrase }) => {
      const { pem: key, problem } = readPrivateKey(text, passphrase);

      expect(problem).toBeUndefined();
      expect(createPublicKey(createPrivateKey({ key, passphrase })).export({ type: 'spki', format: 'pem' })).toBe(
        publicPem,
      );
      // `isPrivateKey` of snowflake-sdk 3.3.0, util.js.
      expect(key.trim()).toMatch(/^-----BEGIN ((ENCRYPTED |RSA )?PRIVATE KEY)-----\n[\s\S]+\n-----END \1-----$/);
    },
  );

  test.each([
    [
      { user: 'u', privateKey: pem, password: 'p' },
      'the key pair of secret s, the strongest way there; its password is',
    ],
    [
      { user: 'u', privateKey: pem, token: 't', password: 'p' },
      'the key pair of secret s, the strongest way there; its token and password is',
    ],
    [
      { user: 'u', token: 't', password: 'p' },
      'the access token of secret s, the strongest way there; its password is',
    ],
    [
      { workloadIdentityProvider: 'AWS', privateKey: pem },
      'the workload identity of secret s, the strongest way there; its private key is',
    ],
    [{ user: 'u', password: 'p' }, undefined],
    [{ user: 'u', authenticator: 'snowflake', privateKey: pem, password: 'p' }, undefined],
  ])('of several ways the strongest is used, and the others are told: %#', (value, remark) => {
    const fields = fieldsOf(new Secret('s', value as unknown as Record<string, string>));

    expect(remarksOf(fields, snowflakeCredentials(fields))).toEqual(
      remark === undefined ? [] : [`The login uses ${remark} not used.`],
    );
  });

  // Shapes: AWS's samples; Glue 2.0; AWS Glue 1.0; "Snowflake Key Pair" managed external secrets
  // (docs.aws.amazon.com, "Using AWS Secrets Manager managed external secrets", partner Snowflake).
  test.each([
    ['of the samples', { username: 'u', password: 'p' }, { method: 'password', user: 'u', password: 'p' }],
    ['of Glue 2', { USERNAME: 'u', PASSWORD: 'p' }, { method: 'password', user: 'u', password: 'p' }],
    [
      'of Glue 1',
      {
        sfUser: 'u',
        sfPassword: 'p',
        sfWarehouse: 'w',
        sfDatabase: 'd',
        sfSchema: 's',
        sfRole: 'r',
        sfUrl: 'https://org-a1.snowflakecomputing.com',
      },
      {
        method: 'password',
        user: 'u',
        account: 'https://org-a1.snowflakecomputing.com',
        warehouse: 'w',
        database: 'd',
        schema: 's',
        role: 'r',
      },
    ],
    [
      'of a managed secret',
      { account: 'a', user: 'u', privateKey: bare, publicKey: 'x' },
      { method: 'key pair', user: 'u', account: 'a', privateKey: pem },
    ],
    [
      'with an encrypted key',
      { user: 'u', private_key: encrypted, passphrase: 'open sesame' },
      { method: 'key pair', passphrase: 'open sesame' },
    ],
    [
      'with a key on one line',
      { user: 'u', pem_private_key: pem.replaceAll('\n', '\\n') },
      { method: 'key pair', privateKey: pem },
    ],
    [
      'with an access token',
      { username: 'u', token: 't', password: 'p' },
      { method: 'access token', user: 'u', token: 't' },
    ],
    [
      'with an OAuth token',
      { user: 'u', token: 't', authenticator: 'oauth', password: 'p' },
      { method: 'OAuth token', user: 'u', token: 't' },
    ],
    [
      'with an access token by name, in the place of a password',
      { username: 'u', password: 't', authenticator: 'PROGRAMMATIC_ACCESS_TOKEN' },
      { method: 'access token', token: 't' },
    ],
    [
      'with a key by name',
      { user: 'u', authenticator: 'snowflake_jwt', privateKey: pem, token: 't' },
      { method: 'key pair', user: 'u' },
    ],
    [
      'with a password by name',
      { user: 'u', authenticator: 'Snowflake', password: 'p', token: 't' },
      { method: 'password', password: 'p' },
    ],
    [
      'of Glue 2 with a client secret beside the password',
      { USERNAME: 'u', PASSWORD: 'p', USER_MANAGED_CLIENT_APPLICATION_CLIENT_SECRET: 'c' },
      { method: 'password', password: 'p' },
    ],
    [
      'of workload identity by provider',
      { workloadIdentityProvider: 'aws', account: 'a' },
      { method: 'workload identity', account: 'a' },
    ],
    [
      'of workload identity',
      { authenticator: 'WORKLOAD_IDENTITY', account: 'a', password: 'p' },
      { method: 'workload identity', account: 'a' },
    ],
    [
      'with a key and a password: the key wins',
      { username: 'u', privateKey: pem, password: 'p' },
      { method: 'key pair', user: 'u' },
    ],
  ])('%s are understood', async (_, value, credentials) => {
    expect(snowflakeCredentials(fieldsOf(await getSecret(await store(value))))).toMatchObject(credentials);
  });

  const keyOf = (pair: { readonly privateKey: KeyObject }) =>
    pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const user = 'u';
  // Snowflake keeps an RSA public key of 2048 bits or more, and its drivers sign by RS256 only.
  test.each([
    [
      'a client secret',
      { user, USER_MANAGED_CLIENT_APPLICATION_CLIENT_SECRET: PASSWORD },
      /its client secret is no token/,
    ],
    [
      'a browser',
      { user, authenticator: 'externalbrowser' },
      /authenticator "externalbrowser" opens a browser, which neither a notebook cell nor a job can do \(use snowflake_jwt, programmatic_access_token, oauth, workload_identity\)/,
    ],
    [
      'a second factor',
      { user, authenticator: 'USERNAME_PASSWORD_MFA', password: PASSWORD },
      /asks a person for a second factor/,
    ],
    ['a browser for OAuth', { authenticator: 'oauth_authorization_code' }, /opens a browser/],
    [
      'an OAuth client',
      { authenticator: 'oauth_client_credentials', client_secret: PASSWORD },
      /asks another server for a token/,
    ],
    ['a login page', { user, authenticator: 'https://org.okta.com', password: PASSWORD }, /is a login page for people/],
    [
      'an unknown way',
      { user, authenticator: 'toString', password: PASSWORD },
      /authenticator "toString" is not known/,
    ],
    ['a key by name only', { authenticator: 'snowflake_jwt' }, /it has no `privateKey`; it has no `user`\. Its keys/],
    ['an OAuth token by name only', { authenticator: 'oauth', password: PASSWORD }, /it has no `token`/],
    [
      'the workload identity of Azure',
      { workload_identity_provider: 'AZURE' },
      /provider is "AZURE", and notebooks and jobs here run as AWS roles/,
    ],
    [
      'an EC key',
      { user, privateKey: keyOf(generateKeyPairSync('ec', { namedCurve: 'P-256' })) },
      /its private key is of the type ec, and Snowflake takes RSA keys only: make one with `openssl genrsa 2048`/,
    ],
    ['an Ed25519 key', { user, privateKey: keyOf(generateKeyPairSync('ed25519')) }, /of the type ed25519/],
    [
      'a key for PSS',
      { user, privateKey: keyOf(generateKeyPairSync('rsa-pss', { modulusLength: 2048 })) },
      /of the type rsa-pss/,
    ],
    [
      'a DSA key',
      { user, privateKey: keyOf(generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 })) },
      /of the type dsa/,
    ],
    [
      'a short key',
      { user, privateKey: keyOf(generateKeyPairSync('rsa', { modulusLength: 1024 })) },
      /has 1024 bits, and Snowflake takes 2048 or more/,
    ],
    ['the public key', { user, privateKey: publicPem }, /is a public key: put the private half there/],
  ])('that ask for what Snowflake or a job cannot do are refused in words: %s', async (_, value, message) => {
    const error = await failureOf(await store(value));

    expect(isUserError(error)).toBe(true);
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/put-secret-value .* '\{"user":"…","privateKey":"…"\}'\. REAL-ACCOUNTS\.md/);
    expect(error.message).not.toContain(PASSWORD);
  });

  test('with an invalid account are refused', async () => {
    const id = await store({ username: 'u', password: 'p', account: 'my org' });

    await expect(getSecret(id)).rejects.toThrow(
      'its account must be a Snowflake account, for example `myorg-account1`.',
    );
  });

  test('with a passphrase that does not open the key are refused', async () => {
    const error = await failureOf(await store({ user: 'u', privateKey: encrypted, passphrase: 'wrong' }));

    expect(error.message).toMatch(/or the `passphrase` does not open it/);
  });
});
