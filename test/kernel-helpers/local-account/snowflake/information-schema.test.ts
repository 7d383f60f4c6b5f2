import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client, connectDriver, connectWithSchema } from './support/driver';
import { LOGIN, startAccount, type TestAccount } from './support/local-account';

// https://docs.snowflake.com/en/sql-reference/info-schema
describe('INFORMATION_SCHEMA', () => {
  let account: TestAccount;
  let client: Client;
  beforeAll(async () => {
    account = await startAccount();
    client = await connectWithSchema(account.snowflake);
    for (const sql of [
      'CREATE DATABASE other',
      'CREATE TABLE other.public.elsewhere (a INT)',
      "CREATE TRANSIENT SCHEMA db.s COMMENT = 'classes'",
      "CREATE TABLE db.s.houses (id INT NOT NULL, city VARCHAR(20) DEFAULT 'none', price NUMBER(10,2) COMMENT 'in $', " +
        'seen TIMESTAMP_NTZ(3), raw BINARY(8), doc VARIANT, share FLOAT)',
      "INSERT INTO db.s.houses (id, city) VALUES (1, 'Fresno'), (2, NULL)",
      'CREATE TRANSIENT TABLE db.s.passing ("a b" BOOLEAN) COMMENT = \'soon gone\'',
      "CREATE VIEW db.s.cities COMMENT = 'names' AS SELECT city FROM db.s.houses",
      'CREATE TEMPORARY TABLE db.s.mine (a INT)',
      'USE SCHEMA db.public',
    ])
      await client.rows(sql);
  });
  afterAll(async () => {
    await client?.close();
    await account?.remove();
  });

  test('TABLES tells tables and views with rows and bytes', async () => {
    const rows = await client.rows(
      'SELECT table_schema, table_name, table_type, is_transient, row_count, bytes, table_owner, comment, is_temporary ' +
        'FROM information_schema.tables ORDER BY table_name',
    );

    expect(rows).toEqual([
      ['S', 'CITIES', 'VIEW', null, null, null, 'ACCOUNTADMIN', 'names', 'NO'],
      ['S', 'HOUSES', 'BASE TABLE', 'NO', 2, 86, 'ACCOUNTADMIN', '', 'NO'],
      ['S', 'MINE', 'LOCAL TEMPORARY', 'NO', 0, 0, 'ACCOUNTADMIN', '', 'YES'],
      ['S', 'PASSING', 'BASE TABLE', 'YES', 0, 0, 'ACCOUNTADMIN', 'soon gone', 'NO'],
    ]);
  });

  test('COLUMNS tells types in the words of the service', async () => {
    const rows = await client.rows(
      'SELECT column_name, ordinal_position, is_nullable, data_type, character_maximum_length, character_octet_length, ' +
        'numeric_precision, numeric_scale, datetime_precision, column_default, comment ' +
        "FROM db.information_schema.columns WHERE table_name = 'HOUSES' ORDER BY ordinal_position",
    );

    expect(rows).toEqual([
      ['ID', 1, 'NO', 'NUMBER', null, null, 38, 0, null, null, null],
      ['CITY', 2, 'YES', 'TEXT', 20, 80, null, null, null, "'none'", null],
      ['PRICE', 3, 'YES', 'NUMBER', null, null, 10, 2, null, null, 'in $'],
      ['SEEN', 4, 'YES', 'TIMESTAMP_NTZ', null, null, null, null, 3, null, null],
      ['RAW', 5, 'YES', 'BINARY', null, 8, null, null, null, null, null],
      ['DOC', 6, 'YES', 'VARIANT', null, null, null, null, null, null, null],
      ['SHARE', 7, 'YES', 'FLOAT', null, null, null, null, null, null, null],
    ]);
  });

  test.each([
    [
      'SELECT schema_name, is_transient FROM information_schema.schemata ORDER BY 1',
      [
        ['PUBLIC', 'NO'],
        ['S', 'YES'],
      ],
    ],
    ['SELECT table_name FROM other.information_schema.tables', [['ELSEWHERE']]],
    ['SELECT COUNT(*) FROM "INFORMATION_SCHEMA"."VIEWS" v WHERE v.view_definition ILIKE \'create view%\'', [[1]]],
    ['SELECT database_name FROM information_schema.databases ORDER BY 1', [['DB'], ['OTHER']]],
    [
      "SELECT information_schema.tables.table_name FROM information_schema.tables WHERE created > '2020-01-01' AND row_count = 2",
      [['HOUSES']],
    ],
    [
      'SELECT s.schema_name, COUNT(t.table_name) FROM information_schema.schemata s LEFT JOIN information_schema.tables t ON t.table_schema = s.schema_name GROUP BY 1 ORDER BY 1',
      [
        ['PUBLIC', 0],
        ['S', 4],
      ],
    ],
    ["SELECT 1 FROM TABLE('information_schema.schemata') LIMIT 1", [[1]]],
    ["WITH c AS (SELECT * FROM information_schema.columns) SELECT COUNT(*) FROM c WHERE column_name = 'a b'", [[1]]],
  ])('%s', async (sql, expected) => {
    expect(await client.rows(sql)).toEqual(expected);
  });

  test('a table and a view can be made of it, and the view tells what is there when it is read', async () => {
    await client.rows('CREATE TABLE db.public.kept AS SELECT table_name FROM information_schema.tables');
    await client.rows('CREATE VIEW db.public.now AS SELECT table_name FROM information_schema.tables');

    expect(await client.value('SELECT COUNT(*) FROM db.public.kept')).toBe(4);
    expect(await client.value('SELECT COUNT(*) FROM db.public.now')).toBe(6);
    expect(await client.rows('EXPLAIN SELECT * FROM information_schema.tables')).toHaveLength(2);
    await client.rows('DROP VIEW db.public.now');
    await client.rows('DROP TABLE db.public.kept');
  });

  test.each([
    ['SELECT * FROM information_schema.stages', '000002', "Unsupported feature 'INFORMATION_SCHEMA.STAGES'"],
    ['SELECT * FROM information_schema.nowhere', '002003', "Object 'INFORMATION_SCHEMA.NOWHERE' does not exist"],
    ['SELECT * FROM nowhere.information_schema.tables', '002003', "Database 'NOWHERE' does not exist"],
    ['INSERT INTO information_schema.tables (table_name) VALUES (1)', '000002', 'changing the rows of a view'],
    ["UPDATE information_schema.tables SET comment = ''", '000002', 'changing the rows of a view'],
    ['DELETE FROM information_schema.tables', '000002', 'changing the rows of a view'],
    ['TRUNCATE TABLE information_schema.tables', '002003', 'does not exist'],
    ['CREATE TABLE information_schema.mine (a INT)', '002003', "Schema 'DB.INFORMATION_SCHEMA' does not exist"],
  ])('%s is refused', async (sql, code, words) => {
    expect(await client.fails(sql)).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  test('it needs a database and, as the service does, a warehouse', async () => {
    const other = await connectDriver(account.snowflake);
    const sql = 'SELECT COUNT(*) FROM information_schema.tables';

    expect(await other.fails(sql)).toMatchObject({ code: '090105' });
    await other.rows('USE DATABASE db');
    expect(await other.fails(sql)).toMatchObject({ code: '000606' });
    await other.close();
  });

  test('a role is told what it holds a right on', async () => {
    for (const sql of [
      'CREATE ROLE limited',
      `GRANT ROLE limited TO USER ${LOGIN.user}`,
      'GRANT USAGE ON WAREHOUSE wh TO ROLE limited',
      'GRANT USAGE ON DATABASE db TO ROLE limited',
      'GRANT USAGE ON SCHEMA db.s TO ROLE limited',
      'GRANT SELECT ON VIEW db.s.cities TO ROLE limited',
    ])
      await client.rows(sql);
    const limited = await connectDriver(account.snowflake, { role: 'LIMITED', warehouse: 'WH', database: 'DB' });

    expect(await limited.rows('SELECT schema_name FROM information_schema.schemata')).toEqual([['S']]);
    expect(await limited.rows('SELECT table_name FROM information_schema.tables')).toEqual([['CITIES']]);
    expect(await limited.rows('SELECT column_name FROM information_schema.columns')).toEqual([['CITY']]);
    expect(await limited.fails('SELECT * FROM other.information_schema.tables')).toMatchObject({ code: '002003' });
    await limited.close();
  });
});
