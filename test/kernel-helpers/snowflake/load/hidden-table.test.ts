import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { Table } from 'kernel-helpers/table/columnar-table';
import { type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';

const NEW_ROWS = Table.fromRows([{ a: 7, b: true }]);

let account: LocalSnowflake;
let other: Snowflake;
beforeAll(async () => {
  account = await startLocalSnowflake();
  other = await account.connect();
  await other.sql`create schema DB.ELSEWHERE`;
  await other.sql`use schema DB.S`;
});
afterAll(async () => {
  await account.close();
});

async function rowsOf(session: Snowflake, table: string) {
  return (await (await session.execute(`select * from ${table}`)).read()).toRows();
}

async function kindOf(session: Snowflake, table: string) {
  const shown = await session.sql`show tables in database DB`;
  return shown
    .toRows()
    .filter(({ name }) => name === table)
    .map(({ kind }) => kind);
}

/** A session with a temporary table HIDING_n of one row, which hides a lasting one of its name. */
async function hide(table: string): Promise<Snowflake> {
  const session = await account.connect();
  await other.execute(`create or replace table ${table} (a number(10,0))`);
  await other.execute(`insert into ${table} values (1)`);
  await session.execute(`create temporary table ${table} (a number(10,0))`);
  await session.execute(`insert into ${table} values (2)`);
  return session;
}

// docs.snowflake.com, "Working with temporary and transient tables": a temporary table takes precedence in its session.
describe('a temporary table that hides a lasting one of its name', () => {
  test.each(['t', 'db.s.t', 'db.elsewhere.t'])(
    'is what a load replaces, also with other columns: %s',
    async (table) => {
      const session = await hide(table);

      await session.writeTable(NEW_ROWS.select('a'), table, { ifExists: 'replace' });
      expect(await rowsOf(session, table)).toEqual([{ A: 7 }]);
      await session.writeTable(NEW_ROWS, table, { ifExists: 'replace' });

      expect(await rowsOf(session, table)).toEqual([{ A: 7, B: true }]);
      expect(await rowsOf(other, table)).toEqual([{ A: 1 }]);
      await session.execute(`drop table ${table}`);
      expect(await rowsOf(session, table)).toEqual([{ A: 1 }]);
      await session.close();
    },
  );

  test('is the table that a load adds to, and that counts as existing', async () => {
    const session = await hide('t');

    await session.writeTable(NEW_ROWS.select('a'), 't', { ifExists: 'append' });

    expect(await rowsOf(session, 't')).toEqual([{ A: 2 }, { A: 7 }]);
    expect(await rowsOf(other, 't')).toEqual([{ A: 1 }]);
    await expect(session.writeTable(NEW_ROWS, 't')).rejects.toThrow('Table t exists already.');
    await session.close();
  });

  test('is what the lists show, once', async () => {
    const session = await hide('listed');
    await session.execute('create or replace temporary table listed (only_here boolean)');

    const tables = await session.listTables('db.s', { limit: 1000 });

    expect(tables.items.filter(({ name }) => name === 'LISTED')).toEqual([expect.objectContaining({ rows: 0 })]);
    expect((await session.listColumns('listed')).items.map(({ name }) => name)).toEqual(['ONLY_HERE']);
    expect((await other.listColumns('listed')).items.map(({ name }) => name)).toEqual(['A']);
    await session.close();
  });

  test('does not break a list into wrong pages', async () => {
    const session = await account.connect();
    await session.sql`create schema DB.PAGES`;
    for (const table of ['a', 'b', 'c', 'd']) await session.execute(`create table DB.PAGES.${table} (n int)`);
    for (const table of ['a', 'b', 'd']) await session.execute(`create temporary table DB.PAGES.${table} (n int)`);
    const names: string[] = [];
    let after: string | undefined;

    do {
      const page = await session.listTables('DB.PAGES', { limit: 1, after });
      names.push(...page.items.map(({ name }) => name));
      after = page.next;
    } while (after !== undefined);

    expect(names).toEqual(['A', 'B', 'C', 'D']);
    await session.close();
  });
});

describe('a load that replaces columns', () => {
  test('keeps the kind and the comment of the table', async () => {
    await other.sql`create transient table passing (a number(10,0)) comment = 'Houses of Kern'`;

    await other.writeTable(NEW_ROWS, 'passing', { ifExists: 'replace' });

    expect(await kindOf(other, 'PASSING')).toEqual(['TRANSIENT']);
    const shown = await other.sql`show tables like 'PASSING' in schema`;
    expect(shown.toRows()[0].comment).toBe('Houses of Kern');
  });

  test('is refused for a view, before anything is sent', async () => {
    await other.sql`create view seen as select 1 as n`;

    for (const ifExists of ['fail', 'append', 'replace'] as const) {
      await expect(other.writeTable(NEW_ROWS, 'seen', { ifExists })).rejects.toThrow(
        'SEEN is a view, and rows are loaded into tables only. Use another name, or drop view SEEN first.',
      );
    }
    expect(await rowsOf(other, 'seen')).toEqual([{ N: 1 }]);
  });
});
