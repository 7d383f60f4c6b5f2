import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Column,
  corr,
  count,
  distinct,
  first,
  last,
  max,
  mean,
  median,
  min,
  quantile,
  stdev,
  sum,
  Table,
  variance,
} from 'kernel-helpers';
import { columnTexts } from 'kernel-helpers/values/cells';
import {
  allCells,
  cellsOf,
  comparePlain,
  compareRows,
  isSame,
  plainGroups,
  plainKey,
  plainNumbers,
  plainSum,
} from './support/plain-rows';
import { ALL_KINDS, columnOf, DIGIT_KINDS, NUMBER_KINDS, rowColumn, twoOfOneKind } from './support/small-columns';

/** Columns A, B and C of any kinds, and the number of each row. */
const tables = (kinds = ALL_KINDS): fc.Arbitrary<Table> =>
  fc
    .nat(24)
    .chain((rows) =>
      fc
        .tuple(...['A', 'B', 'C'].map((name) => columnOf(name, rows, kinds)))
        .map((columns) => new Table([...columns, rowColumn('ROW', rows)])),
    );

const RUNS = { numRuns: 50 };
const rowsOf = (table: Table, name = 'ROW'): (number | null)[] => table.toRows().map((row) => row[name]);
const allRows = (table: Table): number[] => Array.from({ length: table.rowCount }, (_, row) => row);

/** The table has these rows of another, with every cell, type and kind as it was. */
function expectRows(table: Table, source: Table, rows: readonly number[]): void {
  expect(rowsOf(table)).toEqual(rows);
  source.columns.forEach((column, index) => {
    const { kind, type, name } = table.columns[index];
    expect({ kind, type, name }).toEqual({ kind: column.kind, type: column.type, name: column.name });
    expect(allCells(table.columns[index])).toEqual(cellsOf(column, rows));
  });
}

/** Equal but for the last digits, which depend on the order of additions. */
function expectFigure(found: unknown, expected: number | null): void {
  if (expected === null || typeof found !== 'number') expect(found).toBe(expected);
  else expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
}

