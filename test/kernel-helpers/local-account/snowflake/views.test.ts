import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Client, connectWithSchema } from './support/driver';
import { startAccount, type TestAccount } from './support/local-account';

describe('views', () => {
  let account: TestAccount;
  let client: Client;
  beforeAll(async () => {
    account = await startAccount();
    client = await connectWithSchema(account.snowflake);
    await client.rows('CREATE TABLE houses (id NUMBER(10,0) NOT NULL, city VARCHAR(20), price FLOAT)');
    await client.rows("INSERT INTO houses VALUES (1, 'Fresno', 1.5), (2, 'Davis', NULL), (3, NULL, 2.5)");
  });
  beforeEach(async () => {
    await client.rows('USE SCHEMA db.public');
  });
  afterAll(async () => {
    await client.close();
    await account.remove();
  });

  test.each([
    [
      'a query with a condition',
      'SELECT * FROM houses WHERE price IS NOT NULL',
      'SELECT count(*), sum(id) FROM v',
      [2, 4],
    ],
    [
      '* without some columns',
      'SELECT * EXCLUDE (city, "PRICE") FROM houses',
      'SELECT count(*), sum(id) FROM v',
      [3, 6],
    ],
    ['* with a column changed', 'SELECT * REPLACE (id * 2 AS id) FROM houses', 'SELECT sum(v.id) FROM v', [12]],
    [
      'a common table expression',
      'WITH h AS (SELECT id FROM houses) SELECT * FROM h',
      'SELECT max(x.id) FROM v AS x',
      [3],
    ],
    ['a query that ends in a comment', 'SELECT id FROM houses -- all', 'SELECT count(*) FROM v', [3]],
    [
      'columns whose names differ in case only',
      'SELECT id AS "id", price AS "Id" FROM houses',
      'SELECT sum("id"), sum("Id") FROM v',
      [6, 4],
    ],
    [
      'a join',
      'SELECT a.id FROM houses a JOIN houses b ON a.id = b.id',
      'SELECT count(*) FROM houses h JOIN v ON h.id = v.id',
      [3],
    ],
    ['nothing but values', 'SELECT 1 AS a UNION ALL SELECT 2', 'WITH w AS (SELECT a FROM v) SELECT sum(a) FROM w', [3]],
  ])('CREATE VIEW AS %s', async (_name, query, read, expected) => {
    await client.rows(`CREATE OR REPLACE VIEW v AS ${query}`);

    expect(await client.rows(read)).toEqual([expected]);
  });

  test('a view names its columns and can use a view of another schema', async () => {
    await client.rows('CREATE OR REPLACE VIEW named (a, "b") AS SELECT id, city FROM houses');
    await client.rows('CREATE SCHEMA other');
    await client.rows('CREATE VIEW other.above AS SELECT "b" AS c, a FROM db.public.named');

    expect(await client.rows("SELECT a FROM other.above WHERE c = 'Davis'")).toEqual([[2]]);
    await client.rows('DROP SCHEMA other');
    expect(await client.rows("SHOW VIEWS LIKE 'above' IN DATABASE db")).toEqual([]);
  });

  test("a view's names are looked up in its own schema", async () => {
    await client.rows('CREATE OR REPLACE VIEW here AS SELECT count(*) AS n FROM houses');
    await client.rows('CREATE SCHEMA elsewhere');

    expect(await client.rows('SELECT n FROM db.public.here')).toEqual([[3]]);
  });

  test('a view keeps its columns when its table is replaced', async () => {
    await client.rows('CREATE TABLE base (a, b) AS SELECT 1, 2');
    await client.rows('CREATE VIEW kept AS SELECT * FROM base');
    await client.rows('CREATE OR REPLACE TABLE base (z, b, a) AS SELECT 7, 8, 9');

    expect(await client.objects('SELECT * FROM kept')).toEqual([{ A: 9, B: 8 }]);
    await client.rows('DROP TABLE base');
    expect(await client.fails('SELECT * FROM kept')).toMatchObject({ code: '002003', sqlState: '42S02' });
  });

  test('a view survives a restart of the account', async () => {
    await client.rows('CREATE OR REPLACE VIEW lasting AS SELECT id FROM houses');
    await client.close();
    await account.restart();
    client = await connectWithSchema(account.snowflake);
    await client.rows('USE SCHEMA public');

    expect(await client.rows('SELECT count(*) FROM lasting')).toEqual([[3]]);
  });

  test('SHOW and DESCRIBE print the same for a view as for a table', async () => {
    const text = "CREATE OR REPLACE VIEW shown COMMENT = 'seen' AS SELECT id, city FROM houses";
    expect(await client.value(text)).toBe('View SHOWN successfully created.');

    expect(await client.objects("SHOW VIEWS LIKE 'shown'")).toEqual([
      expect.objectContaining({ name: 'SHOWN', schema_name: 'PUBLIC', comment: 'seen', text, is_secure: 'false' }),
    ]);
    expect(await client.rows("SHOW TABLES LIKE 'shown'")).toEqual([]);
    for (const describe of ['DESCRIBE VIEW shown', 'DESCRIBE TABLE shown'])
      expect((await client.objects(describe)).map(({ name, type }) => [name, type])).toEqual([
        ['ID', 'NUMBER(10,0)'],
        ['CITY', 'VARCHAR(20)'],
      ]);
    expect((await client.objects('SHOW COLUMNS IN VIEW shown')).map(({ column_name }) => column_name)).toEqual([
      'ID',
      'CITY',
    ]);
    expect(await client.objects('DESCRIBE SCHEMA public')).toContainEqual(
      expect.objectContaining({ name: 'SHOWN', kind: 'VIEW' }),
    );
  });

  test.each([
    ['CREATE VIEW houses AS SELECT 1 AS a', '001998', "Object 'HOUSES' already exists as TABLE"],
    ['CREATE OR REPLACE TABLE taken (a INT)', '001998', "Object 'TAKEN' already exists as VIEW"],
    ['CREATE VIEW taken AS SELECT 1 AS a', '002002', "Object 'TAKEN' already exists."],
    ['DROP TABLE taken', '002203', "Object found is of type 'VIEW', not specified type 'TABLE'."],
    ['DROP VIEW houses', '002203', "Object found is of type 'TABLE', not specified type 'VIEW'."],
    ['DROP VIEW nowhere', '002003', "View 'DB.PUBLIC.NOWHERE' does not exist or not authorized."],
    ['CREATE VIEW w AS SELECT * FROM nowhere', '002003', "Object 'NOWHERE' does not exist or not authorized."],
    ['CREATE VIEW w (a, b) AS SELECT 1', '002057', 'declared 2 column(s), but view query produces 1 column(s).'],
    ['CREATE VIEW w AS SELECT 1 AS a, 2 AS a', '002025', "duplicate column name 'A'"],
    ['CREATE OR REPLACE VIEW taken AS SELECT * FROM taken', '001774', 'refers to itself'],
    ['INSERT INTO taken VALUES (1)', '000002', "Unsupported feature 'changing the rows of a view"],
    ['UPDATE taken SET a = 2', '000002', "Unsupported feature 'changing the rows of a view"],
    ['DELETE FROM taken', '000002', "Unsupported feature 'changing the rows of a view"],
  ])('%s is refused', async (sql, code, words) => {
    await client.rows('CREATE VIEW IF NOT EXISTS taken AS SELECT 1 AS a');

    expect(await client.fails(sql)).toMatchObject({ code, message: expect.stringContaining(words) });
    expect(await client.rows('SELECT * FROM taken')).toEqual([[1]]);
  });

  test('DROP VIEW IF EXISTS', async () => {
    await client.rows('CREATE OR REPLACE VIEW gone AS SELECT 1 AS a');

    expect(await client.value('DROP VIEW IF EXISTS gone')).toBe('GONE successfully dropped.');
    expect(await client.value('DROP VIEW IF EXISTS gone')).toContain('already dropped');
    expect(await client.fails('SELECT * FROM gone')).toMatchObject({ code: '002003' });
  });
});
