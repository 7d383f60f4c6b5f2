import { describe, expect, test } from '@jest/globals';
import { Table } from 'kernel-helpers/table/columnar-table';
import type { Column } from 'kernel-helpers/table/table';
import { CalendarDate } from 'kernel-helpers/values/calendar-date';
import { keysOf } from 'kernel-helpers/widgets/explore/engine/keys';
import type { PlainColumn } from 'kernel-helpers/widgets/explore/engine/plain-column';
import { profileColumn } from 'kernel-helpers/widgets/explore/engine/profile-column';
import { RowEngine } from 'kernel-helpers/widgets/explore/engine/row-engine';
import { sortAllRows, sortRows } from 'kernel-helpers/widgets/explore/engine/sort-rows';
import type { Look } from 'kernel-helpers/widgets/explore/look';
import { plainColumn } from 'kernel-helpers/widgets/explore/plain-columns';

const NUMBERS: Column = {
  name: 'N',
  kind: 'number',
  type: 'FLOAT',
  nullable: true,
  values: Float64Array.of(2.5, -1, Number.NaN, 0, -0, Number.POSITIVE_INFINITY, 2.5, -1e300, Number.NaN, 1e-310),
  nulls: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 0),
};

async function plain(column: Column): Promise<PlainColumn> {
  const made = await plainColumn(column, () => true);
  if (made === undefined) throw new Error('Nobody ended the work.');
  return made;
}

async function order(column: Column, descending = false): Promise<readonly number[]> {
  return [...sortAllRows(keysOf(await plain(column)), descending, new Int32Array(column.values.length))];
}

/** Numbers from 0 to 1 without an order, the same in every run. */
function noise(row: number): number {
  const product = Math.sin(row + 1) * 43_758.545_3;
  return product - Math.floor(product);
}

/** True where a row does not belong behind the row before it: its value is smaller, or as large and its number smaller. */
function isMisplaced(
  rows: readonly number[],
  numberOf: (row: number) => number,
): (row: number, place: number) => boolean {
  return (row, place) => {
    if (place === 0) return false;
    const [before, own] = [numberOf(rows[place - 1]), numberOf(row)];
    return before > own || (before === own && rows[place - 1] > row);
  };
}

function textColumn(values: readonly string[], nulls?: Uint8Array): Column {
  return { name: 'T', kind: 'text', type: 'VARCHAR', nullable: true, values, ...(nulls && { nulls }) };
}

async function engineOf(table: Table): Promise<{ look(look: Partial<Look>): readonly number[]; engine: RowEngine }> {
  const engine = new RowEngine(table.rowCount, new Int32Array(new SharedArrayBuffer(4)));
  for (const [position, column] of table.columns.entries()) engine.put(position, await plain(column));
  const texts = [...table.columns.keys()].filter((position) => table.columns[position].kind === 'text');
  const look = (part: Partial<Look>) => {
    const { count, rows } = engine.look({ filters: [], search: '', ...part }, 0, texts) ?? { count: 0 };
    return rows === undefined ? Array.from({ length: count }, (_, row) => row) : [...rows];
  };
  return { look, engine };
}

