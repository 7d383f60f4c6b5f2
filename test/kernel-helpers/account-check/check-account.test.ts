import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, HeadBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type AccountCheck, CHECK_NAMES, type CheckName, passed } from 'kernel-helpers/account-check/account-check';
import { type AccountResult, type CheckResult, checkAccount } from 'kernel-helpers/account-check/check-account';
import { CHECKS, checksFor } from 'kernel-helpers/account-check/checks';
import { planText } from 'kernel-helpers/account-check/plan-text';
import { resultText } from 'kernel-helpers/account-check/result-text';
import { awsClients } from 'kernel-helpers/aws/clients';
import { connect } from 'kernel-helpers/cell-api/connect';
import { usableBucket } from 'kernel-helpers/sagemaker/bucket';
import { ROOT } from '../../support/clone';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { withEnvironment } from '../../support/with-environment';

let account: TestAccount;
let restore: () => void;
let restoreOne: (() => void) | undefined;
beforeAll(async () => {
  account = await startLocalAccount();
  restore = withEnvironment(account.settings);
});
afterEach(() => {
  restoreOne?.();
  restoreOne = undefined;
});
afterAll(async () => {
  restore?.();
  await account?.close();
});

function run(names: readonly CheckName[], spendDollars = 0): Promise<AccountResult> {
  return checkAccount(checksFor(names), { spendDollars, signal: new AbortController().signal });
}

async function resultOf(name: CheckName): Promise<CheckResult | undefined> {
  return (await run([name])).results.find((result) => result.name === name);
}

describe('the checks', () => {
  test('stand in an order in which each comes after those that it needs', () => {
    const seen = new Set<CheckName>();
    const tooEarly = CHECKS.filter(({ name, needs }) => {
      seen.add(name);
      return needs.some((needed) => !seen.has(needed));
    });

    expect(tooEarly).toEqual([]);
  });

  test('bring those that they need', () => {
    expect(checksFor(['warehouse']).map(({ name }) => name)).toEqual([
      'settings',
      'identity',
      'credentials',
      'login',
      'warehouse',
    ]);
  });

  test('run free of charge unless money may be spent, and say what the rest may cost', async () => {
    const { results } = await run(['values']);

    expect(results.at(-1)).toMatchObject({ name: 'values', outcome: 'skipped', dollars: 0 });
    expect(results.at(-1)?.found).toBe('not run: it may cost $0.14, and nothing is left to spend');
  });

  test('cost together what REAL-ACCOUNTS.md says of them', () => {
    const plan = planText(CHECKS, 1).matchAll(/^ {2}([\w-]+) +(?:nothing|up to \$([\d.]+)) /gm);
    const costs = new Map([...plan].map(([, name, dollars = '0']) => [name, Number(dollars)]));
    const page = readFileSync(join(ROOT, 'REAL-ACCOUNTS.md'), 'utf8');
    const rows = [...page.matchAll(/^\| ((?:`[\w-]+`(?:, )?)+) \| (?:nothing|(?:up to )?([\d.]+) dollars)/gm)]
      .map(([, list, dollars = '0']) => ({ names: [...list.matchAll(/[\w-]+/g)].map(([name]) => name), dollars }))
      .filter(({ names }) => costs.has(names[0]));

    expect(rows.flatMap(({ names }) => names).sort()).toEqual([...CHECK_NAMES].sort());
    for (const { names, dollars } of rows) {
      const sum = names.reduce((dollarsSoFar, name) => dollarsSoFar + (costs.get(name) ?? Number.NaN), 0);
      expect({ names, dollars: sum.toFixed(2) }).toEqual({ names, dollars: Number(dollars).toFixed(2) });
    }
  });

  test('look at the size of the warehouse before they spend', async () => {
    restoreOne = withEnvironment({ SF_WAREHOUSE: 'LARGE_WH' });
    await execute("create warehouse large_wh warehouse_size = 'X-LARGE' auto_suspend = 600");

    const { results } = await run(['values'], 1);

    expect(results.at(-1)?.found).toMatch(/^not run: it may cost \$11\.7\d, and \$1\.00 is left to spend$/);
  });

  test('refuse a warehouse that nothing suspends', async () => {
    restoreOne = withEnvironment({ SF_WAREHOUSE: 'SLEEPLESS_WH' });
    await execute('create warehouse sleepless_wh auto_suspend = 0');

    expect(await resultOf('warehouse')).toMatchObject({
      outcome: 'failed',
      fix: 'Run: alter warehouse SLEEPLESS_WH set auto_suspend = 60.',
    });
  });
});

async function execute(...statements: readonly string[]): Promise<void> {
  const snowflake = await connect();
  for (const statement of statements) await snowflake.execute(statement);
  await snowflake.close();
}