describe('as when one row is looked at after another,', () => {
  test('filter() keeps rows, their cells, kinds and types', () => {
    fc.assert(
      fc.property(tables(), fc.infiniteStream(fc.boolean()), (table, coins) => {
        const kept = allRows(table).filter(() => coins.next().value);
        const isKept = new Set(kept);
        expectRows(
          table.filter((row) => isKept.has(row.ROW)),
          table,
          kept,
        );
        const known = allRows(table).filter((row) => plainKey(table.columns[0], row) !== null);
        expectRows(
          table.filter((row) => row.A !== null),
          table,
          known,
        );
      }),
      RUNS,
    );
  });

  test('filter() and addColumn() see the cells that toRows() gives', () => {
    fc.assert(
      fc.property(tables(), (table) => {
        const cells = table.toRows().map((row) => row.A);
        const seen: unknown[] = [];
        const see = (cell: unknown): number => seen.push(cell);
        table.filter((row) => see(row.A));
        expect(seen).toEqual(cells);
        expect(table.map((row) => row.A)).toEqual(cells);
      }),
      RUNS,
    );
  });

  test('sortBy() puts rows in order', () => {
    fc.assert(
      fc.property(tables(), fc.tuple(fc.boolean(), fc.boolean()), (table, descending) => {
        const columns = table.columns.slice(0, 2);
        const order = allRows(table).sort((one, other) => compareRows(columns, one, other, descending));
        expectRows(table.sortBy(['A', 'B'], { descending }), table, order);
      }),
      RUNS,
    );
  });

  test('groupBy() counts and chooses values', () => {
    fc.assert(
      fc.property(tables(), (table) => {
        const keys = table.columns.slice(0, 2);
        const [, , column] = table.columns;
        const groups = plainGroups(keys, table.rowCount);
        const known = groups.map((rows) => rows.filter((row) => plainKey(column, row) !== null));
        const byValue = known.map((rows) => rows.toSorted((one, other) => compareRows([column], one, other)));
        const made = table.groupBy('A', 'B').aggregate({
          n: count(),
          known: count('C'),
          different: distinct('C'),
          first: first('C'),
          last: last('C'),
          min: min('C'),
          max: max('C'),
        });

        keys.forEach((key, index) => {
          expect(allCells(made.columns[index])).toEqual(
            cellsOf(
              key,
              groups.map(([row]) => row),
            ),
          );
        });
        expect(rowsOf(made, 'n')).toEqual(groups.map((rows) => rows.length));
        expect(rowsOf(made, 'known')).toEqual(known.map((rows) => rows.length));
        expect(rowsOf(made, 'different')).toEqual(
          known.map(
            (rows) =>
              rows.filter(
                (row, index) => rows.findIndex((one) => isSame(plainKey(column, one), plainKey(column, row))) === index,
              ).length,
          ),
        );
        expect(allCells(made.column('first'))).toEqual(
          cellsOf(
            column,
            known.map((rows) => rows[0] ?? null),
          ),
        );
        expect(allCells(made.column('last'))).toEqual(
          cellsOf(
            column,
            known.map((rows) => rows.at(-1) ?? null),
          ),
        );
        for (const [name, rows] of [
          ['min', byValue.map((sorted) => sorted[0] ?? null)],
          ['max', byValue.map((sorted) => sorted.at(-1) ?? null)],
        ] as const) {
          const keysOf = (one: Column, places: readonly (number | null)[]) =>
            places.map((place) => (place === null ? null : plainKey(one, place)));
          expect(
            keysOf(
              made.column(name),
              groups.map((_, group) => group),
            ),
          ).toEqual(keysOf(column, rows));
        }
      }),
      RUNS,
    );
  });

  test('aggregate() computes figures of numbers, of all rows and of groups', () => {
    fc.assert(
      fc.property(tables(NUMBER_KINDS), (table) => {
        const [key, column, other] = table.columns;
        const figures = {
          sum: sum('B'),
          mean: mean('B'),
          middle: median('B'),
          low: quantile('B', 0.1),
          high: quantile('B', 0.9),
          spread: stdev('B'),
          square: variance('B'),
          together: corr('B', 'C'),
        };
        const groups = plainGroups([key], table.rowCount);
        const made = table.groupBy('A').aggregate(figures);
        const check = (row: Record<string, unknown>, sums: string | null, rows: readonly number[]): void => {
          const { numbers, pairs } = plainNumbers(column, other, rows);
          expect(sums).toEqual(plainSum(column, rows));
          expectFigure(row.mean, meanOf(numbers));
          expectFigure(row.middle, quantileOf(numbers, 0.5));
          expectFigure(row.low, quantileOf(numbers, 0.1));
          expectFigure(row.high, quantileOf(numbers, 0.9));
          const square = varianceOf(numbers);
          expectFigure(row.square, square);
          expectFigure(row.spread, square === null ? null : Math.sqrt(square));
          expectFigure(row.together, correlationOf(pairs));
        };
        const sums = columnTexts(made.column('sum'));
        for (const [group, row] of made.toRows().entries()) check(row, sums(group), groups[group]);
        const whole = table.aggregate(figures);
        check(whole.toRows()[0], columnTexts(whole.column('sum'))(0), allRows(table));
      }),
      RUNS,
    );
  });

  test('join() finds the rows that belong together', () => {
    const both = fc
      .tuple(fc.nat(12), fc.nat(12))
      .chain((rows) =>
        fc.oneof(
          twoOfOneKind('A', rows),
          fc.tuple(columnOf('A', rows[0], DIGIT_KINDS), columnOf('A', rows[1], DIGIT_KINDS)),
        ),
      );
    const ways = fc.constantFrom('inner', 'left', 'right', 'full');
    fc.assert(
      fc.property(both, ways, ([ours, theirs], how) => {
        const [left, right] = [ours, theirs].map((key) => new Table([key, rowColumn('ROW', key.values.length)]));
        const made = left.join(right, { on: 'A', how });
        const pairs = plainJoin(ours, theirs, how);
        expect(made.toRows().map((row) => [row.ROW, row.ROW_RIGHT])).toEqual(pairs);
        const keys = pairs.map(([row, other]) => cellsOf(row === null ? theirs : ours, [row ?? other])[0]);
        const isSameType = ours.kind === theirs.kind && ours.type === theirs.type;
        const told = (cells: readonly (string | null)[]) => (isSameType ? cells : cells.map(digitsOf));
        expect(told(allCells(made.columns[0]))).toEqual(told(keys));
      }),
      { numRuns: 150 },
    );
  });

  test('valueCounts(), unique() and pivot() count values', () => {
    fc.assert(
      fc.property(tables(), (table) => {
        const [column, across] = table.columns;
        const groups = plainGroups([column], table.rowCount);
        const counted = table.valueCounts('A');
        const order = groups.map((_, group) => group).sort((one, other) => groups[other].length - groups[one].length);
        expect(allCells(counted.columns[0])).toEqual(
          cellsOf(
            column,
            order.map((group) => groups[group][0]),
          ),
        );
        expect(rowsOf(counted, 'count')).toEqual(order.map((group) => groups[group].length));
        expect(table.unique('A')).toHaveLength(groups.length);
        const names = plainGroups([across], table.rowCount);
        const told = new Set(names.map(([row]) => String(columnTexts(across)(row))));
        if (told.size < names.length || told.has('A')) return;
        const pivoted = table.pivot({ rows: 'A', columns: 'B' });
        const found = groups.map((_, group) => plainKey(pivoted.columns[0], group));
        expect(found).toEqual(groups.map(([row]) => plainKey(column, row)));
        names.forEach((rows, name) => {
          const cells = groups.map((group) => group.filter((row) => rows.includes(row)).length || null);
          const values = columnTexts(pivoted.columns[name + 1]);
          expect(groups.map((_, group) => values(group))).toEqual(cells.map((cell) => cell && String(cell)));
        });
      }),
      RUNS,
    );
  });

  test('describe() tells what values are like', () => {
    fc.assert(
      fc.property(tables(), (table) => {
        const facts = table.describe().toRows();
        table.columns.forEach((column, index) => {
          const known = allRows(table).filter((row) => plainKey(column, row) !== null);
          const groups = plainGroups([column], table.rowCount).filter(([row]) => plainKey(column, row) !== null);
          const { count: found, nulls, distinct: different, topCount } = facts[index];
          expect([found, nulls, different]).toEqual([known.length, table.rowCount - known.length, groups.length]);
          const most = Math.max(0, ...groups.map((rows) => rows.length));
          if (topCount === null) expect(most).toBeLessThan(2);
          else expect(topCount).toBe(most);
        });
      }),
      RUNS,
    );
    fc.assert(
      fc.property(tables(NUMBER_KINDS), (table) => {
        const facts = table.describe().toRows();
        table.columns.forEach((column, index) => {
          const { numbers } = plainNumbers(column, column, allRows(table));
          const fact = facts[index];
          expectFigure(fact.mean, meanOf(numbers));
          const square = varianceOf(numbers);
          expectFigure(fact.stdev, square === null ? null : Math.sqrt(square));
          [fact.min, fact.q1, fact.median, fact.q3, fact.max].forEach((value, quarter) => {
            expectFigure(value, quantileOf(numbers, quarter / 4));
          });
        });
      }),
      RUNS,
    );
  });

  test('sample() draws rows at most once, in their order', () => {
    fc.assert(
      fc.property(tables(), fc.nat(30), fc.integer(), (table, size, seed) => {
        const drawn = table.sample(size, { seed });
        const rows = rowsOf(drawn).map(Number);
        expect(rows).toHaveLength(Math.min(size, table.rowCount));
        expectRows(
          drawn,
          table,
          [...new Set(rows)].sort((one, other) => one - other),
        );
      }),
      RUNS,
    );
  });
});