describe('rows in the order of a column', () => {
  test('keep their order where values are equal, and end with NaN and then null, whichever way', async () => {
    expect(await order(NUMBERS)).toEqual([7, 1, 3, 4, 9, 0, 6, 5, 2, 8]);
    expect(await order(NUMBERS, true)).toEqual([5, 0, 6, 9, 3, 4, 1, 7, 2, 8]);
  });

  test.each<[string, (row: number) => number]>([
    ['of any size', (row) => Math.sin(row * row) * 10 ** ((row * 7) % 20) * (row % 3)],
    ['spread evenly', (row) => noise(row)],
    ['of which a few are far away', (row) => (row % 900 === 7 ? 1e9 * noise(row) - 5e8 : 1_000 + noise(row) / 1e6)],
    ['of which most are small', (row) => Math.exp(8 * noise(row) ** 3 + 30 * noise(row + 0.5))],
    ['near each other', (row) => 1 + Math.floor(noise(row) * 1e6) * Number.EPSILON],
    ['at the ends of what a number can be', (row) => (row % 2 === 0 ? -1 : 1) * noise(row) * Number.MAX_VALUE],
    ['with infinity', (row) => [1 / 0, -1 / 0][row % 50] ?? -noise(row)],
    ['that are few', (row) => (row * 7) % 52],
    ['that are all one', () => 0.1],
  ])('are those of a stable comparison, for many numbers %s', async (_, numberOf) => {
    const values = Float64Array.from({ length: 40_000 }, (_, row) => numberOf(row));
    const nulls = Uint8Array.from(values, (_, row) => (row % 100 === 3 ? 1 : 0));
    const numbers: Column = { name: 'N', kind: 'number', type: 'FLOAT', nullable: true, values };

    const upwards = await order(numbers);
    const downwards = await order({ ...numbers, nulls }, true);

    const present = downwards.filter((row) => nulls[row] === 0);
    expect(upwards.findIndex(isMisplaced(upwards, (row) => values[row]))).toBe(-1);
    expect(present.findIndex(isMisplaced(present, (row) => -values[row]))).toBe(-1);
    expect(downwards.slice(present.length).findIndex((row) => nulls[row] === 0)).toBe(-1);
    expect([new Set(upwards).size, new Set(downwards).size]).toEqual([values.length, values.length]);
  });

  test('are known from the first one on before all are', async () => {
    const values = Float64Array.from({ length: 40_000 }, (_, row) => noise(row));
    const rows = new Int32Array(values.length);
    const sorting = sortRows({ kind: 'numbers', values }, false, rows);

    const { value: known } = sorting.next();

    const first = [...rows.subarray(0, Number(known))];
    expect(Number(known)).toBeGreaterThanOrEqual(200);
    expect(Number(known)).toBeLessThan(1_000);
    expect([...sorting].at(-1)).toBe(40_000);
    expect(first).toEqual([...rows.subarray(0, Number(known))]);
  });

  test('are exact for whole numbers and decimals that a number cannot hold', async () => {
    const whole = { name: 'B', kind: 'bigint', type: 'NUMBER(19,0)', nullable: false } as const;
    const decimal = { name: 'D', kind: 'decimal', type: 'NUMBER(38,2)', nullable: false, scale: 2 } as const;
    const [low, high] = [9_007_199_254_740_993n, 9_007_199_254_740_994n];

    expect(await order({ ...whole, values: BigInt64Array.of(high, low, -high, -low) })).toEqual([2, 3, 1, 0]);
    expect(await order({ ...decimal, values: [10n ** 28n + 1n, 10n ** 28n, -1n] })).toEqual([2, 1, 0]);
  });

  test('tell timestamps apart by their nanoseconds', async () => {
    const times: Column = {
      name: 'S',
      kind: 'timestamp',
      type: 'TIMESTAMP_NTZ',
      nullable: false,
      values: Float64Array.of(5, 5, 4),
      nanoseconds: Int32Array.of(2, 1, 999_999),
    };

    expect(await order(times)).toEqual([2, 1, 0]);
  });

  test('are by code points for texts, also for those that begin alike', async () => {
    const texts = ['zebra', 'Zürich', 'a house on a hill', 'a house on a hilk', 'a house', '', '\u{1F600}', '\uFFFD'];

    expect(await order(textColumn(texts))).toEqual([5, 1, 4, 3, 2, 0, 7, 6]);
    expect(await order(textColumn(['b', 'a', 'x'], Uint8Array.of(0, 0, 1)), true)).toEqual([0, 1, 2]);
  });
});

