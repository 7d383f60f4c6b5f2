import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client, connectDriver, connectWithSchema } from './support/driver';
import { startAccount, type TestAccount } from './support/local-account';

/** A statement and its answer: the first value of the first row, or the failure's code, SQL state and words. */
type Expected = unknown | { readonly fails: readonly [code: string, sqlState: string, words: string] };

const fails = (code: string, sqlState: string, words: string) => ({ fails: [code, sqlState, words] as const });
const unknown = (name: string) => fails('002140', '42601', `Unknown function ${name}`);
const refused = (words: string) => fails('000002', '0A000', `Unsupported feature '${words}`);

/** Run from top to bottom in one session. Messages are the service's, as its documentation and forums quote them. */
const STORY: readonly (readonly [sql: string, expected: Expected])[] = [
  ['SELECT 1', 1],
  ['SELECT CURRENT_DATABASE()', null],
  ['SELECT * FROM t', fails('090105', '22000', 'This session does not have a current database')],
  ['CREATE SCHEMA s', fails('090105', '22000', 'does not have a current database')],
  ['CREATE TABLE t (a INT)', fails('090105', '22000', 'does not have a current database')],
  ['USE DATABASE nowhere', fails('002043', '02000', 'Object does not exist, or operation cannot be performed.')],
  ['USE WAREHOUSE nowhere', fails('002043', '02000', 'Object does not exist')],
  ['USE ROLE nobody', fails('003013', '42501', "Requested role 'NOBODY' is not assigned")],
  ['USE ROLE sysadmin', 'Statement executed successfully.'],
  ['SELECT CURRENT_ROLE()', 'SYSADMIN'],
  ['USE SECONDARY ROLES ALL', 'Statement executed successfully.'],
  // Containers. Each CREATE makes its object the session's current one.
  ['CREATE DATABASE housing', 'Database HOUSING successfully created.'],
  ['CREATE DATABASE housing', fails('002002', '42710', "Object 'HOUSING' already exists.")],
  ['CREATE DATABASE IF NOT EXISTS housing', 'HOUSING already exists, statement succeeded.'],
  ['SELECT CURRENT_SCHEMA()', 'PUBLIC'],
  ["CREATE SCHEMA \"MixedCase\" COMMENT = 'it''s'", 'Schema "MixedCase" successfully created.'],
  ['SELECT CURRENT_SCHEMA()', 'MixedCase'],
  ['USE SCHEMA mixedcase', fails('002043', '02000', 'Object does not exist')],
  ['DROP SCHEMA "MixedCase"', '"MixedCase" successfully dropped.'],
  ['SELECT CURRENT_SCHEMA()', null],
  ['SELECT * FROM t', fails('090105', '22000', 'does not have a current schema')],
  ['CREATE TRANSIENT SCHEMA housing.s', 'Schema S successfully created.'],
  ['USE housing.public', 'Statement executed successfully.'],
  ['USE SCHEMA s', 'Statement executed successfully.'],
  ['CREATE SCHEMA nowhere.s', fails('002003', '02000', "Database 'NOWHERE' does not exist or not authorized.")],
  ['DROP SCHEMA nowhere', fails('002003', '02000', "Schema 'HOUSING.NOWHERE' does not exist or not authorized.")],
  ['DROP DATABASE IF EXISTS nowhere', 'Drop statement executed successfully (object already dropped).'],
  // Tables.
  [
    "CREATE TABLE t (id INT NOT NULL, name VARCHAR(5) DEFAULT 'none', price NUMBER(10,2))",
    'Table T successfully created.',
  ],
  ['CREATE TABLE t (a INT)', fails('002002', '42710', "Object 'T' already exists.")],
  ["COMMENT ON TABLE t IS 'it''s mine'", 'Statement executed successfully.'],
  ["COMMENT ON TABLE nowhere IS 'x'", fails('002003', '42S02', "Table 'HOUSING.S.NOWHERE' does not exist")],
  ["COMMENT IF EXISTS ON TABLE nowhere IS 'x'", 'Statement executed successfully.'],
  ["COMMENT ON COLUMN t.id IS 'x'", refused('COMMENT ON COLUMN')],
  ['CREATE TABLE IF NOT EXISTS t (a INT)', 'T already exists, statement succeeded.'],
  ['CREATE TABLE twice (a INT, A INT)', fails('002025', '42S21', "duplicate column name 'A'")],
  ['CREATE TABLE odd (a NONSENSE)', fails('002040', '42601', "Unsupported data type 'NONSENSE'.")],
  ['CREATE TABLE wide (a NUMBER(39,0))', fails('002003', '42601', 'Invalid number precision or scale')],
  ['CREATE TABLE nowhere.t (a INT)', fails('002003', '02000', "Schema 'HOUSING.NOWHERE' does not exist")],
  ['CREATE TABLE t2 (a INT) CLUSTER BY (a)', refused('CREATE TABLE … CLUSTER')],
  ['CREATE TABLE t2 (a INT AUTOINCREMENT)', refused('column option AUTOINCREMENT')],
  ['CREATE TABLE t2 (a INT DEFAULT f())', refused('DEFAULT F (only literals)')],
  ['CREATE TABLE t2 CLONE t', refused('CREATE TABLE … CLONE')],
  // Changes need a warehouse.
  ['INSERT INTO t (id) VALUES (1)', fails('000606', '57P03', 'No active warehouse selected in the current session.')],
  ['SELECT * FROM t', fails('000606', '57P03', "Select an active warehouse with the 'use warehouse' command.")],
  [
    'CREATE WAREHOUSE wh WAREHOUSE_SIZE = XSMALL AUTO_SUSPEND = 60 INITIALLY_SUSPENDED = TRUE',
    'Warehouse WH successfully created.',
  ],
  ["CREATE OR REPLACE WAREHOUSE wh WITH WAREHOUSE_SIZE = 'X-LARGE'", 'Warehouse WH successfully created.'],
  ['CREATE WAREHOUSE wh2 COLOUR = RED', refused('CREATE WAREHOUSE … COLOUR')],
  ['INSERT INTO t (id, price) VALUES (1, 2.5), (2, NULL)', 2],
  ["INSERT INTO t SELECT id + 10, 'x', price FROM t", 2],
  ['SELECT COUNT(*) FROM t', 4],
  ['SELECT name FROM t WHERE id = 1', 'none'],
  ['INSERT INTO t (id) VALUES (NULL)', fails('100072', '22000', 'NULL result in a non-nullable column')],
  ["INSERT INTO t (id, name) VALUES (1, 'too long')", fails('100078', '22000', 'String is too long')],
  ["INSERT INTO t (id) VALUES ('abc')", fails('100038', '22018', "Numeric value 'abc' is not recognized")],
  ["UPDATE t SET name = 'y' WHERE id > 10", 2],
  ['UPDATE t SET price = s.price FROM t AS s WHERE t.id = s.id', 4],
  ['DELETE FROM t WHERE id > 10', 2],
  ['INSERT OVERWRITE INTO t (id) SELECT 7', 1],
  ['SELECT COUNT(*) FROM t', 1],
  ['TRUNCATE TABLE t', 'Statement executed successfully.'],
  ['TRUNCATE TABLE IF EXISTS nowhere', 'Statement executed successfully.'],
  ['TRUNCATE TABLE nowhere', fails('002003', '42S02', "Table 'HOUSING.S.NOWHERE' does not exist or not authorized.")],
  ['CREATE TABLE copy AS SELECT 1 AS "lower", 2.5::FLOAT AS b', 'Table COPY successfully created.'],
  [
    "CREATE OR REPLACE TABLE copy COPY GRANTS COMMENT = 'same' AS SELECT * FROM copy",
    'Table COPY successfully created.',
  ],
  ['CREATE TABLE named (x, y) AS SELECT 1, 2', 'Table NAMED successfully created.'],
  ['CREATE TABLE named2 (x) AS SELECT 1, 2', fails('002026', '42601', 'names 1 columns, the query has 2')],
  ['CREATE TABLE alike LIKE t', 'Table ALIKE successfully created.'],
  ['CREATE OR REPLACE TEMPORARY TABLE copy AS SELECT 9 AS n', 'Table COPY successfully created.'],
  ['SELECT n FROM copy', 9],
  ['DROP TABLE copy', 'COPY successfully dropped.'],
  // Identifiers.
  ['SELECT "lower" FROM copy', 1],
  ['SELECT lower FROM copy', fails('000904', '42000', "invalid identifier 'LOWER'")],
  ['SELECT "LOWER" FROM copy', fails('000904', '42000', "invalid identifier 'LOWER'")],
  ['SELECT "Copy".b FROM copy', fails('000904', '42000', 'invalid identifier \'"Copy"\'')],
  ['SELECT * FROM "copy"', fails('002003', '42S02', 'Object \'"copy"\' does not exist or not authorized.')],
  ['SELECT housing.s.copy.b FROM housing.s.copy', 2.5],
  ["SELECT COUNT(*) FROM IDENTIFIER('housing.s.copy')", 1],
  ["SELECT COUNT(*) FROM IDENTIFIER('t; drop')", fails('001003', '42000', "invalid identifier 't; drop'")],
  ['SELECT * FROM nowhere', fails('002003', '42S02', "Object 'NOWHERE' does not exist or not authorized.")],
  ['WITH nowhere AS (SELECT 5 AS five) SELECT five FROM nowhere', 5],
  // Failures of queries.
  ['SELECT 1/0', fails('100051', '22012', 'Division by zero')],
  ['SELEC 1', fails('001003', '42000', "syntax error line 1 at position 0 unexpected 'SELEC'.")],
  ['SELECT 1 +', fails('001003', '42000', 'syntax error line 1 at position')],
  ['SELECT * FRM copy', fails('001003', '42000', 'syntax error line 1')],
  ["SELECT 'open", fails('001003', '42000', "syntax error line 1 at position 7 unexpected '''.")],
  ['', fails('000900', '42601', 'Empty SQL statement.')],
  [
    'SELECT 1; SELECT 2',
    fails('000008', '0A000', 'Actual statement count 2 did not match the desired statement count 1.'),
  ],
  ['SELECT ?', fails('002049', '42601', 'Bind variable ? not set.')],
  ['SELECT no_such_function(1)', unknown('NO_SUCH_FUNCTION')],
  ["SELECT * FROM read_text('/etc/hostname')", unknown('READ_TEXT')],
  ['SELECT list_sum(ARRAY_CONSTRUCT(1))', unknown('LIST_SUM')],
  ['SELECT APPROX_TOP_K(a, 2) FROM (SELECT 1 AS a)', refused('function APPROX_TOP_K')],
  ['SELECT HLL_ACCUMULATE(a) FROM (SELECT 1 AS a)', refused('function HLL_ACCUMULATE')],
  ['SELECT * FROM copy AT (OFFSET => -60)', refused('Time Travel')],
  ['SELECT $1 FROM @~', refused('SELECT … FROM @stage')],
  ['SELECT * FROM @~', refused('SELECT … FROM @stage')],
  ['SELECT * FROM information_schema.stages', refused('INFORMATION_SCHEMA.STAGES')],
  // Everything else is refused by name.
  ['MERGE INTO copy USING t ON TRUE WHEN MATCHED THEN DELETE', refused('MERGE INTO')],
  ['CREATE TEMPORARY VIEW v AS SELECT 1', refused('CREATE TEMPORARY VIEW')],
  ['CREATE SECURE VIEW v AS SELECT 1', refused('CREATE SECURE')],
  ['ALTER TABLE copy ADD COLUMN c INT', refused('ALTER TABLE')],
  ['SHOW GRANTS ON ACCOUNT', refused('SHOW GRANTS ON ACCOUNT')],
  ['SHOW GRANTS TO ROLE sysadmin', refused('SHOW GRANTS TO ROLE')],
  ['DESCRIBE USER x', refused('DESCRIBE USER')],
  ['CALL p()', refused('CALL P')],
  // https://docs.snowflake.com/en/sql-reference/functions/system_wait
  ['CALL SYSTEM$WAIT(0.01)', 'waited 0.01 seconds'],
  ["SELECT SYSTEM$WAIT(2, 'MILLISECONDS')", 'waited 2 milliseconds'],
  ["CALL SYSTEM$WAIT(1, 'FORTNIGHTS')", fails('001014', '22023', "invalid value in SYSTEM$WAIT(1, 'FORTNIGHTS')")],
  ['SELECT SYSTEM$WAIT(0), 1', refused('SYSTEM$WAIT together with other expressions')],
  ['SELECT 1, SYSTEM$WAIT(0)', refused('function SYSTEM$WAIT')],
  ['BEGIN LET x := 1; END', refused('BEGIN … END')],
  ['PRAGMA version', fails('001003', '42000', "unexpected 'PRAGMA'")],
  ["ATTACH '/tmp/x.db'", fails('001003', '42000', "unexpected 'ATTACH'")],
  ["ALTER SESSION SET TIMEZONE = 'Asia/Tokyo'", refused('ALTER SESSION SET TIMEZONE = Asia/Tokyo')],
  ["ALTER SESSION SET QUERY_TAG = 'job 7'", 'Statement executed successfully.'],
  ['ALTER SESSION UNSET QUERY_TAG', 'Statement executed successfully.'],
  ['DROP DATABASE housing', 'HOUSING successfully dropped.'],
  ['SELECT CURRENT_DATABASE()', null],
];

