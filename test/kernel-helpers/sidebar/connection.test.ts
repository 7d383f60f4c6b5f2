import { homedir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withEnvironment } from '../../support/with-environment';
import { AskedAccount } from './support/asked-account';

let account: AskedAccount;

beforeAll(async () => {
  account = await AskedAccount.start();
  await account.run(
    'create warehouse "small one" warehouse_size = small auto_suspend = 0 initially_suspended = true',
    'create role "An Analyst"',
    'grant role "An Analyst" to user NOTEBOOK_READER',
  );
}, 60_000);

afterAll(() => account?.close());

test('the account in Snowflake is told with its warehouse and what that is doing', async () => {
  expect(await account.ask('snowflakeAccount', {})).toEqual({
    isLocal: true,
    account: 'local',
    user: 'NOTEBOOK_READER',
    role: 'ACCOUNTADMIN',
    database: 'HOUSING',
    schema: 'HOUSING_SCHEMA',
    warehouse: { name: 'HOUSING_WH', state: 'running', size: 'X-Small', autoSuspendSeconds: 60, isCurrent: true },
  });
});

test('the account in AWS is told without its keys', async () => {
  expect(await account.ask('awsAccount', {})).toEqual({
    isLocal: true,
    accountId: '123456789012',
    region: 'us-west-2',
    identity: 'user/moto',
  });
});

test('warehouses are told with their states, and one that never suspends itself without a time', async () => {
  expect(await account.ask('warehouses', {})).toEqual([
    { name: 'HOUSING_WH', state: 'running', size: 'X-Small', autoSuspendSeconds: 60, isCurrent: true },
    { name: 'small one', state: 'suspended', size: 'Small', isCurrent: false },
  ]);
});

describe('a warehouse of another size', () => {
  test('is used from then on by the sidebar, which says that its next statement would wake it', async () => {
    const before = await account.ask('warehouseUse', {});
    const used = await account.ask('useWarehouse', { name: 'small one' });
    const after = await account.ask('warehouseUse', {});
    await account.ask('useWarehouse', { name: 'HOUSING_WH' });

    expect(before).toEqual({ warehouse: 'HOUSING_WH', size: 'X-Small', wouldWake: false, isLocal: true });
    expect(used.warehouse).toMatchObject({ name: 'small one', state: 'suspended', isCurrent: true });
    expect(after).toEqual({ warehouse: 'small one', size: 'Small', wouldWake: true, isLocal: true });
  });

  test('that is not there leaves the one that was used', async () => {
    await expect(account.ask('useWarehouse', { name: 'gone' })).rejects.toThrow('Warehouse "gone" does not exist');

    expect((await account.ask('snowflakeAccount', {})).warehouse?.name).toBe('HOUSING_WH');
  });
});

describe('roles', () => {
  test('are those that the user may take on', async () => {
    const roles = await account.ask('roles', {});

    expect(roles).toContainEqual({ name: 'An Analyst', isCurrent: false });
    expect(roles.filter(({ isCurrent }) => isCurrent)).toEqual([{ name: 'ACCOUNTADMIN', isCurrent: true }]);
  });

  test('change for the sidebar alone, and what it sees with them', async () => {
    const used = await account.ask('useRole', { name: 'An Analyst' });
    const { items } = await account.ask('databases', {});
    await account.ask('useRole', { name: 'ACCOUNTADMIN' });

    expect(used.role).toBe('An Analyst');
    expect(items).toEqual([]);
    expect(await account.snowflake.currentNames()).toMatchObject({ role: 'ACCOUNTADMIN' });
  });
});

describe('the names that a login works with', () => {
  /** The statements that asked for them, of the last 100 statements of the account. */
  async function askingStatements(): Promise<readonly string[]> {
    const history = await account.snowflake.sql`
      select query_id from table(information_schema.query_history())
      where query_text like 'select current_role() as role%'`;
    return history.toRows().map(({ QUERY_ID: id }) => String(id));
  }

  test('are asked for once, for all pages of all lists', async () => {
    const other = account.withNewLogin();
    const before = await askingStatements();
    for (let page = 0; page < 3; page++) {
      await other.ask('databases', {});
      await other.ask('schemas', { path: ['HOUSING'] });
      await other.ask('tables', { path: ['HOUSING', 'HOUSING_SCHEMA'] });
      await other.ask('searchTables', { text: 'hous' });
    }
    await other.closeLogin();

    expect((await askingStatements()).filter((id) => !before.includes(id))).toHaveLength(1);
  });

  test('are asked for again after another role is used, so that a list tells what is yours now', async () => {
    await account.run(
      'create table OF_THE_ADMIN (A int)',
      'grant usage on database HOUSING to role "An Analyst"',
      'grant usage on schema HOUSING.HOUSING_SCHEMA to role "An Analyst"',
      'grant select on table OF_THE_ADMIN to role "An Analyst"',
    );
    const isYours = async () => {
      const { items } = await account.ask('tables', { path: ['HOUSING', 'HOUSING_SCHEMA'] });
      return items.find(({ name }) => name === 'OF_THE_ADMIN')?.isYours;
    };
    const asAdmin = await isYours();
    await account.ask('useRole', { name: 'An Analyst' });
    const asAnalyst = await isYours();
    await account.ask('useRole', { name: 'ACCOUNTADMIN' });

    expect([asAdmin, asAnalyst, await isYours()]).toEqual([true, false, true]);
  });
});

describe('the doctor', () => {
  test('tells each check as it ends, and all of them in a report without names, numbers and paths', async () => {
    account.events.length = 0;
    const { checks, redactedText } = await account.ask('doctor', {});

    expect(account.events).toEqual(checks);
    expect(checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Node.js', 'Packages', 'Installation', 'Identity', 'Permissions', 'Login', 'Warehouse']),
    );
    expect(checks.find(({ name }) => name === 'Login')).toMatchObject({ ok: true });
    expect(redactedText).toContain('AWS: LOCAL. Snowflake: LOCAL.');
    for (const secret of [
      '123456789012',
      'NOTEBOOK_READER',
      'HOUSING_WH',
      'moto',
      homedir(),
      process.cwd(),
      '127.0.0.1',
    ])
      expect(redactedText).not.toContain(secret);
  }, 60_000);

  test('says of a login that fails what to do, and goes on', async () => {
    const restore = withEnvironment({ SECRET_ID: 'gone_secret' });
    const { checks, redactedText } = await account.ask('doctor', {}).finally(restore);

    const failed = checks.filter(({ ok }) => !ok);
    expect(failed.find(({ name }) => name === 'Credentials')?.fix ?? failed[0]?.found).toMatch(/secret/);
    expect(redactedText).not.toContain('gone_secret');
  }, 60_000);
});

test('settings that name no account are an error that says what to set', async () => {
  const fresh = account.withNewLogin();
  const restore = withEnvironment({ SF_ACCOUNT: undefined, SECRET_ID: 'snowflake_credentials_without_account' });

  await expect(fresh.ask('snowflakeAccount', {})).rejects.toThrow(/secret|SF_ACCOUNT/);
  restore();
  await expect(fresh.ask('snowflakeAccount', {})).resolves.toMatchObject({ account: 'local' });
  await fresh.closeLogin();
});
