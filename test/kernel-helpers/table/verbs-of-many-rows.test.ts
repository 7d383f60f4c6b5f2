import { describe, expect, test } from '@jest/globals';
import { type Column, Table } from 'kernel-helpers';
import { columnTexts } from 'kernel-helpers/values/cells';
import { MANY, manyColumns, mixed } from './support/many-rows';
import { rowColumn } from './support/small-columns';

const table = new Table([...manyColumns(), rowColumn('ROW', MANY)]);
const rowsOf = (made: Table, name = 'ROW'): number[] => Array.from(made.column(name).values);

/** Of so many rows, one is looked at. */
const SOME = 7;

/** The cells of the made table are those of their rows in the other one. */
function expectCells(made: Table, source: Table, rows: readonly number[]): void {
  for (const [index, column] of source.columns.entries()) {
    const { kind, type, name } = made.columns[index];
    expect({ kind, type, name }).toEqual({ kind: column.kind, type: column.type, name: column.name });
    const [found, expected] = [columnTexts(made.columns[index]), columnTexts(column)];
    const wrong = rows.findIndex((row, place) => place % SOME === 0 && found(place) !== expected(row));
    expect({ name, wrong }).toEqual({ name, wrong: -1 });
  }
}

describe('where values are far apart in memory,', () => {
  test('sortBy() moves the cells of all kinds with their row', () => {
    const order = Int32Array.from({ length: MANY }, (_, row) => row).sort(
      (one, other) => mixed(one) - mixed(other) || one - other,
    );
    const made = table.sortBy('MIXED');
    const found = rowsOf(made);
    expect(order.findIndex((row, place) => found[place] !== row)).toBe(-1);
    expectCells(made, table, [...order]);
  });

  test('join() makes cells null where no row is found, whatever order the rows come in', () => {
    const wanted = Float64Array.from({ length: MANY }, (_, row) => (mixed(row) % (2 * MANY)) - (row % 2) / 4);
    const asked = new Table([{ name: 'ROW', kind: 'number', type: 'FLOAT', nullable: true, values: wanted }]);
    const made = asked.join(table, { on: 'ROW', how: 'left' });
    expect(made.rowCount).toBe(MANY);
    for (const column of table.columns.filter(({ name }) => name !== 'ROW')) {
      const [found, expected] = [columnTexts(made.column(column.name)), columnTexts(column)];
      const wrong = wanted.findIndex(
        (row, place) => place % SOME === 0 && found(place) !== (row in wanted ? expected(row) : null),
      );
      expect({ name: column.name, wrong }).toEqual({ name: column.name, wrong: -1 });
    }
  });
});

describe('a key that is there once in the other table is joined', () => {
  const names = ['MIXED', 'WHOLE', 'DAY', 'CLOCK', 'OWN_TEXT', 'LONG'];
  const others = (of: Table) => of.slice(0, 1000).sortBy('MIXED').rename({ ROW: 'OTHER' });

  test.each(names)('by %s, where all rows have a partner, and where some have none', (name) => {
    const unique = new Table(
      table.slice(0, 4000).columns.map((column) => ({ ...column, nulls: undefined })) as Column[],
    );
    const key = columnTexts(unique.column(name));
    const rowOfKey = new Map(Array.from({ length: 1000 }, (_, row) => [key(row), row]));
    const partners = (of: readonly number[]) => of.map((row) => rowOfKey.get(key(row)) ?? null);
    const few = unique.slice(0, 1000);
    const right = others(few).select(name, 'OTHER');
    expect(rowOfKey.size).toBe(1000);

    const all = few.join(right, name);
    expect(rowsOf(all, 'OTHER')).toEqual(partners(rowsOf(few)));
    expect(all.column('LONG').values).toBe(few.column('LONG').values);

    const left = unique.join(right, { on: name, how: 'left' });
    expect(rowsOf(left)).toEqual(rowsOf(unique));
    expect(left.toRows().map(({ OTHER }) => OTHER)).toEqual(partners(rowsOf(unique)));

    const inner = unique.join(right, name);
    const kept = rowsOf(unique).filter((row) => rowOfKey.has(key(row)));
    expect(rowsOf(inner)).toEqual(kept);
    expect(rowsOf(inner, 'OTHER')).toEqual(partners(kept));
  });
});

test.each([
  ['filter()', (of: Table) => of.filter((row) => row.ROW > 1)],
  ['filter() with a value beside the row', (of: Table) => of.filter((row, { least }) => row.ROW > least, { least: 1 })],
  ['addColumn()', (of: Table) => of.addColumn('TWICE', (row) => row.ROW * 2).filter((row) => row.TWICE > 2)],
])('%s reads only the columns that its function names', (_verb, verb) => {
  const read: unknown[] = [];
  const values = new Proxy([1n, 2n, 3n, 4n], {
    get: (target, name) => (name === 'length' ? target.length : read.push(name)),
  });
  const unread: Column = { name: 'UNREAD', kind: 'decimal', type: 'NUMBER(38,0)', nullable: false, scale: 0, values };
  const made = verb(new Table([rowColumn('ROW', 4), unread]));
  expect(rowsOf(made)).toEqual([2, 3]);
  // Those of the rows that stay are picked.
  expect(read).toEqual(['2', '3']);
});
