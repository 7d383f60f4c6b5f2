import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Snowflake } from '../../../../kernel-helpers/src/snowflake/snowflake';
import { Table } from '../../../../kernel-helpers/src/table/columnar-table';
import { type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';

let account: LocalSnowflake;
let first: Snowflake;
let second: Snowflake;
beforeAll(async () => {
  account = await startLocalSnowflake();
  [first, second] = await Promise.all([account.connect(), account.connect()]);
});
afterAll(async () => {
  await account.close();
});

const rowsOf = (writer: string, count: number) =>
  Table.fromRows(Array.from({ length: count }, (_, n) => ({ writer, n })));

describe('two loads into one table at once', () => {
  test('add their rows, all of both', async () => {
    await first.writeTable(rowsOf('nobody', 1), 'shared');

    await Promise.all([
      first.writeTable(rowsOf('first', 500), 'shared', { ifExists: 'append' }),
      second.writeTable(rowsOf('second', 700), 'shared', { ifExists: 'append' }),
    ]);

    const counts =
      await first.sql`select writer, count(*) as n, sum(n) as s from shared group by writer order by writer`;
    expect(counts.toRows()).toEqual([
      { WRITER: 'first', N: 500, S: 124_750 },
      { WRITER: 'nobody', N: 1, S: 0 },
      { WRITER: 'second', N: 700, S: 244_650 },
    ]);
  });

  test('replace its rows with all those of one of them', async () => {
    await first.writeTable(rowsOf('nobody', 1), 'replaced');

    const outcomes = await Promise.allSettled([
      first.writeTable(rowsOf('first', 500), 'replaced', { ifExists: 'replace' }),
      second.writeTable(rowsOf('second', 700), 'replaced', { ifExists: 'replace' }),
    ]);

    const counts = (await first.sql`select writer, count(*) as n from replaced group by writer`).toRows();
    const winners = [
      { WRITER: 'first', N: 500 },
      { WRITER: 'second', N: 700 },
    ];
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(counts).toHaveLength(1);
    expect(winners).toContainEqual(counts[0]);
  });
});

test('a table of a thousand columns comes back the same', async () => {
  const names = Array.from({ length: 1000 }, (_, index) => `C${index}`);
  const rows = [1, 2].map((row) => Object.fromEntries(names.map((name, index) => [name, row * index])));

  await first.writeTable(Table.fromRows(rows), 'wide');

  expect((await first.sql`select * from wide`).toRows()).toEqual(rows);
});

test('a table without columns is refused, and one without rows is not', async () => {
  await expect(first.writeTable(new Table([]), 'nothing')).rejects.toThrow('it has no columns');
  await first.writeTable(rowsOf('nobody', 1).slice(0, 0), 'no_rows');

  const read = await first.sql`select * from no_rows`;
  expect([read.rowCount, read.columnNames]).toEqual([0, ['WRITER', 'N']]);
});

test('names and values that look like SQL are names and values', async () => {
  const hostile = [
    "'; DROP TABLE wide; --",
    '"; DROP TABLE wide; --',
    'a"b',
    "a'b",
    '💥',
    'a\nb',
    'é'.repeat(255),
    '💥'.repeat(255),
    'constructor',
    '__proto__',
    'toString',
  ];
  const columns = hostile.map(
    (name) => Table.fromRows(hostile.map((text) => ({ text }))).columns.map((column) => ({ ...column, name }))[0],
  );

  await first.writeTable(new Table(columns), `"'; DROP TABLE ""wide""; --"`, { preserveCase: true });

  const read = await first.sql`select * from "'; DROP TABLE ""wide""; --"`;
  expect(read.columnNames).toEqual(hostile);
  for (const column of read.columns) expect(column.values).toEqual(hostile);
});
