import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client, connectDriver, connectWithSchema } from './support/driver';
import { LOGIN, startAccount, type TestAccount } from './support/local-account';

// https://docs.snowflake.com/en/sql-reference/sql/show-objects
describe('SHOW OBJECTS and its like', () => {
  let account: TestAccount;
  let client: Client;
  let maker: Client;
  beforeAll(async () => {
    account = await startAccount();
    client = await connectWithSchema(account.snowflake);
    for (const sql of [
      'CREATE SCHEMA db.a',
      "CREATE TABLE db.a.houses (id INT, city VARCHAR) COMMENT = 'for sale'",
      "INSERT INTO db.a.houses VALUES (1, 'abc'), (2, NULL)",
      'CREATE TABLE db.a.empty (id INT)',
      "CREATE VIEW db.a.house_view COMMENT = 'seen' AS SELECT id FROM db.a.houses",
      'CREATE TRANSIENT TABLE db.public.houses (id INT)',
      'CREATE DATABASE other',
      'CREATE TABLE other.public."houses" (id INT)',
      'CREATE ROLE maker',
      `GRANT ROLE maker TO USER ${LOGIN.user}`,
      'GRANT USAGE ON DATABASE db TO ROLE maker',
      'GRANT USAGE, CREATE TABLE, CREATE VIEW ON SCHEMA db.a TO ROLE maker',
      'USE SCHEMA db.a',
    ])
      await client.rows(sql);
    maker = await connectDriver(account.snowflake, { role: 'MAKER', database: 'DB', schema: 'A' });
    await maker.rows('CREATE TABLE made (id INT)');
    await maker.rows('CREATE VIEW made_view AS SELECT 1 AS one');
    await maker.rows('CREATE TEMPORARY TABLE mine (id INT)');
  });
  afterAll(async () => {
    await maker?.close();
    await client?.close();
    await account?.remove();
  });

  const names = async (sql: string, of = client) => (await of.objects(sql)).map(({ name }) => name);

  test('SHOW OBJECTS tells tables and views with rows, bytes and owner', async () => {
    const shown = await client.objects('SHOW OBJECTS IN SCHEMA db.a');

    expect(Object.keys(shown[0] ?? {})).toEqual([
      ...['created_on', 'name', 'database_name', 'schema_name', 'kind', 'comment', 'cluster_by', 'rows', 'bytes'],
      ...['owner', 'retention_time', 'owner_role_type', 'budget', 'is_hybrid', 'is_dynamic', 'is_iceberg'],
    ]);
    expect(shown.map((one) => [one.name, one.kind, one.rows, one.bytes, one.owner, one.comment])).toEqual([
      ['EMPTY', 'TABLE', 0, 0, 'ACCOUNTADMIN', ''],
      ['HOUSES', 'TABLE', 2, 19, 'ACCOUNTADMIN', 'for sale'],
      ['HOUSE_VIEW', 'VIEW', null, null, 'ACCOUNTADMIN', 'seen'],
      ['MADE', 'TABLE', 0, 0, 'MAKER', ''],
      ['MADE_VIEW', 'VIEW', null, null, 'MAKER', ''],
    ]);
  });

  test.each([
    ['OBJECTS IN SCHEMA db.a', ['EMPTY', 'TABLE', 'DB', 'A']],
    ['TABLES IN DATABASE other', ['houses', 'TABLE', 'OTHER', 'PUBLIC']],
    ['VIEWS IN SCHEMA db.a', ['HOUSE_VIEW', null, 'DB', 'A']],
    ['SCHEMAS IN DATABASE db', ['A', null, 'DB', null]],
    ["DATABASES LIKE 'db'", ['DB', 'STANDARD', null, null]],
  ])('SHOW TERSE %s has five columns', async (what, expected) => {
    const [first = {}] = await client.objects(`SHOW TERSE ${what}`);

    expect(Object.keys(first)).toEqual(['created_on', 'name', 'kind', 'database_name', 'schema_name']);
    expect(Object.values(first).slice(1)).toEqual(expected);
  });

  test.each([
    ["SHOW OBJECTS LIKE '%OUSE%' IN ACCOUNT", ['HOUSES', 'HOUSE_VIEW', 'HOUSES', 'houses']],
    ["SHOW OBJECTS LIKE 'house_' IN DATABASE", ['HOUSES', 'HOUSES']],
    ["SHOW OBJECTS LIKE 'house_'", ['HOUSES']],
    ['SHOW OBJECTS IN DATABASE other', ['houses']],
    ['SHOW OBJECTS IN db.public', ['HOUSES']],
    ["SHOW OBJECTS IN SCHEMA STARTS WITH 'H'", ['HOUSES', 'HOUSE_VIEW']],
    ["SHOW OBJECTS IN SCHEMA STARTS WITH 'h'", []],
    ['SHOW OBJECTS IN SCHEMA LIMIT 2', ['EMPTY', 'HOUSES']],
    ["SHOW OBJECTS IN SCHEMA LIMIT 2 FROM 'HOUSES'", ['HOUSE_VIEW', 'MADE']],
    ["SHOW OBJECTS IN SCHEMA STARTS WITH 'MADE' LIMIT 5 FROM 'MADE'", ['MADE_VIEW']],
    ["SHOW OBJECTS IN SCHEMA STARTS WITH 'MADE' LIMIT 5 FROM 'A'", []],
    ["SHOW OBJECTS IN SCHEMA STARTS WITH 'A' LIMIT 5 FROM 'MADE'", []],
    ["SHOW OBJECTS LIKE 'house%' IN SCHEMA STARTS WITH 'HOU' LIMIT 1 FROM 'HOUSES'", ['HOUSE_VIEW']],
    ["SHOW TABLES LIKE '%ouse%' IN ACCOUNT", ['HOUSES', 'HOUSES', 'houses']],
    ["SHOW TABLES IN SCHEMA db.a STARTS WITH 'H' LIMIT 10", ['HOUSES']],
    ["SHOW VIEWS LIKE '%view' IN ACCOUNT LIMIT 10 FROM 'HOUSE_VIEW'", ['MADE_VIEW']],
    ["SHOW SCHEMAS LIKE 'a' IN ACCOUNT", ['A']],
    ["SHOW SCHEMAS IN DATABASE db LIMIT 1 FROM 'A'", ['PUBLIC']],
    ["SHOW DATABASES LIKE '%t%' LIMIT 1", ['OTHER']],
    ["SHOW DATABASES STARTS WITH 'D'", ['DB']],
    ["SHOW WAREHOUSES LIKE 'w%'", ['WH']],
  ])('%s', async (sql, expected) => {
    expect(await names(sql)).toEqual(expected);
  });

  test('a role is told only what it holds a right on, with its own temporary tables', async () => {
    expect(await names('SHOW OBJECTS IN SCHEMA db.a', maker)).toEqual(['MADE', 'MADE_VIEW', 'MINE']);
    const owners = await maker.objects('SHOW TABLES IN ACCOUNT');
    expect(owners.map(({ name, kind, owner }) => [name, kind, owner])).toEqual([
      ['MADE', 'TABLE', 'MAKER'],
      ['MINE', 'TEMPORARY', 'MAKER'],
    ]);
    expect(await names('SHOW SCHEMAS IN ACCOUNT', maker)).toEqual(['A']);
    expect(await client.objects("SHOW VIEWS LIKE 'made%'")).toMatchObject([{ name: 'MADE_VIEW', owner: 'MAKER' }]);
    expect(await maker.fails('SHOW OBJECTS IN DATABASE other')).toMatchObject({ code: '002003', sqlState: '02000' });
  });

  test('the owner of a table is the role to which OWNERSHIP went', async () => {
    await client.rows('CREATE TABLE db.a.given (id INT)');
    await client.rows('GRANT OWNERSHIP ON TABLE db.a.given TO ROLE maker');

    expect(await client.objects("SHOW TABLES LIKE 'given'")).toMatchObject([{ owner: 'MAKER' }]);
    await client.rows('DROP TABLE db.a.given');
  });

  test('hundreds of tables of many kinds are each told with their own rows and bytes', async () => {
    await client.rows('CREATE SCHEMA db.many');
    const tables = Array.from({ length: 230 }, (_, index) => `t${String(index).padStart(3, '0')}`);
    for (const [index, table] of tables.entries())
      await client.rows(
        index % 2 === 0
          ? `CREATE TABLE ${table} AS SELECT 'xyz' AS a, 1.5::FLOAT AS b, PARSE_JSON('[1]') AS c FROM TABLE(GENERATOR(ROWCOUNT => ${index}))`
          : `CREATE TABLE ${table} (only_column BOOLEAN)`,
      );

    const shown = await client.objects('SHOW TABLES IN SCHEMA db.many');

    expect(shown.map(({ name, rows, bytes }) => [name, rows, bytes])).toEqual(
      tables.map((table, index) => [table.toUpperCase(), ...(index % 2 === 0 ? [index, index * 14] : [0, 0])]),
    );
    await client.rows('DROP SCHEMA db.many');
  });

  test('a table of 1,500 text columns is told with its rows and bytes', async () => {
    const columns = Array.from({ length: 1500 }, (_, index) => `c${index}`);
    await client.rows(`CREATE TABLE db.a.wide (${columns.map((column) => `${column} VARCHAR`).join(', ')})`);
    await client.rows("INSERT INTO db.a.wide (c0, c1499) VALUES ('first', 'last')");

    const [shown] = await client.objects("SHOW TABLES LIKE 'WIDE' IN SCHEMA db.a");

    expect([shown?.rows, shown?.bytes]).toEqual([1, 'firstlast'.length]);
    await client.rows('DROP TABLE db.a.wide');
  });

  test('a table that was changed in an open transaction is measured as the session sees it', async () => {
    await client.rows('USE SCHEMA db.a');
    await client.rows('BEGIN');
    await client.rows("INSERT INTO houses VALUES (3, 'x')");

    expect(await client.objects("SHOW TABLES IN SCHEMA STARTS WITH 'HOUSES'")).toMatchObject([{ rows: 3 }]);
    expect(await maker.rows('SHOW TABLES IN SCHEMA db.a')).toHaveLength(2);
    await client.rows('ROLLBACK');
  });
});
