import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client, connectDriver, connectWithSchema } from './support/driver';
import { LOGIN, startAccount, type TestAccount } from './support/local-account';

let account: TestAccount;
let admin: Client;
let limited: Client;
beforeAll(async () => {
  account = await startAccount();
  admin = await connectWithSchema(account.snowflake);
  for (const sql of [
    'CREATE SCHEMA db.s',
    'CREATE TABLE db.s.houses (n FLOAT)',
    'INSERT INTO db.s.houses VALUES (1), (2)',
    'CREATE ROLE limited',
    `GRANT ROLE limited TO USER ${LOGIN.user}`,
  ])
    await admin.rows(sql);
  limited = await connectDriver(account.snowflake, { role: 'LIMITED', warehouse: 'WH', database: 'DB', schema: 'S' });
});
afterAll(async () => {
  await limited?.close();
  await admin?.close();
  await account?.remove();
});

const ABSENT = { code: '002003', message: expect.stringMatching(/does not exist or not authorized\.$/) };
const DENIED = { code: '003001', sqlState: '42501' };
const deniedOn = (what: string) => ({
  ...DENIED,
  message: expect.stringContaining(`SQL access control error:\nInsufficient privileges to operate on ${what}.`),
});
const NOT_USABLE = { code: '002043' };
const NO_WAREHOUSE = { code: '000606', sqlState: '57P03' };

/** Does the work while the role has these grants and no others. */
async function withGrants<T>(grants: readonly string[], work: () => Promise<T>): Promise<T> {
  for (const grant of grants) await admin.rows(`GRANT ${grant} TO ROLE limited`);
  try {
    return await work();
  } finally {
    for (const grant of grants) await admin.rows(`REVOKE ${grant} FROM ROLE limited`);
  }
}

const SEEN = ['USAGE ON DATABASE db', 'USAGE ON SCHEMA db.s'];
const WAREHOUSE = 'USAGE ON WAREHOUSE wh';