describe('the check of grants', () => {
  beforeAll(async () => {
    await execute(
      'create table read_me (x float)',
      'create role reads_nothing',
      'grant role reads_nothing to user notebook_reader',
    );
    for (const what of ['warehouse housing_wh', 'database housing', 'schema housing.housing_schema']) {
      await execute(`grant usage on ${what} to role reads_nothing`);
    }
  });

  test.each([
    [{ SF_TABLE: 'read_me' }, 'passed', 'read_me may be read'],
    [{ SF_TABLE: 'not_there' }, 'failed', 'not readable'],
    [{ SF_TABLE: 'read_me', SF_ROLE: 'reads_nothing' }, 'failed', 'not readable'],
    [{}, 'unknown', 'no table is named'],
  ])('with %p is %p: %p', async (environment, outcome, found) => {
    restoreOne = withEnvironment(environment);

    expect(await resultOf('grants')).toMatchObject({ outcome, found });
  });
});

describe('the bucket of SAGEMAKER_BUCKET', () => {
  const make = async (Bucket: string, region: string) => {
    const restoreRegion = withEnvironment({ AWS_REGION: region });
    const place = { LocationConstraint: region as 'eu-west-1' };
    await awsClients.s3().send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: place }));
    restoreRegion();
  };

  test.each([
    ['here', 'passed', 'ready, as SAGEMAKER_BUCKET names it'],
    ['elsewhere', 'failed', 'The bucket that SAGEMAKER_BUCKET names is in another region.'],
    ['nowhere', 'failed', 'The bucket that SAGEMAKER_BUCKET names does not exist.'],
  ])('is taken if it is there and in the region: %s is %s', async (name, outcome, found) => {
    if (name === 'here') await make(name, account.settings.AWS_REGION);
    if (name === 'elsewhere') await make(name, 'eu-west-1');
    restoreOne = withEnvironment({ SAGEMAKER_BUCKET: name });

    expect(await resultOf('bucket')).toMatchObject({ outcome, found });
  });

  test('is never made by the helpers', async () => {
    restoreOne = withEnvironment({ SAGEMAKER_BUCKET: 'not-made-yet' });

    await expect(usableBucket()).rejects.toMatchObject({
      kind: 'user',
      message:
        'The bucket that SAGEMAKER_BUCKET names does not exist. Make it, or correct the name, or unset SAGEMAKER_BUCKET: then the default bucket is used.',
    });
    await expect(awsClients.s3().send(new HeadBucketCommand({ Bucket: 'not-made-yet' }))).rejects.toThrow();
  });
});

describe('a check that fails', () => {
  test.each<[CheckName, Record<string, string | undefined>, string]>([
    ['settings', { SF_WAREHOUSE: undefined, SF_SCHEMA: '' }, 'SF_WAREHOUSE, SF_SCHEMA are not set'],
    ['settings', { AWS_ENDPOINT_URL_SAGEMAKER: 'https://example.com' }, 'AWS is REAL, and Snowflake is LOCAL'],
    ['identity', { AWS_ACCESS_KEY_ID: 'WRONG' }, 'not ready'],
    ['role', { SAGEMAKER_ROLE_ARN: 'x' }, 'not ready'],
    ['credentials', { SECRET_ID: 'no_such_secret' }, 'not ready'],
    ['warehouse', { SF_WAREHOUSE: 'NOT_THERE' }, 'the session has no warehouse'],
    ['warehouse', { SF_SCHEMA: 'NOT_THERE' }, 'the session has no schema'],
  ])('%s with %p says so, with what to do', async (name, environment, found) => {
    restoreOne = withEnvironment(environment);

    const result = await resultOf(name);

    expect(result).toMatchObject({ outcome: 'failed', found });
    expect(result?.fix).toMatch(/\.$/);
  });

  test('is the reason for those that need it', async () => {
    restoreOne = withEnvironment({ SECRET_ID: 'no_such_secret' });

    const { results } = await run(['warehouse']);

    expect(results.slice(-3).map((result) => resultText(result).split('\n')[0])).toEqual([
      '✗ credentials    not ready',
      '– login          not checked, because credentials failed',
      '– warehouse      not checked, because login was not checked',
    ]);
  });
});

describe('what the checks make', () => {
  const making = (work: (signal: AbortSignal) => Promise<void>, removed: string[]): AccountCheck => ({
    name: 'values',
    proves: 'nothing',
    needs: [],
    async run({ made }, signal) {
      for (const what of ['first', 'second']) {
        const remove = async (): Promise<void> => {
          if (what === 'second') throw new Error('It is in use.');
          removed.push(what);
        };
        made.add({ what, byHand: `drop ${what}`, remove });
      }
      await work(signal);
      return passed('done');
    },
  });

  test('is deleted after a failure, and what cannot be deleted is said', async () => {
    const removed: string[] = [];
    const failing = making(() => Promise.reject(new Error('No.')), removed);

    const { removal } = await checkAccount([failing], { spendDollars: 0, signal: new AbortController().signal });

    expect(removed).toEqual(['first']);
    expect(removal.left).toEqual(['second could not be deleted: It is in use. Delete it by hand: drop second']);
  });

  test('is deleted after an abort', async () => {
    const removed: string[] = [];
    const interrupt = new AbortController();
    const aborted = making(async (signal) => {
      interrupt.abort();
      signal.throwIfAborted();
    }, removed);

    const { results } = await checkAccount([aborted], { spendDollars: 0, signal: interrupt.signal });

    expect([results, removed]).toEqual([[], ['first']]);
  });
});
