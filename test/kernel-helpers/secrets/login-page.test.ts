import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from '../../../kernel-helpers/src/cell-api/connect';
import { Secret } from '../../../kernel-helpers/src/secrets/secret';
import { fieldsOf, snowflakeCredentials } from '../../../kernel-helpers/src/secrets/snowflake-credentials';
import { openDriverSession } from '../../../kernel-helpers/src/snowflake/session/driver-session';
import { quietly } from '../../../kernel-helpers/src/surroundings';
import { ROOT } from '../../support/clone';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { withEnvironment } from '../../support/with-environment';
import { connectDriver } from '../local-account/snowflake/support/driver';
import { LOGIN, startAccount, type TestAccount } from '../local-account/snowflake/support/local-account';

const NEVER = new AbortController().signal;
const ACCESS_KEY = 'AKIAIOSFODNN7EXAMPLE';
const ROLE_ARN = 'arn:aws:iam::123456789012:role/SageMakerSnowFlakeExampleTraining';

const page = readFileSync(join(ROOT, 'REAL-ACCOUNTS.md'), 'utf8');

/** The block of a language that the page marks for this test. */
function blockOf(name: string, language: 'sh' | 'sql'): string {
  const block = new RegExp(`<!-- ${name}: run by a test -->\n\`\`\`${language}\n([^\`]+)\`\`\``).exec(page)?.[1];
  if (block === undefined) throw new Error(`REAL-ACCOUNTS.md has no block ${name} in ${language}.`);
  return block;
}

const folder = makeTemporaryFolder('login-page');
let account: TestAccount;
beforeAll(async () => {
  account = await startAccount({ awsIdentities: { [ACCESS_KEY]: ROLE_ARN } });
});
afterAll(async () => {
  await account.remove();
  folder.close();
});

let restore = (): void => undefined;
afterEach(() => restore());

async function runSql(text: string): Promise<void> {
  const admin = await connectDriver(account.snowflake);
  for (const sql of text.split(';').filter((statement) => statement.trim() !== '')) await admin.rows(sql);
  await admin.close();
}

describe('the page about logging in', () => {
  test('makes a key, a secret and a user that log in together', async () => {
    const lines = blockOf('key pair', 'sh').trim().split('\n');
    const store = lines.findIndex((line) => line.startsWith('aws secretsmanager create-secret'));
    const run = (commands: readonly string[]) =>
      execFileSync('bash', ['-euo', 'pipefail', '-c', commands.join('\n')], { cwd: folder.path, stdio: 'pipe' });

    run(lines.slice(0, store));
    const stored = readFileSync(join(folder.path, lines[store].split('file://')[1]), 'utf8');
    run(lines.slice(store + 1));
    const publicKey = readFileSync(join(folder.path, 'snowflake_key.pub'), 'utf8');
    const body = publicKey.trim().split('\n').slice(1, -1).join('\n');
    await runSql(blockOf('key pair', 'sql').replace(/<snowflake_key\.pub[^>]*>/, body));
    const secret = new Secret('snowflake_credentials', JSON.parse(stored) as Record<string, string>);
    const session = await openDriverSession(
      {
        account: LOGIN.account,
        accessUrl: account.snowflake.url,
        credentials: snowflakeCredentials(fieldsOf(secret)),
        source: 'secret',
      },
      quietly(NEVER),
    );
    const who = await session.run({ sqlText: 'select current_user(), current_role()', signal: NEVER });
    await session.close();

    expect(String(who.inline.bytes)).toBe('["SM_TRAINER","ML_TRAIN"]');
    expect(existsSync(join(folder.path, 'snowflake_key.p8'))).toBe(false);
    expect(existsSync(join(folder.path, 'snowflake_secret.json'))).toBe(false);
  });

  test('makes a user that an AWS role logs in as, where there is no secret and no secret store', async () => {
    await runSql('create role if not exists ml_train');
    await runSql(blockOf('workload identity', 'sql').replace(/'arn:[^']*'/, `'${ROLE_ARN}'`));
    restore = withEnvironment({
      AWS_ACCESS_KEY_ID: ACCESS_KEY,
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'us-west-2',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      SF_ACCOUNT: LOGIN.account,
      SF_ACCESS_URL: account.snowflake.url,
      SF_AUTHENTICATOR: 'WORKLOAD_IDENTITY',
      SECRET_ID: 'no_such_secret',
    });

    const snowflake = await connect();
    const who = await snowflake.sql`select current_user() as who, current_role() as role`;
    await snowflake.close();

    expect(who.toRows()).toEqual([{ WHO: 'SM_WORKER', ROLE: 'ML_TRAIN' }]);
  });
});
