import { describe, expect, test } from '@jest/globals';
import { CalendarDate, corr, count, distinct, max, mean, median, quantile, stdev, sum, Table } from 'kernel-helpers';

const HOUSES = Table.fromRows(
  [
    { CITY: 'Fresno', MEDINC: 3, SOLD: new Date('2024-02-29'), ID: 9_007_199_254_740_993n },
    { CITY: 'Davis', MEDINC: 9, SOLD: new Date('2024-01-01'), ID: 2n },
    { CITY: null, MEDINC: 5, SOLD: null, ID: null },
    { CITY: 'Davis', MEDINC: null, SOLD: new Date('2023-12-31'), ID: 9_007_199_254_740_993n },
    { CITY: 'Fresno', MEDINC: 1, SOLD: new Date('2024-03-01'), ID: 5n },
  ],
  { origin: 'synthetic stand-in' },
);

const cells = (table: Table, name: string): unknown[] => table.toRows().map((row) => row[name]);

describe('a verb', () => {
  test('filters rows by a function that sees null, dates and long numbers as toRows() gives them', () => {
    expect(
      cells(
        HOUSES.filter((row) => row.MEDINC > 2),
        'MEDINC',
      ),
    ).toEqual([3, 9, 5]);
    expect(
      cells(
        HOUSES.filter((row) => row.SOLD > CalendarDate.from('2024-01-01')),
        'CITY',
      ),
    ).toEqual(['Fresno', 'Fresno']);
    expect(HOUSES.filter((row) => row.ID === 9_007_199_254_740_993n).rowCount).toBe(2);
  });

  test('filters rows by values beside the row, and refuses others', () => {
    expect(HOUSES.filter((row, { least }) => row.MEDINC > least, { least: 2 }).rowCount).toBe(3);
    expect(() => HOUSES.filter((row, least) => row.MEDINC > least, 2 as never)).toThrow(/as an object/);
  });

  test('sorts by columns, equal rows in their order and null last', () => {
    expect(cells(HOUSES.sortBy('medinc'), 'MEDINC')).toEqual([1, 3, 5, 9, null]);
    expect(cells(HOUSES.sortBy('MEDINC', { descending: true }), 'MEDINC')).toEqual([9, 5, 3, 1, null]);
    expect(cells(HOUSES.sortBy(['CITY', 'MEDINC'], { descending: [false, true] }), 'MEDINC')).toEqual([
      9,
      null,
      3,
      1,
      5,
    ]);
    expect(
      cells(
        HOUSES.sortBy((row) => -row.MEDINC),
        'MEDINC',
      ),
    ).toEqual([9, 5, 3, 1, null]);
  });

  test('groups rows in the order of their keys, with figures that leave nulls out', () => {
    const figures = {
      rows: count(),
      known: count('MEDINC'),
      income: mean('MEDINC'),
      ids: sum('ID'),
      last: max('SOLD'),
    };
    expect(HOUSES.groupBy('CITY').aggregate(figures).toRows()).toEqual([
      {
        CITY: 'Davis',
        rows: 2,
        known: 1,
        income: 9,
        ids: 9_007_199_254_740_995n,
        last: CalendarDate.from('2024-01-01'),
      },
      {
        CITY: 'Fresno',
        rows: 2,
        known: 2,
        income: 2,
        ids: 9_007_199_254_740_998n,
        last: CalendarDate.from('2024-03-01'),
      },
      { CITY: null, rows: 1, known: 1, income: 5, ids: null, last: null },
    ]);
    expect(
      HOUSES.aggregate({
        n: count(),
        middle: median('MEDINC'),
        high: quantile('MEDINC', 0.75),
        spread: stdev('MEDINC'),
        cities: distinct('CITY'),
        with: corr('MEDINC', 'MEDINC'),
      }).toRows(),
    ).toEqual([{ n: 5, middle: 4, high: 6, spread: Math.sqrt(35 / 3), cities: 2, with: 1 }]);
  });

  test('joins tables, and names columns of the other table that would have the same name', () => {
    const cities = Table.fromRows([
      { TOWN: 'Davis', STATE: 'CA', MEDINC: 7 },
      { TOWN: 'Reno', STATE: 'NV', MEDINC: 8 },
    ]);
    const shown = (how: 'inner' | 'left' | 'right' | 'full') =>
      HOUSES.join(cities, { on: { CITY: 'TOWN' }, how })
        .toRows()
        .map((row) => [row.CITY, row.MEDINC, row.STATE, row.MEDINC_RIGHT]);
    expect(shown('inner')).toEqual([
      ['Davis', 9, 'CA', 7],
      ['Davis', null, 'CA', 7],
    ]);
    expect(shown('left')).toEqual([
      ['Fresno', 3, null, null],
      ['Davis', 9, 'CA', 7],
      [null, 5, null, null],
      ['Davis', null, 'CA', 7],
      ['Fresno', 1, null, null],
    ]);
    expect(shown('right')).toEqual([
      ['Davis', 9, 'CA', 7],
      ['Davis', null, 'CA', 7],
      ['Reno', null, 'NV', 8],
    ]);
    expect(shown('full')).toEqual([...shown('left'), ['Reno', null, 'NV', 8]]);
  });

  test('adds a column of a function, of a list or of another column, or replaces one', () => {
    const rich = HOUSES.addColumn('RICH', (row) => row.MEDINC > 4).addColumn(
      'PREDICTED',
      Float32Array.of(1, 2, 3, 4, 5),
    );
    expect(rich.toRows()[1]).toMatchObject({ RICH: true, PREDICTED: 2 });
    expect(
      cells(
        HOUSES.addColumn('MEDINC', (row) => row.MEDINC * 2),
        'MEDINC',
      ),
    ).toEqual([6, 18, 10, 0, 2]);
    expect(cells(HOUSES.addColumn('WHEN', HOUSES.column('SOLD')), 'WHEN')).toEqual(cells(HOUSES, 'SOLD'));
  });

  test('gives parts: the head, the tail, a sample, other columns', () => {
    expect(cells(HOUSES.head(2), 'MEDINC')).toEqual([3, 9]);
    expect(cells(HOUSES.tail(2), 'MEDINC')).toEqual([null, 1]);
    expect(HOUSES.sample(3, { seed: 1 }).toRows()).toEqual(HOUSES.sample(3, { seed: 1 }).toRows());
    expect(HOUSES.sample(9).rowCount).toBe(5);
    expect([...HOUSES.select('medinc')]).toEqual([3, 9, 5, null, 1].map((MEDINC) => ({ MEDINC })));
  });

  test('counts values and describes columns', () => {
    expect(HOUSES.valueCounts('CITY').toRows()).toEqual([
      { CITY: 'Davis', count: 2 },
      { CITY: 'Fresno', count: 2 },
      { CITY: null, count: 1 },
    ]);
    const [city, income] = HOUSES.describe().toRows();
    expect(city).toMatchObject({
      column: 'CITY',
      count: 4,
      nulls: 1,
      distinct: 2,
      top: 'Fresno',
      topCount: 2,
      mean: null,
    });
    expect(income).toMatchObject({ column: 'MEDINC', count: 4, nulls: 1, mean: 4.5, min: 1, median: 4, max: 9 });
  });

  test.each([
    ['a misspelt name', () => HOUSES.sortBy('MEDINK'), 'The table has no column MEDINK. Did you mean MEDINC?'],
    [
      'several at once',
      () => HOUSES.select('CITI', 'MEDINK'),
      'no column CITI and no column MEDINK. Did you mean CITY for CITI? Did you mean MEDINC for MEDINK?',
    ],
    [
      'every wrong figure at once',
      () => HOUSES.aggregate({ a: mean('CITY'), b: mean('MEDINK') }),
      /a: mean\(\) needs numbers, and CITY holds.*b: there is no column MEDINK/,
    ],
    ['another way to join', () => HOUSES.join(HOUSES, { on: 'CITY', how: 'outer' as 'full' }), "write 'full'"],
    [
      'columns of two kinds',
      () => HOUSES.join(HOUSES, { on: { CITY: 'ID' } }),
      'CITY is VARCHAR and ID of the other table is NUMBER(19,0).',
    ],
    ['too few values', () => HOUSES.addColumn('A', [1]), 'got 1 values for 5 rows'],
    ['a share of rows', () => HOUSES.sample(0.1), 'takes a whole number of rows'],
    ['an option without effect', () => HOUSES.sortBy('CITY', { reverse: true } as never), 'there is no option reverse'],
  ])('refuses %s and says what to do', (_what, run, message) => {
    expect(run).toThrow(message);
  });

  test('gives a function rows that it may keep, take apart and pass on', () => {
    const kept: unknown[] = [];
    HOUSES.filter((row) => kept.push(row));
    expect(kept).toEqual(HOUSES.toRows());
    expect(HOUSES.filter((row) => Object.values(row).every((cell) => cell !== null)).rowCount).toBe(3);
    let before: { MEDINC: number } | undefined;
    const steps = HOUSES.addColumn('STEP', (row) => {
      const step = before === undefined ? null : row.MEDINC - before.MEDINC;
      before = row;
      return step;
    });
    expect(cells(steps, 'STEP')).toEqual([null, 6, -4, -5, 1]);
  });

  test('finds a name in another case in a row, and refuses one that no column has', () => {
    expect(HOUSES.filter((row) => row.medinc > 4).rowCount).toBe(2);
    for (const keep of [(row: { MEDINK: number }) => row.MEDINK > 4, ({ MEDINK }: { MEDINK: number }) => MEDINK > 4]) {
      expect(() => HOUSES.filter(keep)).toThrow('The table has no column MEDINK. Did you mean MEDINC?');
    }
  });

  test('keeps where the rows came from', () => {
    const made = [
      HOUSES.head(),
      HOUSES.filter(() => true),
      HOUSES.sortBy('CITY'),
      HOUSES.groupBy('CITY').aggregate({ n: count() }),
      HOUSES.valueCounts('CITY'),
      HOUSES.describe(),
      Table.fromRows([{ CITY: 'Davis' }]).join(HOUSES, { on: 'CITY' }),
    ];
    expect(made.map(({ origin }) => origin)).toEqual(made.map(() => 'synthetic stand-in'));
  });
});

