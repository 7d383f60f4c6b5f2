import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from 'kernel-helpers/cell-api/connect';
import { isUserError } from 'kernel-helpers/errors';
import type { QueryResult, Table } from 'kernel-helpers/index';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { ROOT } from '../../../support/clone';
import { runToSuccess } from '../../../support/run-process';
import { type ScriptedSnowflake, startScriptedSnowflake } from '../scripted-snowflake';

const ROW_TYPE = [
  { name: 'N', type: 'fixed', precision: 38, scale: 0, nullable: true },
  { name: 'X', type: 'real', nullable: true },
  { name: 'T', type: 'text', nullable: true },
];
const INLINE_ROWS = 10;
const CHUNK_ROWS = 100;
const CHUNKS = 12;
const ROWS = INLINE_ROWS + CHUNKS * CHUNK_ROWS;
/** A number of more digits than 64 bits hold. */
const LONG_ROW = 555;
const LONG = 10n ** 30n;

const row = (place: number): readonly [string, string | null, string] => [
  place === LONG_ROW ? String(LONG) : String(place),
  place % 7 === 0 ? null : `${place}.5`,
  `row ${place} ü`,
];
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => row(from + index));

/** Where sizes are told, there are threads. */
function resultOf(compressedSize: number | undefined) {
  const chunks = Array.from({ length: CHUNKS }, (_, index) => {
    const from = INLINE_ROWS + index * CHUNK_ROWS;
    const body = rows(from, from + CHUNK_ROWS)
      .map((cells) => JSON.stringify(cells))
      .join(',');
    return { rowCount: CHUNK_ROWS, body, compressedSize };
  });
  return { rowtype: ROW_TYPE, rowset: rows(0, INLINE_ROWS), chunks };
}

let server: ScriptedSnowflake;
let snowflake: Snowflake;
beforeAll(async () => {
  server = await startScriptedSnowflake((sql) =>
    sql.includes('empty') ? { rowtype: ROW_TYPE, rowset: [] } : resultOf(sql.includes('large') ? 1_000_000 : undefined),
  );
  snowflake = await connect({ account: 'test', accessUrl: server.url, user: 'u', password: 'p' });
});
afterAll(async () => {
  await snowflake.close();
  await server.close();
});

const downloads = () => server.requests.filter((path) => path.includes('/chunks/')).length;
const threads = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;

async function allOf(batches: AsyncIterable<Table>): Promise<readonly Table[]> {
  const tables: Table[] = [];
  for await (const table of batches) tables.push(table);
  return tables;
}

function expectAllRows(tables: readonly Table[]): void {
  const read = tables.flatMap((table) => table.toRows().map(({ N, X, T }) => [String(N), X, T]));
  const sent = rows(0, ROWS).map(([n, x, t]) => [n, x === null ? null : Number(x), t]);
  expect(read).toEqual(sent);
}

describe.each(['small', 'large'])('the batches of a %s result', (size) => {
  let result: QueryResult;
  beforeAll(async () => {
    result = await snowflake.execute(`select '${size}'`);
  });

  test.each([1, 64, 100, 110, 250, 5000])('of %i rows hold every row once and in order', async (batchRows) => {
    const tables = await allOf(result.batches({ rows: batchRows }));

    const full = Math.floor(ROWS / batchRows);
    const sizes = [...Array.from({ length: full }, () => batchRows), ROWS - full * batchRows].filter(
      (length) => length > 0,
    );
    expect(tables.map(({ rowCount }) => rowCount)).toEqual(sizes);
    expectAllRows(tables);
  });

  test('are the parts in which the result comes, where no size is asked for', async () => {
    const tables = await allOf(result.batches());

    expect(tables.map(({ rowCount }) => rowCount)).toEqual([
      INLINE_ROWS,
      ...Array.from({ length: CHUNKS }, () => CHUNK_ROWS),
    ]);
    expectAllRows(tables);
    expect(tables.filter((table) => table.column('N').kind === 'decimal')).toHaveLength(1);
  });

  test('are the same rows as in one table', async () => {
    expectAllRows([await result.read()]);
    expectAllRows([await result.read(0, LONG_ROW), await result.read(LONG_ROW, ROWS)]);
  });

  test('begin with the rows that came with the answer, and only a few parts are on their way at a time', async () => {
    const before = downloads();
    const batches = result.batches()[Symbol.asyncIterator]();

    const first = await batches.next();
    await batches.next();
    await batches.next();
    await batches.return?.();

    expect(first.value?.rowCount).toBe(INLINE_ROWS);
    expect(downloads() - before).toBeLessThan(CHUNKS);
  });

  test('end by break, with their downloads and threads', async () => {
    const others = threads();
    const before = downloads();

    for await (const _ of result.batches({ rows: 20 })) break;

    expect(downloads() - before).toBeLessThan(CHUNKS);
    expect(threads()).toBe(others);
  });

  test('end when the result is closed, with their threads', async () => {
    const closed = await snowflake.execute(`select '${size}'`);
    const others = threads();
    const batches = closed.batches({ rows: 20 })[Symbol.asyncIterator]();
    await batches.next();

    await closed.close();

    await expect(batches.next()).rejects.toThrow('The result was closed.');
    expect(threads()).toBe(others);
  });

  test('go on with new links when the old ones have expired', async () => {
    const expired = await snowflake.execute(`select '${size}'`);
    server.expireLinks();
    const read: number[] = [];

    for await (const { rowCount } of expired.batches()) read.push(rowCount);

    expect(read).toHaveLength(1 + CHUNKS);
  });
});

test('a program ends although it has dropped a read with threads before its end', async () => {
  const program = `
    const { connect } = require('kernel-helpers');
    connect(${JSON.stringify({ account: 'test', accessUrl: server.url, user: 'u', password: 'p' })}).then(async (snowflake) => {
      const batches = (await snowflake.execute("select 'large'")).batches()[Symbol.asyncIterator]();
      await batches.next();
      console.log((await batches.next()).value.rowCount);
    });`;

  expect(await runToSuccess(process.execPath, ['-e', program], { cwd: ROOT, deadlineSeconds: 20 })).toBe(
    `${CHUNK_ROWS}\n`,
  );
});

test.each([0, -1, 1.5, Number.NaN])('batches of %d rows are refused', async (batchRows) => {
  const result = await snowflake.execute('select 1');

  const ask = () => result.batches({ rows: batchRows });

  expect(ask).toThrow(`batches() takes a whole number of rows from 1 on, but rows is ${batchRows}.`);
  expect(isUserError(errorOf(ask))).toBe(true);
});

test('an empty result is one batch, which tells the columns', async () => {
  const batches = await allOf((await snowflake.execute('select empty')).batches({ rows: 10 }));

  expect(batches.map(({ rowCount, columnNames }) => [rowCount, columnNames])).toEqual([[0, ['N', 'X', 'T']]]);
});

test('an option that batches do not have is refused', async () => {
  const result = await snowflake.execute('select 1');

  expect(() => result.batches({ row: 5 } as never)).toThrow('Did you mean rows?');
});

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
