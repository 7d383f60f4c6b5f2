import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { Table } from 'kernel-helpers/table/columnar-table';
import { ROOT } from '../../../support/clone';
import { startSnowflakeGate } from '../../../support/snowflake-gate';
import { makeTemporaryFolder } from '../../../support/temporary-folder';
import { LOGIN, type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';

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

/** A program that loads rows in place of those of the table KILLED. */
const LOAD = `
  const { connect, Table } = require('kernel-helpers');
  const names = { warehouse: 'WH', database: 'DB', schema: 'S' };
  connect({ ...JSON.parse(process.env.LOGIN), accessUrl: process.env.URL, ...names }).then((snowflake) =>
    snowflake.writeTable(Table.fromRows([{ writer: 'killed', n: 7 }]), 'killed', { ifExists: 'replace' }));
`;

test.each(["put 'file:", 'copy into'])(
  'a load whose process is killed after %s leaves the old rows, and no table or stage that others see',
  async (at) => {
    await first.writeTable(rowsOf('old', 3), 'killed', { ifExists: 'replace' });
    const gate = await startSnowflakeGate(account.url);
    const folder = makeTemporaryFolder('killed-load');
    const held = gate.hold(at, 'after it is done');
    const loading = spawn(process.execPath, ['-e', LOAD], {
      cwd: ROOT,
      env: { ...process.env, LOGIN: JSON.stringify(LOGIN), URL: gate.url, TMPDIR: folder.path },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = once(loading, 'exit');

    await held.reached;
    loading.kill('SIGKILL');
    await ended;

    expect((await second.sql`select * from killed order by n`).toRows()).toEqual(
      [0, 1, 2].map((n) => ({ WRITER: 'old', N: n })),
    );
    expect((await second.sql`show stages in account`).rowCount).toBe(0);
    expect((await second.sql`show tables like 'KERNEL_HELPERS%' in schema`).rowCount).toBe(0);
    await second.writeTable(rowsOf('next', 1), 'killed', { ifExists: 'append' });
    expect((await second.sql`select * from killed`).rowCount).toBe(4);
    held.release();
    await gate.close();
    folder.close();
  },
);

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