function plainJoin(ours: Column, theirs: Column, how: string): (number | null)[][] {
  const rows = (column: Column) => Array.from({ length: column.values.length }, (_, row) => row);
  const isPair = (row: number, other: number): boolean => {
    const [key, otherKey] = [plainKey(ours, row), plainKey(theirs, other)];
    if (key === null || otherKey === null) return false;
    if (ours.kind === theirs.kind && ours.kind !== 'decimal') return comparePlain(key, otherKey) === 0;
    return digitsOf(columnTexts(ours)(row)) === digitsOf(columnTexts(theirs)(other));
  };
  if (how === 'right') return plainJoin(theirs, ours, 'left').map(([row, other]) => [other, row]);
  const made: (number | null)[][] = rows(ours).flatMap((row) => {
    const partners = rows(theirs).filter((other) => isPair(row, other));
    if (partners.length === 0) return how === 'inner' ? [] : [[row, null]];
    return partners.map((other) => [row, other]);
  });
  if (how !== 'full') return made;
  const alone = rows(theirs).filter((other) => !rows(ours).some((row) => isPair(row, other)));
  return [...made, ...alone.map((other) => [null, other])];
}

/** A number by its digits without the zeros at its end: 1.50 is 1.5, and 1.00 is 1. */
function digitsOf(text: string | null): string | null {
  return text?.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
}

function meanOf(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : numbers.reduce((total, value) => total + value, 0) / numbers.length;
}

function varianceOf(numbers: readonly number[]): number | null {
  const middle = meanOf(numbers);
  if (middle === null || numbers.length < 2) return null;
  return numbers.reduce((total, value) => total + (value - middle) ** 2, 0) / (numbers.length - 1);
}

function quantileOf(numbers: readonly number[], share: number): number | null {
  if (numbers.length === 0) return null;
  const sorted = numbers.toSorted((one, other) => one - other);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  return sorted[below] + (place - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
}

function correlationOf(pairs: readonly (readonly [number, number])[]): number | null {
  const [lefts, rights] = [pairs.map(([left]) => left), pairs.map(([, right]) => right)];
  const [left, right] = [meanOf(lefts) ?? 0, meanOf(rights) ?? 0];
  const spreads = [lefts, rights].map((numbers) => Math.sqrt(varianceOf(numbers) ?? 0));
  if (pairs.length < 2 || spreads.includes(0)) return null;
  const together = pairs.reduce((total, [one, other]) => total + (one - left) * (other - right), 0);
  return together / (pairs.length - 1) / spreads[0] / spreads[1];
}