// https://docs.snowflake.com/en/user-guide/security-access-control-privileges
describe('a role with few rights', () => {
  test('begins with none of the names of its login, and sees nothing', async () => {
    expect(await limited.rows('SELECT CURRENT_WAREHOUSE(), CURRENT_DATABASE(), CURRENT_SCHEMA()')).toEqual([
      [null, null, null],
    ]);
    for (const what of ['WAREHOUSES', 'DATABASES', 'SCHEMAS IN ACCOUNT', 'TABLES IN ACCOUNT'])
      expect(await limited.rows(`SHOW ${what}`)).toEqual([]);
  });

  test.each([
    ['USE WAREHOUSE wh', [], NOT_USABLE],
    ['USE DATABASE db', [], NOT_USABLE],
    ['USE SCHEMA db.s', ['USAGE ON DATABASE db'], NOT_USABLE],
    ['SELECT * FROM db.s.houses', [], ABSENT],
    ['SELECT * FROM db.s.houses', ['SELECT ON TABLE db.s.houses'], ABSENT],
    ['SELECT * FROM db.s.houses', ['SELECT ON TABLE db.s.houses', 'USAGE ON DATABASE db'], ABSENT],
    ['SELECT * FROM db.s.houses', SEEN, ABSENT],
    ['DESCRIBE TABLE db.s.houses', SEEN, ABSENT],
    ['SELECT * FROM db.s.houses', [...SEEN, 'INSERT ON TABLE db.s.houses'], deniedOn("table 'HOUSES'")],
    ['EXPLAIN SELECT * FROM db.s.houses', [...SEEN, 'INSERT ON TABLE db.s.houses'], deniedOn("table 'HOUSES'")],
    ['INSERT INTO db.s.houses VALUES (3)', [...SEEN, 'SELECT ON TABLE db.s.houses'], deniedOn("table 'HOUSES'")],
    ['DELETE FROM db.s.houses', [...SEEN, 'SELECT ON TABLE db.s.houses'], deniedOn("table 'HOUSES'")],
    ['TRUNCATE TABLE db.s.houses', [...SEEN, 'DELETE ON TABLE db.s.houses'], deniedOn("table 'HOUSES'")],
    ['DROP TABLE db.s.houses', [...SEEN, 'ALL ON TABLE db.s.houses'], deniedOn("table 'HOUSES'")],
    ["COMMENT ON TABLE db.s.houses IS 'x'", [...SEEN, 'ALL ON TABLE db.s.houses'], deniedOn("table 'HOUSES'")],
    [
      'CREATE OR REPLACE TABLE db.s.houses (n FLOAT)',
      [...SEEN, 'CREATE TABLE ON SCHEMA db.s', 'ALL ON TABLE db.s.houses'],
      deniedOn("table 'HOUSES'"),
    ],
    ['CREATE TABLE db.s.other (n FLOAT)', SEEN, deniedOn("schema 'S'")],
    ['CREATE TABLE db.s.houses (n FLOAT)', [...SEEN, 'CREATE TABLE ON SCHEMA db.s'], { code: '003041' }],
    ['CREATE STAGE db.s.files', SEEN, deniedOn("schema 'S'")],
    ['CREATE TABLE db.s.other (n FLOAT)', [], ABSENT],
    ['SELECT * FROM db.s.houses', [...SEEN, 'SELECT ON TABLE db.s.houses'], NO_WAREHOUSE],
    ['ALTER WAREHOUSE wh SUSPEND', [WAREHOUSE], deniedOn("warehouse 'WH'")],
    ['GRANT SELECT ON TABLE db.s.houses TO ROLE limited', SEEN, deniedOn("account 'LOCAL'")],
  ])('may not run "%s" with %j', async (sql, grants, failure) => {
    expect(await withGrants(grants, () => limited.fails(sql))).toMatchObject(failure);
  });

  // https://github.com/dbt-labs/dbt-external-tables/issues/214
  test.each([
    ['WAREHOUSE IF NOT EXISTS wh', "account 'LOCAL'"],
    ['DATABASE IF NOT EXISTS db', "account 'LOCAL'"],
    ['SCHEMA IF NOT EXISTS db.s', "database 'DB'"],
    ['TABLE IF NOT EXISTS db.s.houses (n FLOAT)', "schema 'S'"],
  ])('may not CREATE %s, although it exists', async (what, place) => {
    const grants = [...SEEN, WAREHOUSE, 'SELECT ON TABLE db.s.houses'];

    expect(await withGrants(grants, () => limited.fails(`CREATE ${what}`))).toMatchObject(deniedOn(place));
  });

  test('reads what it may read, also through a view over tables that it may not read', async () => {
    await admin.rows('CREATE VIEW db.s.seen AS SELECT n FROM db.s.houses');
    await withGrants([...SEEN, WAREHOUSE, 'SELECT ON VIEW db.s.seen'], async () => {
      await limited.rows('USE WAREHOUSE wh');
      expect(await limited.rows('SELECT COUNT(*) FROM db.s.seen')).toEqual([[2]]);
      expect(await limited.fails('SELECT COUNT(*) FROM db.s.houses')).toMatchObject(ABSENT);
    });
    // The warehouse is still the session's, and it may not use it any more.
    await withGrants([...SEEN, 'SELECT ON VIEW db.s.seen'], async () =>
      expect(await limited.fails('SELECT COUNT(*) FROM db.s.seen')).toMatchObject(NO_WAREHOUSE),
    );
    await admin.rows('DROP VIEW db.s.seen');
  });

  test('owns what it makes, temporary tables need no right, and later tables come with the future grants', async () => {
    await admin.rows('CREATE ROLE reader');
    const future = 'SELECT ON FUTURE TABLES IN SCHEMA db.s';
    await admin.rows(`GRANT ${future} TO ROLE reader`);
    await withGrants([...SEEN, WAREHOUSE, 'CREATE TABLE ON SCHEMA db.s'], async () => {
      await limited.rows('CREATE TABLE db.s.mine (n FLOAT)');
      await limited.rows('INSERT INTO db.s.mine VALUES (1)');
      await limited.rows('CREATE TEMPORARY TABLE db.s.passing AS SELECT * FROM db.s.mine');
      await limited.rows('CREATE OR REPLACE TABLE db.s.mine COPY GRANTS AS SELECT * FROM db.s.passing');
    });
    for (const grant of ['USAGE ON DATABASE db', 'USAGE ON SCHEMA db.s', WAREHOUSE])
      await admin.rows(`GRANT ${grant} TO ROLE reader`);
    await admin.rows('GRANT ROLE reader TO ROLE limited');
    expect(await limited.rows('SELECT * FROM db.s.mine')).toEqual([[1]]);
    await limited.rows('DROP TABLE db.s.mine');
    await admin.rows('DROP ROLE reader');
  });

  // https://docs.snowflake.com/en/sql-reference/sql/grant-ownership
  test('gets what another role owned, and the other grants are copied, revoked or in the way', async () => {
    await admin.rows('CREATE ROLE reader');
    const reads = async () => {
      await admin.rows('USE ROLE reader');
      const found = (await admin.rows('SHOW TABLES IN SCHEMA db.s')).length;
      await admin.rows('USE ROLE ACCOUNTADMIN');
      return found;
    };
    for (const sql of [
      `GRANT ROLE reader TO USER ${LOGIN.user}`,
      ...SEEN.map((grant) => `GRANT ${grant} TO ROLE reader`),
    ])
      await admin.rows(sql);
    await withGrants(SEEN, async () => {
      await admin.rows('CREATE TABLE db.s.given (n FLOAT)');
      await admin.rows('GRANT SELECT ON TABLE db.s.given TO ROLE reader');
      expect((await admin.fails('GRANT OWNERSHIP ON TABLE db.s.given TO ROLE limited')).message).toContain(
        "role 'READER'",
      );
      await admin.rows('GRANT OWNERSHIP ON TABLE db.s.given TO ROLE limited COPY CURRENT GRANTS');
      expect(await reads()).toBe(1);
      await admin.rows('GRANT OWNERSHIP ON TABLE db.s.given TO ROLE limited REVOKE CURRENT GRANTS');
      expect(await reads()).toBe(0);
      await limited.rows('DROP TABLE db.s.given');
    });
    await admin.rows('DROP ROLE reader');
  });

  test('cannot be taken by a user to whom it was not granted', async () => {
    await admin.rows('CREATE ROLE other');

    expect(await admin.fails('USE ROLE other')).toMatchObject({ code: '003013' });
    await expect(connectDriver(account.snowflake, { role: 'OTHER' })).rejects.toMatchObject({ code: '390189' });
    await admin.rows(`GRANT ROLE other TO USER ${LOGIN.user}`);
    await admin.rows('USE ROLE other');
    await admin.rows('USE ROLE ACCOUNTADMIN');
    await admin.rows('DROP ROLE other');
  });

  test('keeps its grants when the account starts again', async () => {
    const own = await startAccount();
    const client = await connectWithSchema(own.snowflake);
    await client.rows('CREATE ROLE limited');
    await client.rows(`GRANT ROLE limited TO USER ${LOGIN.user}`);
    await client.rows('GRANT USAGE ON WAREHOUSE wh TO ROLE limited');
    await client.close();
    await own.restart();

    const again = await connectDriver(own.snowflake, { role: 'LIMITED', warehouse: 'WH', database: 'DB' });
    expect(await again.rows('SELECT CURRENT_WAREHOUSE(), CURRENT_DATABASE()')).toEqual([['WH', null]]);
    await again.close();
    await own.remove();
  });
});

