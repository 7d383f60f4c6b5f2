import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client, connectWithSchema } from './support/driver';
import { startAccount, type TestAccount } from './support/local-account';

/** Names and texts that would change the meaning of the SQL if they lost their quotes or their escapes. */
const HOSTILE = [
  'x) union all select 42 --',
  'x"; drop schema "DB.PUBLIC" cascade; --',
  "x'; drop table canary; /*",
  'a b',
  'a',
  'ORDER',
  'a.b',
  "?$$\\'",
  'é 漢\n🚀',
  'ZQN0Z',
];

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string) => `'${text.replace(/['\\]/g, '\\$&')}'`;

/** Every place of a statement where a name can stand; each statement answers the column `name` with one row of the value 1. */
const PLACES: Readonly<Record<string, (name: string) => string>> = {
  'alias of a column': (n) => `select 1 as ${n}`,
  'alias of a column, without AS': (n) => `select 1 ${n}`,
  'alias of a table': (n) => `select ${n}.one as ${n} from canary as ${n}`,
  'alias of a subquery': (n) => `select ${n}.one as ${n} from (select 1 as one) as ${n}`,
  'column aliases of a subquery': (n) => `select * from (select 1) as t(${n})`,
  'column aliases of a table': (n) => `select * from canary as t(${n})`,
  'column aliases of VALUES': (n) => `select * from (values (1)) as t(${n})`,
  'column aliases of VALUES without brackets': (n) => `select * from values (1) as t(${n})`,
  'column aliases of TABLE': (n) => `select * from table('canary') as t(${n})`,
  'alias of TABLE': (n) => `select ${n}.one as ${n} from table('canary') as ${n}`,
  'alias of a generator': (n) => `select seq4() + 1 as ${n} from table(generator(rowcount => 1)) as ${n}`,
  'name of a common table expression': (n) => `with ${n} as (select 1 as one) select one as ${n} from ${n}`,
  'columns of a common table expression': (n) => `with c(${n}) as (select 1) select * from c`,
  'columns of a recursive expression': (n) =>
    `with recursive c(${n}) as (select 0 union all select ${n} + 1 from c where ${n} < 1) select ${n} from c where ${n} > 0`,
  'a column with its table': (n) => `select t.${n} from (select 1 as ${n}) as t`,
  USING: (n) => `select ${n} from (select 1 as ${n}) as a join (select 1 as ${n}) as b using (${n})`,
  'ON and WHERE': (n) =>
    `select a.${n} from (select 1 as ${n}) a join (select 1 as ${n}) b on a.${n} = b.${n} where b.${n} = 1`,
  'GROUP BY, HAVING and ORDER BY': (n) =>
    `select ${n} from (select 1 as ${n}) group by ${n} having count(${n}) = 1 order by ${n}`,
  'the window of a function': (n) =>
    `select row_number() over (partition by ${n} order by ${n}) as ${n} from (select 1 as ${n})`,
  QUALIFY: (n) => `select ${n} from (select 1 as ${n}) qualify row_number() over (order by ${n}) = 1`,
  EXCLUDE: (n) =>
    `select * exclude (${n}) rename (${quoted('keep me')} as ${n}) from (select 2 as ${n}, 1 as ${quoted('keep me')})`,
  RENAME: (n) => `select * rename (one as ${n}) from (select 1 as one)`,
  'a scalar subquery': (n) => `select (select max(${n}) from (select 1 as ${n})) as ${n}`,
  'a union': (n) => `select 1 as ${n} union select 1 as ${n}`,
};

