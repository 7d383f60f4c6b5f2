import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client, connectDriver, connectWithSchema } from './support/driver';
import { LOGIN, startAccount, type TestAccount } from './support/local-account';

const USER = LOGIN.user.toUpperCase();

describe('what a client needs to switch role and warehouse', () => {
  let account: TestAccount;
  let client: Client;
  beforeAll(async () => {
    account = await startAccount();
    client = await connectWithSchema(account.snowflake);
    for (const sql of [
      "CREATE ROLE analyst COMMENT = 'reads'",
      'CREATE ROLE reader',
      'CREATE ROLE stranger',
      'GRANT ROLE reader TO ROLE analyst',
      `GRANT ROLE analyst TO USER ${USER}`,
      `ALTER USER ${USER} SET DEFAULT_WAREHOUSE = small DEFAULT_ROLE = analyst`,
      "CREATE WAREHOUSE small WAREHOUSE_SIZE = XSMALL AUTO_SUSPEND = 60 INITIALLY_SUSPENDED = TRUE COMMENT = 'for classes'",
      "CREATE WAREHOUSE big WAREHOUSE_SIZE = '2X-LARGE' AUTO_RESUME = FALSE",
      'CREATE TABLE db.public.t (a INT)',
      'USE WAREHOUSE wh',
      'GRANT USAGE ON WAREHOUSE small TO ROLE reader',
    ])
      await client.rows(sql);
  });
  afterAll(async () => {
    await client?.close();
    await account?.remove();
  });

  // https://docs.snowflake.com/en/sql-reference/sql/show-roles
  test('SHOW ROLES tells which role is current, default and inherited', async () => {
    const shown = await client.objects('SHOW ROLES');

    expect(Object.keys(shown[0] ?? {})).toEqual([
      ...['created_on', 'name', 'is_default', 'is_current', 'is_inherited'],
      ...['assigned_to_users', 'granted_to_roles', 'granted_roles', 'owner', 'comment'],
    ]);
    expect(shown.map(({ name }) => name)).toEqual([
      ...['ACCOUNTADMIN', 'ANALYST', 'PUBLIC', 'READER', 'SECURITYADMIN', 'STRANGER', 'SYSADMIN', 'USERADMIN'],
    ]);
    expect(await client.objects("SHOW ROLES LIKE 'a%' LIMIT 1 FROM 'ACCOUNTADMIN'")).toMatchObject([
      {
        ...{ name: 'ANALYST', is_default: 'Y', is_current: 'N', is_inherited: 'Y', comment: 'reads' },
        ...{ assigned_to_users: 1, granted_to_roles: 0, granted_roles: 1, owner: 'ACCOUNTADMIN' },
      },
    ]);
  });

  // https://docs.snowflake.com/en/sql-reference/functions/current_available_roles
  test('CURRENT_AVAILABLE_ROLES tells what USE ROLE takes, also through other roles', async () => {
    const roles: unknown = JSON.parse(String(await client.value('SELECT CURRENT_AVAILABLE_ROLES()')));

    expect(roles).toEqual(['ACCOUNTADMIN', 'ANALYST', 'PUBLIC', 'READER', 'SECURITYADMIN', 'SYSADMIN', 'USERADMIN']);
    for (const role of Array.isArray(roles) ? roles : []) await client.rows(`USE ROLE ${role}`);
    expect(await client.fails('USE ROLE stranger')).toMatchObject({ code: '003013' });
    await client.rows('USE ROLE accountadmin');
  });

  // https://docs.snowflake.com/en/sql-reference/sql/show-grants
  test.each(['SHOW GRANTS', `SHOW GRANTS TO USER ${USER}`])('%s tells the roles of the user', async (sql) => {
    const shown = await client.objects(sql);

    expect(shown.map(({ role }) => role)).toEqual([
      ...['ACCOUNTADMIN', 'ANALYST', 'SECURITYADMIN', 'SYSADMIN', 'USERADMIN'],
    ]);
    expect(shown[1]).toMatchObject({ granted_to: 'USER', grantee_name: USER, granted_by: 'ACCOUNTADMIN' });
  });

  test('a user that is not there has no grants', async () => {
    expect(await client.fails('SHOW GRANTS TO USER nobody')).toMatchObject({
      code: '002003',
      message: expect.stringContaining("User 'NOBODY' does not exist or not authorized."),
    });
  });

  // https://docs.snowflake.com/en/sql-reference/sql/show-warehouses
  test('SHOW WAREHOUSES tells state, size, and which is current and default', async () => {
    const shown = await client.objects('SHOW WAREHOUSES');

    expect(
      shown.map((one) => [one.name, one.state, one.size, one.auto_suspend, one.auto_resume, one.is_current]),
    ).toEqual([
      ['BIG', 'STARTED', '2X-Large', 600, 'false', 'N'],
      ['SMALL', 'SUSPENDED', 'X-Small', 60, 'true', 'N'],
      ['WH', 'STARTED', 'X-Small', 600, 'true', 'Y'],
    ]);
    expect(shown.map(({ is_default }) => is_default)).toEqual(['N', 'Y', 'N']);
    expect(shown[1]).toMatchObject({ comment: 'for classes', type: 'STANDARD', owner: 'ACCOUNTADMIN' });
  });

  test('SHOW wakes no warehouse, and a query wakes the one that it uses', async () => {
    const state = async () => (await client.objects("SHOW WAREHOUSES LIKE 'small'"))[0]?.state;
    await client.rows('USE WAREHOUSE small');
    await client.rows('SHOW OBJECTS IN ACCOUNT');
    await client.rows('DESCRIBE TABLE db.public.t');
    await client.rows('SELECT CURRENT_USER()');
    expect(await state()).toBe('SUSPENDED');

    await client.rows('SELECT * FROM db.public.t');
    expect(await state()).toBe('STARTED');
    await client.rows('ALTER WAREHOUSE small SUSPEND');
    expect(await state()).toBe('SUSPENDED');
    await client.rows('USE WAREHOUSE wh');
  });

  test('a role of few rights is told only the warehouses that it may use, and itself as current', async () => {
    const analyst = await connectDriver(account.snowflake);

    expect(await analyst.rows('SELECT CURRENT_ROLE(), CURRENT_WAREHOUSE()')).toEqual([['ANALYST', 'SMALL']]);
    expect((await analyst.objects('SHOW WAREHOUSES')).map(({ name }) => name)).toEqual(['SMALL']);
    const roles = (await analyst.objects('SHOW ROLES')).filter(({ is_inherited }) => is_inherited === 'Y');
    expect(roles.map(({ name }) => name)).toEqual(['READER']);
    await analyst.close();
  });
});