describe('statements', () => {
  let account: TestAccount;
  let client: Client;
  beforeAll(async () => {
    account = await startAccount();
    client = await connectDriver(account.snowflake);
  });
  afterAll(async () => {
    await client.close();
    await account.remove();
  });

  test.each(STORY)('%s', async (sql, expected) => {
    if (typeof expected === 'object' && expected !== null && 'fails' in expected && Array.isArray(expected.fails)) {
      const [code, sqlState, words] = expected.fails;
      expect(await client.fails(sql)).toEqual({ code, sqlState, message: expect.stringContaining(String(words)) });
    } else expect(await client.value(sql)).toEqual(expected);
  });
});

describe('looking at objects', () => {
  let account: TestAccount;
  let client: Client;
  beforeAll(async () => {
    account = await startAccount();
    client = await connectWithSchema(account.snowflake);
    await client.rows(
      "CREATE TABLE houses (medinc FLOAT NOT NULL, name VARCHAR(20) COMMENT 'who', rooms NUMBER(10,2) DEFAULT 3)",
    );
    await client.rows("INSERT INTO houses VALUES (1.5, 'abc', 2), (2.5, 'def', 3)");
    await client.rows('CREATE STAGE parts FILE_FORMAT = (TYPE = PARQUET)');
  });
  afterAll(async () => {
    await client.close();
    await account.remove();
  });

  // https://docs.snowflake.com/en/sql-reference/sql/show-objects: "Objects with the same name are only displayed once".
  test('SHOW without IN looks through the whole database, and tells a name once', async () => {
    await client.rows('CREATE SCHEMA db.aside');
    await client.rows('CREATE TABLE db.aside.twice (n FLOAT)');
    await client.rows('CREATE TABLE db.public.twice (n FLOAT)');
    await client.rows('USE SCHEMA db.public');

    const schemas = async (sql: string) => (await client.objects(sql)).map(({ schema_name }) => schema_name);
    expect(await schemas("SHOW TABLES LIKE 'twice'")).toEqual(['ASIDE']);
    expect(await schemas("SHOW TABLES LIKE 'twice' IN SCHEMA")).toEqual(['PUBLIC']);
    expect(await schemas("SHOW TABLES LIKE 'twice' IN DATABASE")).toEqual(['ASIDE', 'PUBLIC']);
    await client.rows('DROP SCHEMA db.aside');
    await client.rows('DROP TABLE db.public.twice');
    await client.rows('USE SCHEMA db.public');
  });

  test('SHOW TABLES has lower-case columns, rows and bytes', async () => {
    expect(await client.objects("SHOW TABLES LIKE 'hou%'")).toEqual([
      expect.objectContaining({
        name: 'HOUSES',
        database_name: 'DB',
        schema_name: 'PUBLIC',
        kind: 'TABLE',
        rows: 2,
        bytes: 38,
      }),
    ]);
    expect(await client.objects('SHOW TERSE TABLES IN DATABASE db LIMIT 1')).toEqual([
      { created_on: expect.anything(), name: 'HOUSES', kind: 'TABLE', database_name: 'DB', schema_name: 'PUBLIC' },
    ]);
    expect(await client.rows("SHOW TABLES LIKE 'nothing'")).toEqual([]);
  });

  test.each([
    ['SHOW WAREHOUSES', { name: 'WH', state: 'STARTED', size: 'X-Small', is_current: 'Y' }],
    ['SHOW DATABASES', { name: 'DB', is_current: 'Y' }],
    ['SHOW SCHEMAS IN DATABASE db', { name: 'PUBLIC', database_name: 'DB', is_current: 'Y' }],
    ['SHOW STAGES', { name: 'PARTS', type: 'INTERNAL' }],
    ["SHOW PARAMETERS LIKE 'autocommit'", { key: 'AUTOCOMMIT', value: 'true' }],
    ['SHOW COLUMNS IN TABLE houses', { column_name: 'MEDINC', table_name: 'HOUSES', 'null?': 'false' }],
    ['DESCRIBE TABLE houses', { name: 'MEDINC', type: 'FLOAT', 'null?': 'N', 'primary key': 'N' }],
    ['DESCRIBE WAREHOUSE wh', { name: 'WH', kind: 'WAREHOUSE' }],
    ['DESCRIBE DATABASE db', { name: 'PUBLIC', kind: 'SCHEMA' }],
    ['DESC SCHEMA public', { name: 'HOUSES', kind: 'TABLE' }],
    ['DESCRIBE STAGE parts', { property: 'TYPE', property_value: 'PARQUET' }],
  ])('%s', async (sql, first) => {
    expect((await client.objects(sql))[0]).toMatchObject(first);
  });

  test('DESCRIBE TABLE prints declared types and defaults', async () => {
    const described = await client.objects('DESCRIBE TABLE houses');

    expect(described.map((column) => [column.type, column.default, column.comment])).toEqual([
      ['FLOAT', null, null],
      ['VARCHAR(20)', null, 'who'],
      ['NUMBER(10,2)', '3', null],
    ]);
  });

  test('a schema, database or table that does not exist is an error', async () => {
    expect(await client.fails('SHOW TABLES IN SCHEMA nowhere')).toMatchObject({ code: '002003', sqlState: '02000' });
    expect(await client.fails('SHOW SCHEMAS IN DATABASE nowhere')).toMatchObject({ code: '002003', sqlState: '02000' });
    expect(await client.fails('DESCRIBE TABLE nowhere')).toMatchObject({ code: '002003', sqlState: '42S02' });
  });
});