describe('what people guess', () => {
  test('works where one form carries it', () => {
    const [davis, fresno] = HOUSES.groupBy('CITY').mean('MEDINC').toRows();
    expect([davis, fresno]).toEqual([
      { CITY: 'Davis', MEDINC: 9 },
      { CITY: 'Fresno', MEDINC: 2 },
    ]);
    expect(HOUSES.groupBy('CITY').count().at(-1)).toEqual({ CITY: null, count: 1 });
    expect(HOUSES.groupBy('CITY').aggregate({ MEDINC: 'max', ID: 'sum' }).at(1)).toEqual({
      CITY: 'Fresno',
      MEDINC: 3,
      ID: 9_007_199_254_740_998n,
    });
    expect([HOUSES.mean('MEDINC'), HOUSES.sum('ID'), HOUSES.max('MEDINC'), HOUSES.min('CITY')]).toEqual([
      4.5,
      18_014_398_509_481_993n,
      9,
      'Davis',
    ]);
    expect(cells(HOUSES.sortBy('MEDINC', { ascending: false }), 'MEDINC')).toEqual([9, 5, 3, 1, null]);
    expect(HOUSES.unique('CITY')).toEqual(['Fresno', 'Davis', null]);
    expect(HOUSES.map((row) => row.CITY)).toEqual(['Fresno', 'Davis', null, 'Davis', 'Fresno']);
    expect(HOUSES.at(1)?.MEDINC).toBe(9);
    expect(HOUSES.at(5)).toBeUndefined();
    expect(HOUSES.select(['ID', 'CITY']).columnNames).toEqual(['ID', 'CITY']);
    expect(HOUSES.without(['ID', 'CITY'], 'SOLD').columnNames).toEqual(['MEDINC']);
    expect(HOUSES.rename({ medinc: 'INCOME' }).columnNames).toEqual(['CITY', 'INCOME', 'SOLD', 'ID']);
    expect(HOUSES.join(HOUSES.select('CITY', 'ID'), 'CITY').columnNames).toEqual([
      'CITY',
      'MEDINC',
      'SOLD',
      'ID',
      'ID_RIGHT',
    ]);
    expect(HOUSES.filter((row) => row.SOLD >= new Date('2024-02-29')).rowCount).toBe(2);
  });

  test('a pivot has a row for each value of one column and a column for each of another', () => {
    const sales = Table.fromRows([
      { CITY: 'Davis', YEAR: 2024, PRICE: 3 },
      { CITY: 'Davis', YEAR: 2023, PRICE: 1 },
      { CITY: 'Fresno', YEAR: 2024, PRICE: 5 },
      { CITY: 'Davis', YEAR: 2024, PRICE: 4 },
    ]);
    const request = { rows: 'CITY', columns: 'YEAR', values: 'PRICE' };
    expect(sales.pivot(request).toRows()).toEqual([
      { CITY: 'Davis', 2023: 1, 2024: 3.5 },
      { CITY: 'Fresno', 2023: null, 2024: 5 },
    ]);
    expect(sales.pivot({ ...request, aggregate: max }).toRows()[0]).toEqual({ CITY: 'Davis', 2023: 1, 2024: 4 });
    expect(sales.pivot({ ...request, aggregate: 'sum' }).toRows()[0]).toEqual({ CITY: 'Davis', 2023: 1, 2024: 7 });
    expect(() => sales.pivot({ ...request, values: 'PRICES' })).toThrow('Did you mean PRICE?');
  });

  test('corr() tells how columns of numbers are correlated, or two of them', () => {
    const pairs = Table.fromRows([1, 2, 3, null].map((A) => ({ A, B: A === null ? 9 : -A, C: 'x' })));
    expect(pairs.corr().toRows()).toEqual([
      { column: 'A', A: 1, B: -1 },
      { column: 'B', A: -1, B: 1 },
    ]);
    expect(pairs.corr('A', 'b')).toBe(-1);
  });

  test.each([
    [
      'another word for an aggregate',
      () => HOUSES.groupBy('CITY').aggregate({ MEDINC: 'meen' as 'mean' }),
      'Did you mean mean?',
    ],
    ['both ways to say an order', () => HOUSES.sortBy('ID', { ascending: true, descending: true }), 'not both'],
    ['no new name', () => HOUSES.rename({ ID: 5 } as never), 'needs a text as the new name of ID'],
  ])('but not %s', (_what, run, message) => {
    expect(run).toThrow(message);
  });
});