test.each([
  'GRANT SELECT ON TABLE db.s.houses TO ROLE limited WITH GRANT OPTION',
  'GRANT SELECT ON ALL TABLES IN DATABASE db TO ROLE limited',
  'GRANT IMPORTED PRIVILEGES ON DATABASE db TO ROLE limited',
  'GRANT APPLY TAG ON ACCOUNT TO ROLE limited',
  'GRANT DATABASE ROLE db.r TO ROLE limited',
  "CREATE USER someone PASSWORD = 'x'",
  'SHOW GRANTS TO ROLE limited',
  'EXPLAIN USING JSON SELECT 1',
  'EXPLAIN DELETE FROM db.s.houses',
])('what the account does not know of rights and plans is refused by name: %s', async (sql) => {
  expect(await admin.fails(sql)).toMatchObject({ code: '000002', message: expect.stringContaining('Unsupported') });
});

// https://docs.snowflake.com/en/sql-reference/sql/explain: it compiles the statement, so it needs no warehouse.
test('EXPLAIN tells which tables a query would read, and needs no warehouse', async () => {
  const client = await connectDriver(account.snowflake, { database: 'DB', schema: 'S' });

  expect(await client.objects('EXPLAIN SELECT n AS price FROM houses')).toMatchObject([
    { step: null, operation: 'GlobalStats', partitionsTotal: 1, partitionsAssigned: 1, bytesAssigned: 16 },
    { step: 1, id: 0, parentOperators: null, operation: 'Result', expressions: 'PRICE' },
    { step: 1, id: 1, parentOperators: '[0]', operation: 'TableScan', objects: 'DB.S.HOUSES', partitionsTotal: 1 },
  ]);
  expect(await client.fails('SELECT n FROM houses')).toMatchObject(NO_WAREHOUSE);
  expect(await client.fails('EXPLAIN SELECT * FROM nowhere')).toMatchObject(ABSENT);
  expect(await client.fails('EXPLAIN SELECT nothing FROM houses')).toMatchObject({ code: '000904' });
  await client.close();
});

// https://docs.snowflake.com/en/sql-reference/sql/create-user
test('a login without names gets those of its user', async () => {
  await admin.rows(`ALTER USER ${LOGIN.user} SET DEFAULT_WAREHOUSE = wh DEFAULT_NAMESPACE = 'db.s'`);
  const client = await connectDriver(account.snowflake);

  expect(await client.rows('SELECT CURRENT_WAREHOUSE(), CURRENT_DATABASE(), CURRENT_SCHEMA()')).toEqual([
    ['WH', 'DB', 'S'],
  ]);
  await client.close();
});
