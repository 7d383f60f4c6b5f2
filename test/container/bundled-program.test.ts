import { generateKeyPairSync } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withSourcePlaces } from 'container/source-places';
import { LOCAL_HOST_ENVIRONMENT, trainingPaths } from 'kernel-helpers/training-contract/index';
import { connectDriver } from '../kernel-helpers/local-account/snowflake/support/driver';
import { LOGIN, startAccount, type TestAccount } from '../kernel-helpers/local-account/snowflake/support/local-account';
import { ROOT } from '../support/clone';
import { startLocalAccount, type TestAccount as TestAws } from '../support/local-account';
import { type ProcessResult, runProcess } from '../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder';
import { putBehindTls } from './support/account-behind-tls';
import { writeConfiguration } from './support/training-site';
import { xgboostLibrary } from './support/xgboost-library';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
/** As CREATE USER takes it: without the first and the last line. */
const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString().split('\n').slice(1, -2).join('\n');
const passphrase = 'open sesame';
const privateKey = pair.privateKey
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
  .toString();

const SECRETS = {
  'key pair': { user: 'trainer', privateKey, privateKeyPassphrase: passphrase },
  'OAuth token': { user: 'plain_service', authenticator: 'oauth', token: 'oauth-1' },
  'access token': { user: 'plain_service', authenticator: 'programmatic_access_token', token: 'pat-1' },
} as const;

let aws: TestAws;
let account: TestAccount;
let folder: TemporaryFolder;

beforeAll(async () => {
  folder = makeTemporaryFolder('bundled-program');
  // As in the image: the bundle, and beside it the one package outside of it.
  cpSync(join(ROOT, 'container/image-program'), join(folder.path, 'program'), { recursive: true });
  mkdirSync(join(folder.path, 'program/node_modules'));
  for (const name of ['koffi', '@koromix'])
    symlinkSync(join(ROOT, 'node_modules', name), join(folder.path, 'program/node_modules', name));
  aws = await startLocalAccount();
  await makeSecrets();
  account = await startAccount({
    logins: { PLAIN_SERVICE: { oauthTokens: ['oauth-1'], accessTokens: ['pat-1'] } },
    awsIdentities: { [aws.settings.AWS_ACCESS_KEY_ID]: aws.settings.SAGEMAKER_ROLE_ARN },
  });
  const admin = await connectDriver(account.snowflake);
  for (const sql of [
    'create warehouse wh',
    'create database db',
    'create schema db.houses',
    'create table db.houses.few as select seq4() as feature, seq4() * 2 as target from table(generator(rowcount => 100))',
    `create user trainer type = service default_role = sysadmin rsa_public_key = '${publicKey}'`,
    'create user plain_service type = service default_role = sysadmin',
    `create user worker type = service default_role = sysadmin workload_identity = (type = aws arn = '${aws.settings.SAGEMAKER_ROLE_ARN}')`,
  ])
    await admin.rows(sql);
  await admin.close();
}, 60_000);

afterAll(async () => {
  await account?.remove();
  await aws?.close();
  folder.close();
});

describe('the bundled program', () => {
  test.each(['key pair', 'OAuth token', 'workload identity'])('trains with a login by %s', async (way) => {
    const login: Readonly<Record<string, string>> =
      way in SECRETS ? { SECRET_ID: way } : { SF_AUTHENTICATOR: 'WORKLOAD_IDENTITY' };

    const { base, result } = await runTraining(way, { ...login, SF_TABLE: 'few' });

    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(existsSync(join(base, 'model/xgboost-model'))).toBe(true);
  });

  test('trains with an access token, asks whether certificates were revoked if SF_OCSP says so, and sends no telemetry', async () => {
    const tls = await putBehindTls(account.snowflake.url, join(folder.path, 'ocsp'));

    const { base, result } = await runTraining('over TLS', {
      ...tls.env,
      SECRET_ID: 'access token',
      SF_ACCESS_URL: tls.url,
      SF_OCSP: 'fail-open',
      SF_TABLE: 'few',
    }).finally(() => tls.close());

    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(existsSync(join(base, 'model/xgboost-model'))).toBe(true);
    expect(tls.revocationRequests()).toBeGreaterThan(0);
    expect(tls.paths.filter((path) => /^\/(session\/v1\/login-request|telemetry)/.test(path))).toEqual([
      expect.stringContaining('/session/v1/login-request'),
    ]);
  });

  test('fails with the error of the file system where a job without a script cannot save its model', async () => {
    const { result } = await runTraining('no model', { SECRET_ID: 'key pair', SF_TABLE: 'few' }, (base) =>
      mkdirSync(join(base, 'model/xgboost-model'), { recursive: true }),
    );

    expect(result.exitCode).toBe(1);
    expect(result.stderr).toMatch(/EISDIR|ENOTEMPTY/);
  });

  test('names the lines of its TypeScript sources in the stack of an error of its own', () => {
    const text = 'This file runs in a worker thread only.';
    const source = readFileSync(join(ROOT, 'container/src/xgboost/tracker-thread.ts'), 'utf8').split('\n');
    const line = 1 + source.findIndex((each) => each.includes(text));
    const program = join(folder.path, 'program/dist/xgboost/tracker-thread.js');
    const bundled = readFileSync(program, 'utf8').split('\n');
    const row = bundled.findIndex((each) => each.includes(text));
    const stack = `Error: x\n    at start (${program}:${row + 1}:${bundled[row].indexOf(text)})\n    at node:internal/main:1:1`;

    expect(withSourcePlaces(stack)).toMatch(
      new RegExp(
        `^Error: x\n    at start \\(\\S*container/src/xgboost/tracker-thread\\.ts:${line}:\\d+\\)\n    at node:internal/main:1:1$`,
      ),
    );
  });
});

async function makeSecrets(): Promise<void> {
  const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = aws.settings;
  const credentials = {
    accessKeyId: aws.settings.AWS_ACCESS_KEY_ID,
    secretAccessKey: aws.settings.AWS_SECRET_ACCESS_KEY,
  };
  const client = new SecretsManagerClient({ endpoint, region, credentials });
  for (const [Name, value] of Object.entries(SECRETS))
    await client.send(new CreateSecretCommand({ Name, SecretString: JSON.stringify(value) }));
  client.destroy();
}

async function runTraining(
  name: string,
  env: Readonly<Record<string, string>>,
  prepare: (base: string) => void = () => undefined,
): Promise<{ readonly base: string; readonly result: ProcessResult }> {
  const paths = trainingPaths(join(folder.path, name));
  writeConfiguration(paths, 'algo-1', ['algo-1'], { num_round: '2' });
  prepare(paths.base);
  const program = join(folder.path, 'program/dist/main.js');
  const result = await runProcess(process.execPath, [program, 'train'], {
    env: {
      ...aws.env,
      SF_ACCOUNT: LOGIN.account,
      SF_ACCESS_URL: account.snowflake.url,
      SF_WAREHOUSE: 'wh',
      SF_DATABASE: 'db',
      SF_SCHEMA: 'houses',
      TARGET_COLUMN: 'target',
      [LOCAL_HOST_ENVIRONMENT.baseDirectory]: paths.base,
      [LOCAL_HOST_ENVIRONMENT.xgboostLibrary]: xgboostLibrary(),
      ...env,
    },
  });
  return { base: paths.base, result };
}
