import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  attach,
  connect,
  type ErrorReason,
  getSecret,
  hasReason,
  reasonOf,
  type Snowflake,
  Table,
} from 'kernel-helpers';
import { explainAwsError } from 'kernel-helpers/aws/call-aws';
import { explainFailure } from 'kernel-helpers/snowflake/session/explain-failure';
import { reasonOfLogin } from 'kernel-helpers/snowflake/session/failure-reason';
import { startLocalAccount, type TestAccount } from '../support/local-account';
import { withEnvironment } from '../support/with-environment';

const CONTEXT = { account: 'org-account', accessUrl: 'https://org-account.snowflakecomputing.com', role: 'READER' };

describe("the reason of Snowflake's failures", () => {
  // Codes and states: docs.snowflake.com, driver error texts; 390104 to 390114: snowflakedb/drivers, `mod.rs`.
  test.each<[ErrorReason | undefined, { code?: string; sqlState?: string; status?: number }]>([
    ['table-not-found', { code: '002003', sqlState: '42S02' }],
    ['not-found', { code: '002003', sqlState: '02000' }],
    ['not-found', { code: '002043', sqlState: '02000' }],
    ['column-not-found', { code: '000904', sqlState: '42000' }],
    ['already-exists', { code: '002002', sqlState: '42710' }],
    ['not-authorised', { code: '003001', sqlState: '42501' }],
    ['no-warehouse', { code: '000606', sqlState: '57P03' }],
    ['no-schema', { code: '090105', sqlState: '22000' }],
    ['quota-exceeded', { code: '090073', sqlState: '22000' }],
    ['timed-out', { code: '000630', sqlState: '57014' }],
    ['interrupted', { code: '000604', sqlState: '57014' }],
    ['expired', { code: '390114', sqlState: '08001' }],
    ['refused', { code: '001003', sqlState: '42000' }],
    ['unreachable', { code: '401001' }],
    ['unavailable', { code: '401002', status: 503 }],
    ['throttled', { code: '401002', status: 429 }],
    ['bad-settings', { code: '401002', status: 403 }],
    ['unreadable-answer', { code: '401003' }],
    [undefined, { code: '000603', sqlState: 'XX000' }],
  ])('is %s for %j, whatever its text says', (reason, failure) => {
    expect(reasonOf(explainFailure({ message: 'table does not exist', ...failure }, CONTEXT))).toBe(reason);
  });

  // Where each code comes from is said in `login-advice.ts`.
  test.each<[ErrorReason, string]>([
    ['not-signed-in', '390100'],
    ['suspended', '390102'],
    ['suspended', '390913'],
    ['not-authorised', '390422'],
    ['expired', '390318'],
    ['not-signed-in', '399999'],
    ['unreachable', '401001'],
  ])('is %s for a login refused with %s', (reason, code) => {
    expect(reasonOfLogin({ message: '', code })).toBe(reason);
  });
});

describe("the reason of AWS's failures", () => {
  test.each<[ErrorReason | undefined, string]>([
    ['expired', 'ExpiredTokenException'],
    ['not-signed-in', 'UnrecognizedClientException'],
    ['not-signed-in', 'CredentialsProviderError'],
    ['not-authorised', 'AccessDeniedException'],
    ['throttled', 'ThrottlingException'],
    ['unavailable', 'InternalFailure'],
    ['quota-exceeded', 'ResourceLimitExceeded'],
    ['not-found', 'NoSuchBucket'],
    ['already-exists', 'ResourceInUse'],
    ['refused', 'ValidationException'],
    ['unreachable', 'ECONNREFUSED'],
    [undefined, 'SomethingNew'],
  ])('is %s for %s', (reason, name) => {
    expect(reasonOf(explainAwsError(Object.assign(new Error('no details'), { name }), 'do it'))).toBe(reason);
  });
});

describe('on the account', () => {
  let account: TestAccount;
  let restoreEnvironment: () => void;
  let snowflake: Snowflake;

  beforeAll(async () => {
    account = await startLocalAccount();
    restoreEnvironment = withEnvironment(account.settings);
    snowflake = await connect();
    await snowflake.execute('create database if not exists REASONS');
    await snowflake.execute('create schema if not exists REASONS.S');
    await snowflake.execute('use schema REASONS.S');
    await snowflake.execute('create or replace table HOUSES as select 1 as ROOMS');
  }, 120_000);

  afterAll(async () => {
    await snowflake.close();
    restoreEnvironment();
    await account.close();
  });

  test.each<[ErrorReason, string, string]>([
    ['table-not-found', 'select * from HOUSE', 'Did you mean HOUSES?'],
    ['not-found', 'use schema REASONS.NOWHERE', ''],
    ['not-found', 'use warehouse NOWHERE', ''],
    ['column-not-found', 'select ROOM from HOUSES', 'Did you mean ROOMS?'],
    ['already-exists', 'create table HOUSES (ROOMS number)', ''],
    ['refused', 'select from where', ''],
  ])('it is %s for %s', async (reason, statement, advice) => {
    const error = await snowflake.execute(statement).catch((thrown: unknown) => thrown);

    expect(hasReason(error, reason)).toBe(true);
    if (advice !== '') expect(error).toMatchObject({ advice: expect.stringContaining(advice) });
  });

  test('it is interrupted for a statement whose signal fires, before and while it runs', async () => {
    const failureFor = (signal: AbortSignal): Promise<unknown> =>
      snowflake
        .execute('select count(*) from table(generator(rowcount => 3000000000))', [], { signal })
        .catch((thrown: unknown) => thrown);

    expect(reasonOf(await failureFor(AbortSignal.abort()))).toBe('interrupted');
    const interrupt = new AbortController();
    const failure = failureFor(interrupt.signal);
    setTimeout(() => interrupt.abort(), 300);
    expect(reasonOf(await failure)).toBe('interrupted');
  });

  test('it is closed for a connection that was closed', async () => {
    const other = await connect();
    await other.close();

    expect(reasonOf(await other.execute('select 1').catch((thrown: unknown) => thrown))).toBe('closed');
  });

  test('it is not-found for a job and a secret that are not there', async () => {
    const job = await attach('no-such-job').catch((thrown: unknown) => thrown);
    const secret = await getSecret('no-such-secret').catch((thrown: unknown) => thrown);

    expect(reasonOf(job)).toBe('not-found');
    expect(reasonOf(secret)).toBe('not-found');
  });

  test('it is column-not-found for a column that a table in memory lacks', () => {
    const table = Table.fromRows([{ ROOMS: 1 }]);

    expect(() => table.column('ROOM')).toThrow(expect.objectContaining({ reason: 'column-not-found' }));
  });
});
