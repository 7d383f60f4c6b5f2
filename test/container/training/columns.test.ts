import { describe, expect, test } from '@jest/globals';
import { checkColumns } from 'container/training/check-columns';
import { toMatrixColumns } from 'container/training/matrix-columns';
import { Table } from 'kernel-helpers/table/columnar-table';
import type { Column } from 'kernel-helpers/table/table';

describe('the columns of a table', () => {
  test('are taken with the target as the table spells it', () => {
    const columns = [column('MEDINC', 'real'), column('ROOMS', 'fixed'), column('SOLD', 'boolean')];

    expect(checkColumns(columns, 'houses', 'rooms')).toBe('ROOMS');
  });

  test('are refused with everything that is wrong, before a row is read', () => {
    const columns = [column('MEDINC', 'real'), column('CITY', 'text'), column('BUILT', 'date')];

    expect(() => checkColumns(columns, 'houses', 'medicn')).toThrow(
      'Table houses has no column medicn to predict. Did you mean MEDINC?\n' +
        'XGBoost needs numbers, but these columns of table houses hold none: CITY (text), BUILT (date). Train on a view that leaves them out or makes numbers of them, for example: create view houses_numbers as select * exclude (CITY, BUILT) from houses.',
    );
  });

  test('must be more than the target', () => {
    expect(() => checkColumns([column('PRICE', 'real')], 'houses', 'price')).toThrow(/only one column/);
  });
});

describe('the numbers for XGBoost', () => {
  test('are of 32 bits, in table order, with NaN where a value is missing', () => {
    const table = new Table([
      number('A', [0.1, Number.NaN]),
      {
        name: 'BIG',
        type: 'NUMBER(38,0)',
        kind: 'bigint',
        nullable: true,
        values: BigInt64Array.of(2n ** 60n, 0n),
        nulls: Uint8Array.of(0, 1),
      },
      number('TARGET', [1, 2]),
      {
        name: 'SOLD',
        type: 'BOOLEAN',
        kind: 'boolean',
        nullable: true,
        values: Uint8Array.of(0, 1),
        nulls: Uint8Array.of(1, 0),
      },
    ]);

    const matrix = toMatrixColumns(table.columns, 'TARGET');

    expect(matrix.features).toEqual(['A', 'BIG', 'SOLD']);
    expect(matrix.columns.map((values) => [...values])).toEqual([
      [Math.fround(0.1), Number.NaN],
      [2 ** 60, Number.NaN],
      [Number.NaN, 1],
    ]);
    expect([...matrix.labels]).toEqual([1, 2]);
  });

  test('need a number in the target of every row', () => {
    const table = new Table([number('A', [1, 2, 3]), number('PRICE', [1, Number.NaN, Number.POSITIVE_INFINITY])]);

    expect(() => toMatrixColumns(table.columns, 'PRICE')).toThrow(
      /^2 of 3 rows have no number in the target column PRICE\. Train on a view/,
    );
  });

  test('cannot be made of text', () => {
    const table = new Table([
      { name: 'CITY', type: 'VARCHAR', kind: 'text', nullable: false, values: ['Fresno'] },
      number('PRICE', [1]),
    ]);

    expect(() => toMatrixColumns(table.columns, 'PRICE')).toThrow(/column CITY is VARCHAR/);
  });
});

function column(name: string, wireType: string) {
  return { name, wireType, precision: null, scale: null, nullable: true };
}

function number(name: string, values: readonly number[]): Column {
  return { name, type: 'FLOAT', kind: 'number', nullable: true, values: Float64Array.from(values) };
}
