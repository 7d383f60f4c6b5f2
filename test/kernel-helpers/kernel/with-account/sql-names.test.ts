import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type KernelOnAccount, startKernelOnAccount } from './support/kernel-on-account';

let on: KernelOnAccount;
beforeAll(async () => {
  on = await startKernelOnAccount();
  await on.run(`
    import { identifier } from 'kernel-helpers';
    await snowflake.sql\`use schema HOUSING.HOUSING_SCHEMA\`;
    await snowflake.sql\`create table houses (rooms number(10,0) not null, price float, "Price in €" float)\`;
    await snowflake.sql\`create table cities (city_name varchar(40))\`;
    await snowflake.sql\`create table "House Prices" (n float)\`;
    await snowflake.sql\`insert into houses values (3, 1.5, 1.4), (4, 2.5, 2.3)\`;
    const table = 'houses';`);
});
afterAll(() => on?.close());

interface Completed {
  readonly matches: unknown;
  /** The code in which the first match replaces what was typed. */
  readonly applied: string;
}

/** Completes the code at the position of `|`. */
async function complete(codeWithBar: string): Promise<Completed> {
  const cursor = codeWithBar.indexOf('|');
  const code = codeWithBar.replace('|', '');
  const reply = await on.kernel.request('shell', 'complete_request', { code, cursor_pos: cursor });
  const [first = ''] = reply.matches as string[];
  const applied = code.slice(0, Number(reply.cursor_start)) + first + code.slice(Number(reply.cursor_end));
  return { matches: reply.matches, applied };
}

async function inspect(codeWithBar: string): Promise<unknown> {
  const cursor = codeWithBar.indexOf('|');
  const code = codeWithBar.replace('|', '');
  const reply = await on.kernel.request('shell', 'inspect_request', { code, cursor_pos: cursor, detail_level: 0 });
  return reply.found === true ? (reply.data as Record<string, unknown>)['text/plain'] : undefined;
}

describe('completion inside a template of SQL, on an account', () => {
  test.each([
    ['tables after from', 'select * from |', ['cities', 'houses', '"House Prices"']],
    ['tables by their first letters', 'select * from HO|', ['houses', '"House Prices"']],
    ['tables in the list after from', 'select * from cities c, ho|', ['houses', '"House Prices"']],
    ['tables of a schema that is named', 'select * from housing.housing_schema.c|', ['cities']],
    ['tables to describe and to drop', 'drop table ci|', ['cities']],
    ['columns before from', 'select pr| from houses', ['price', '"Price in €"']],
    ['columns after an alias with a dot', 'select c.| from houses h join cities as c on true', ['city_name']],
    ['columns after a table with a dot', 'select cities.| from houses, cities', ['city_name']],
    ['columns of a table in quotes', 'select | from "House Prices"', ['n']],
    ['columns to set', 'update houses set r|', ['rooms']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a cell.
    ['columns of a table put in by identifier()', 'select r| from ${identifier(table)}', ['rooms']],
    ['nothing inside a string', "select 'from |", []],
    ['nothing inside a comment', 'select 1 -- from |', []],
    ['nothing for a table that is not there', 'select | from nowhere', []],
  ])('offers %s', async (_name, sql, expected) => {
    expect((await complete(`await snowflake.sql\`${sql}\`;`)).matches).toEqual(expected);
  });

  test('replaces what is typed, including quotes', async () => {
    expect((await complete('snowflake.sql`select * from "Hou|`')).applied).toBe(
      'snowflake.sql`select * from "House Prices"`',
    );
    expect((await complete('snowflake.sql`select * from "Hou|"`')).applied).toBe(
      'snowflake.sql`select * from "House Prices"`',
    );
    expect((await complete('snowflake.sql`select h."PRI|" from houses h`')).applied).toBe(
      'snowflake.sql`select h."PRICE" from houses h`',
    );
  });

  test('reads only metadata, for which no warehouse works', async () => {
    await on.run("await snowflake.sql`create or replace table cities (city_name varchar(40)) comment = 'mark'`;");
    await complete('snowflake.sql`select * from ci|`');
    await complete('snowflake.sql`select ci| from cities`');

    const statements = await on.recorded('');
    const asked = statements.slice(statements.findLastIndex(({ text }) => text.includes('mark')) + 1);
    expect(asked.map(({ text }) => text.replace(/ limit.*/, ''))).toEqual([
      'show tables in schema',
      'describe table "CITIES"',
    ]);
    expect(asked.map(({ warehouse }) => warehouse)).toEqual([null, null]);
  });

  test('knows a table that a cell has just made, and the schema that a cell has just set', async () => {
    expect((await complete('snowflake.sql`select * from new|`')).matches).toEqual([]);
    await on.run('await snowflake.sql`create table newcomers (first_name varchar)`;');
    expect((await complete('snowflake.sql`select * from new|`')).matches).toEqual(['newcomers']);
    expect((await complete('snowflake.sql`select f| from newcomers`')).matches).toEqual(['first_name']);
    await on.run('await snowflake.sql`drop table newcomers`;');
  });

  test('keeps two connections apart, and works after an interrupted cell', async () => {
    await on.run(`
      const other = await connect();
      await other.sql\`create schema HOUSING.OTHER_SCHEMA\`;
      await other.sql\`use schema HOUSING.OTHER_SCHEMA\`;
      await other.sql\`create table other_houses (n float)\`;`);
    await on.interrupt("console.log('now'); await new Promise(() => {});");

    expect((await complete('other.sql`select * from |`')).matches).toEqual(['other_houses']);
    expect((await complete('snowflake.sql`select * from ho|`')).matches).toEqual(['houses', '"House Prices"']);
  });

  test('offers nothing on a closed connection', async () => {
    await on.run('const closed = await connect(); await closed.close();');

    expect((await complete('closed.sql`select * from ho|`')).matches).toEqual([]);
  });
});

describe('inspection inside a template of SQL, on an account', () => {
  test.each([
    ['the type of a column', 'select ro|oms from houses', 'rooms NUMBER(10,0) not null\nColumn of houses.'],
    ['the type of a column after an alias', 'select h.pri|ce from cities, houses h', 'price FLOAT\nColumn of houses.'],
    [
      'the rows and columns of a table',
      'select * from hou|ses',
      'Table houses, 2 rows\nrooms NUMBER(10,0) not null\nprice FLOAT\n"Price in €" FLOAT',
    ],
    [
      'the table that an alias stands for',
      'select c|.city_name from cities c',
      'Table cities, 0 rows: mark\ncity_name VARCHAR(40)',
    ],
    [
      'the type of a column after a schema and a table',
      'select housing_schema.houses.pri|ce from housing_schema.houses',
      'price FLOAT\nColumn of housing_schema.houses.',
    ],
    [
      'the table between a schema and a column',
      'select housing_schema.ci|ties.city_name from housing_schema.cities',
      'Table cities, 0 rows: mark\ncity_name VARCHAR(40)',
    ],
    ['a table in quotes', 'select * from "House Pr|ices"', 'Table "House Prices", 0 rows\nn FLOAT'],
    ['nothing about other words', 'sel|ect * from houses', undefined],
  ])('tells %s', async (_name, sql, expected) => {
    expect(await inspect(`await snowflake.sql\`${sql}\`;`)).toBe(expected);
  });
});