describe('the engine of a table', () => {
  const table = Table.fromRows([
    { CITY: 'Fresno', MEDINC: 3, DAY: CalendarDate.from('2024-01-01'), NEW: true },
    { CITY: null, MEDINC: 8, DAY: CalendarDate.from('2024-01-02'), NEW: false },
    { CITY: 'Eureka', MEDINC: null, DAY: null, NEW: false },
    { CITY: 'fresno county', MEDINC: 5, DAY: CalendarDate.from('2024-01-04'), NEW: null },
    { CITY: 'Fresno', MEDINC: 4, DAY: CalendarDate.from('2024-01-05'), NEW: true },
  ]);

  test('keeps rows whose values lie in a range, both ends included, and no missing value', async () => {
    const { look } = await engineOf(table);

    expect(look({ filters: [{ column: 1, low: 3, high: 5 }] })).toEqual([0, 3, 4]);
    expect(look({ filters: [{ column: 1, low: -10, high: 10 }] })).toEqual([0, 1, 3, 4]);
    expect(look({ filters: [{ column: 2, low: 19_724, high: 19_726 }] })).toEqual([1, 3]);
  });

  test('keeps rows with chosen values, null among them', async () => {
    const { look } = await engineOf(table);

    expect(look({ filters: [{ column: 0, chosen: ['Fresno', null] }] })).toEqual([0, 1, 4]);
    expect(look({ filters: [{ column: 3, chosen: ['false'] }] })).toEqual([1, 2]);
    expect(look({ filters: [{ column: 1, chosen: [null] }] })).toEqual([2]);
  });

  test('searches all texts in any case, together with filters and an order', async () => {
    const { look } = await engineOf(table);
    const filters = [{ column: 1, low: 4, high: 9 }];

    expect(look({ search: 'FRES' })).toEqual([0, 3, 4]);
    expect(look({ search: 'fres', filters, sort: { column: 1, descending: true } })).toEqual([3, 4]);
    expect(look({ search: 'nowhere' })).toEqual([]);
  });

  test('says how the kept rows are spread over the bars of all rows', async () => {
    const { look, engine } = await engineOf(table);
    expect(engine.keptCounts(0)).toBeUndefined();

    look({ filters: [{ column: 3, chosen: ['true'] }] });

    expect(engine.keptCounts(0)).toEqual([2, 0, 0]);
    expect(engine.keptCounts(1)?.reduce((sum, count) => sum + count, 0)).toBe(2);
  });

  test('finds values of a column by a part of them, the most frequent first', async () => {
    const { engine } = await engineOf(table);

    expect(engine.words(0, 'FRES', 10)).toMatchObject([
      { word: 'Fresno', rows: 2 },
      { word: 'fresno county', rows: 1 },
    ]);
  });

  test('shows the first rows of an order before all rows are in it, also those that are kept', async () => {
    const rowCount = 40_000;
    const values = Float64Array.from({ length: rowCount }, (_, row) => noise(row));
    const smallest = [...values].sort((left, right) => left - right);
    const sort = { column: 0, descending: false };

    for (const filters of [[], [{ column: 0, low: 0.000_1, high: 0.9 }]]) {
      const engine = new RowEngine(rowCount, new Int32Array(new SharedArrayBuffer(4)));
      engine.put(0, { kind: 'numbers', values });
      const begun = engine.look({ sort, filters, search: '' }, 0, []);
      const all = engine.finishLook(0);

      const kept = filters.length === 0 ? smallest : smallest.filter((value) => value >= 0.000_1 && value <= 0.9);
      const valuesOf = (rows: Int32Array | undefined, count: number) =>
        Array.from({ length: count }, (_, at) => values[rows?.[at] ?? -1]);
      expect(begun).toMatchObject({ isBegun: true, count: kept.length });
      expect(valuesOf(begun?.rows, 100)).toEqual(kept.slice(0, 100));
      expect([all?.count, valuesOf(all?.rows, 500)]).toEqual([kept.length, kept.slice(0, 500)]);
    }
  });

  test('ends the work for a look when a newer one has come, and begins no other', async () => {
    const latest = new Int32Array(new SharedArrayBuffer(4));
    const engine = new RowEngine(table.rowCount, latest);
    Atomics.store(latest, 0, 2);

    expect(engine.look({ filters: [], search: '' }, 1, [])).toBeUndefined();
    expect(engine.finishLook(1)).toBeUndefined();
  });
});

describe('the profile of a column', () => {
  test('counts nulls and different values, and says from where to where they go', async () => {
    const numbers = profileColumn(keysOf(await plain(NUMBERS)));
    const texts = profileColumn(keysOf(await plain(textColumn(['b', 'a', 'b', 'x'], Uint8Array.of(0, 0, 0, 1)))));

    expect(numbers).toMatchObject({
      nulls: 1,
      distinct: 6,
      isExact: true,
      infinite: 1,
      range: { low: -1e300, high: 2.5 },
    });
    expect(texts).toMatchObject({ nulls: 1, distinct: 2, range: { low: 'a', high: 'b' } });
    expect(texts).toMatchObject({
      top: [
        { word: 'b', rows: 2 },
        { word: 'a', rows: 1 },
      ],
    });
  });

  test('draws the finite numbers, however many are infinite', () => {
    const values = Float64Array.of(0, Number.POSITIVE_INFINITY, 10, Number.NEGATIVE_INFINITY, 24, Number.NaN);
    const profile = profileColumn({ kind: 'numbers', values });

    expect(profile).toMatchObject({ distinct: 5, infinite: 2, range: { low: 0, high: 24, mean: 34 / 3 } });
    expect('bars' in profile && [...profile.bars.entries()].filter(([, rows]) => rows > 0)).toEqual([
      [0, 1],
      [10, 1],
      [23, 1],
    ]);
    expect(profileColumn({ kind: 'numbers', values: values.slice(1, 2) })).not.toHaveProperty('range');
  });

  test('estimates how many of many numbers are different, right to two percent', () => {
    const values = Float64Array.from({ length: 100_000 }, (_, row) => (row % 70_000) * 0.37);

    const profile = profileColumn({ kind: 'numbers', values });

    expect(profile).toMatchObject({ isExact: false });
    expect(Math.abs(profile.distinct / 70_000 - 1)).toBeLessThan(0.02);
  });
});
