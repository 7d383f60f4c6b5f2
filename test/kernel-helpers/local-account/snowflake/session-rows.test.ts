import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Binds } from 'snowflake-sdk';
import { type Client, connectDriver, connectWithSchema } from './support/driver';
import { startAccount, type TestAccount } from './support/local-account';

const HISTORY = 'table(information_schema.query_history())';

describe('rows that a session has besides its tables', () => {
  let account: TestAccount;
  let client: Client;
  beforeAll(async () => {
    account = await startAccount();
    client = await connectWithSchema(account.snowflake);
    await client.rows('create table t (a varchar, b binary)');
  });
  afterAll(async () => {
    await client.close();
    await account.remove();
  });

  test.each([
    `select count(*) > 0 from ${HISTORY}`,
    `select count(h.query_id) > 0 from ${HISTORY} as h`,
    'select count(*) > 0 from TABLE ( db . "INFORMATION_SCHEMA" . Query_History_By_Session ( ) ) h -- newest',
    `with h as (select * from ${HISTORY}) select count(*) > 0 from h`,
    `select exists (select 1 from ${HISTORY} where query_text like 'create table t %')`,
    `select count(*) > 0 from ${HISTORY} a join table(information_schema.query_history_by_session()) b using (query_id)`,
    `select count(*) > 0 from ${HISTORY} /* the ${HISTORY} */`,
  ])('%s reads the statements so far', async (sql) => {
    expect(await client.value(sql)).toBe(true);
  });

  test('the history of the account has the statements of other sessions, the history of the session has not', async () => {
    const other = await connectDriver(account.snowflake);
    await other.rows("select 'from the other session'");
    const count = (source: string) =>
      client.value(`select count(*) from table(information_schema.${source}()) where query_text like '%the other session''%'
        and query_text not like '%count%'`);

    expect([await count('query_history'), await count('query_history_by_session')]).toEqual([1, 0]);
    await other.close();
  });

  test('the history fills a table and a view, and its tables are gone afterwards', async () => {
    await client.rows(`create table asked as select query_text from ${HISTORY}`);
    await client.rows(`create view history_now as select query_text from ${HISTORY}`);

    expect(await client.value('select count(*) > 0 from asked')).toBe(true);
    expect(await client.value('select count(*) > 0 from history_now')).toBe(true);
    expect(await client.fails('select * from "query history"')).toMatchObject({ code: '002003' });
  });

  /** A text or a comment that looks like a call is none. */
  test.each([
    [`select '${HISTORY}'`, HISTORY],
    [`select 1 -- ${HISTORY}`, 1],
    ["select '* from table(result_scan(last_query_id()))'", '* from table(result_scan(last_query_id()))'],
    ["select 'select * from table(result_scan(''x''))'", "select * from table(result_scan('x'))"],
  ])('%s reads no history', async (sql, value) => {
    expect(await client.value(sql)).toBe(value);
  });

  test.each([
    ['select * from table(information_schema.query_history(result_limit => 10))', 'QUERY_HISTORY with arguments'],
    ['select * from table(information_schema.login_history())', 'INFORMATION_SCHEMA.LOGIN_HISTORY'],
    ['select * from table(somewhere.query_history())', 'SOMEWHERE.QUERY_HISTORY'],
    ["select a from table(result_scan('x'))", 'RESULT_SCAN in any statement but'],
    ["select * from table(result_scan('x')) where a = 1", 'RESULT_SCAN in any statement but'],
    ['select count(*) from t, table(result_scan(last_query_id()))', 'RESULT_SCAN in any statement but'],
    ['create table c as select * from table(result_scan(last_query_id()))', 'RESULT_SCAN in any statement but'],
    ['select * from table(result_scan(last_query_id(-2)))', 'LAST_QUERY_ID with another number'],
    ['select * from table(result_scan(upper(1)))', 'RESULT_SCAN of anything but'],
  ])('%s is refused in words', async (sql, words) => {
    expect(await client.fails(sql)).toMatchObject({ code: '000002', message: expect.stringContaining(words) });
  });

  test.each([
    'select * from table(result_scan(last_query_id()))',
    'SELECT * FROM TABLE ( RESULT_SCAN ( LAST_QUERY_ID( -1 ) ) ) ; -- again',
  ])('%s answers the last result', async (sql) => {
    await client.rows('select 7 as n, null as nothing');

    expect(await client.objects(sql)).toEqual([{ N: 7, NOTHING: null }]);
  });

  describe('arrays of values', () => {
    const binds = [
      ['x', 'y'],
      ['z', null],
    ] as Binds;

    test.each([
      ['insert into t (a) values (coalesce(null, ?, ?))', 'x', 'z'],
      ["insert into t (a) values (concat(?, ') values (', coalesce(?, '-')))", 'x) values (y', 'z) values (-'],
      ['insert overwrite into db.public.t (a) values (array_construct(?, ?)[0]::varchar) -- values (1)', 'x', 'z'],
      ['INSERT INTO "T" ("A") VALUES /* one row */ (coalesce(?, ?));', 'x', 'z'],
    ])('%s inserts a row for each', async (sql, first, second) => {
      await client.rows('truncate table t');

      expect(await client.rows(sql, binds)).toEqual([[2]]);
      expect(await client.rows('select a::varchar from t order by 1')).toEqual([[first], [second]]);
    });

    test.each([
      'insert into t values (:1, :2), (:1, :2)',
      'insert into t select ?, ?',
      'select ?, ?',
      'update t set a = ?, b = ?',
    ])('%s is refused', async (sql) => {
      expect(await client.fails(sql, binds)).toMatchObject({
        code: '000002',
        message: expect.stringContaining('array binds outside INSERT'),
      });
    });
  });
});