describe('names and texts between quotes', () => {
  let account: TestAccount;
  let client: Client;
  beforeAll(async () => {
    account = await startAccount();
    client = await connectWithSchema(account.snowflake);
    await client.rows('create table canary (one int)');
    await client.rows('insert into canary values (1)');
  });
  afterAll(async () => {
    await client.close();
    await account.remove();
  });

  test.each(Object.keys(PLACES))('a name stays a name as %s', async (place) => {
    for (const name of HOSTILE)
      expect([name, await client.objects(PLACES[place]?.(quoted(name)) ?? '')]).toEqual([name, [{ [name]: 1 }]]);
    expect(await client.rows('select * from canary')).toEqual([[1]]);
  });

  test.each(HOSTILE)('tables, schemas, columns and changes of rows accept the name %j', async (name) => {
    const schema = quoted(`s ${name}`);
    const table = `${schema}.${quoted(name)}`;
    const column = quoted(name);
    await client.rows(`create or replace schema ${schema}`);
    await client.rows('use schema db.public');
    await client.rows(`create table ${table} (${column} int, other int)`);
    await client.rows(`insert into ${table} (${column}) values (1), (2), (3)`);
    await client.rows(`insert into ${table} (other, ${column}) select 1, 4`);
    await client.rows(`update ${table} set ${column} = ${column} + 10 where ${column} = 1`);
    await client.rows(`delete from ${table} using canary where ${column} = canary.one + 1`);
    await client.rows(`create table ${schema}.copied (${column}) as select ${column} from ${table}`);

    expect(await client.rows(`select ${column} from ${table} order by 1`)).toEqual([[3], [4], [11]]);
    expect(await client.rows(`select * from table(${literal(table)}) as t order by 1`)).toHaveLength(3);
    expect(await client.rows(`select * from identifier(${literal(table)}) order by 1`)).toHaveLength(3);
    expect(await client.objects(`select * from ${schema}.copied order by 1 limit 1`)).toEqual([{ [name]: 3 }]);
    expect(await client.rows('select * from canary')).toEqual([[1]]);
    await client.rows(`drop schema ${schema}`);
  });

  test.each([...HOSTILE, '', '1', '\\', '%s', '{}'])('the text %j stays a text', async (text) => {
    const dollars = text.includes('$') ? literal(text) : `$$${text}$$`;

    const [row] = await client.rows(
      `select ${literal(text)}, ${dollars}, ${literal(text)} = ${dollars}, parse_json(${literal(JSON.stringify({ [text]: 1 }))})[${literal(text)}]::int`,
    );

    expect(row).toEqual([text, text, true, 1]);
  });

  test.each(HOSTILE)('the key %j of a document is found', async (name) => {
    const document = literal(JSON.stringify({ [name]: { [name]: [1] } }));

    expect(await client.value(`select parse_json(${document}):${quoted(name)}.${quoted(name)}[0]::int`)).toBe(1);
    expect(await client.value(`select parse_json(${document})[${literal(name)}][${literal(name)}][0]::int`)).toBe(1);
  });

  test.each([
    ['select 1 -- */ ; drop schema public', [[1]]],
    ['select /* -- */ 1 /* ; drop table canary */', [[1]]],
    ['select 1 // drop\n', [[1]]],
    ["select '-- no comment' /* 'no text */", [['-- no comment']]],
  ])('a comment changes nothing: %j', async (sql, rows) => {
    expect(await client.rows(sql)).toEqual(rows);
    expect(await client.rows('select * from canary')).toEqual([[1]]);
  });

  test.each([
    ['a type', 'select 1::"x) union select 2 --"', /Unsupported data type/],
    ['a function', 'select "x) union select 2 --"(1)', /Unknown function|Unsupported feature/],
    ['a collation', `select 'a' collate 'x" union select 2 --'`, /Unsupported feature/],
    ['a date part', `select dateadd("x') union select 2 --", 1, current_date)`, /Unsupported feature|invalid/],
    [
      'WINDOW',
      'select sum(1) over w from canary window w as (partition by "a) union select 2 --")',
      /Unsupported feature/,
    ],
    ['PIVOT', `select * from canary pivot(sum(one) for one in ('x' as "a) union select 2 --"))`, /Unsupported feature/],
    ['LATERAL', 'select * from canary, lateral flatten(input => one) as "x) union select 2 --"', /Unsupported feature/],
    ['TABLE', `select * from table('canary" union select 2 --')`, /syntax error|does not exist/],
    ['IDENTIFIER', `select * from identifier('canary union select 2')`, /invalid identifier/],
    ['a stage', `select * from @"x) union select 2 --"`, /Unsupported feature/],
  ])('a hostile name as %s is refused in Snowflake’s words', async (_place, sql, message) => {
    expect((await client.fails(sql)).message).toMatch(message);
    expect(await client.rows('select * from canary')).toEqual([[1]]);
  });
});
