import { describe, expect, test } from '@jest/globals';
import { csvBatches } from 'kernel-helpers/sagemaker/endpoint/csv-batches';
import { featureMatrix } from 'kernel-helpers/sagemaker/endpoint/feature-matrix';
import { Table } from 'kernel-helpers/table/columnar-table';

describe('features', () => {
  test('come from a Table without the column to predict', () => {
    const table = Table.fromRows([
      { MEDINC: 8.3, TARGET: 4.5, OLD: true },
      { MEDINC: null, TARGET: 3.5, OLD: false },
    ]);

    const { rowCount, columns } = featureMatrix(table, { target: 'TARGET' });

    expect(rowCount).toBe(2);
    expect(columns).toEqual([Float64Array.of(8.3, Number.NaN), Float64Array.of(1, 0)]);
  });

  test('are put in the order of the model, and what it does not know is left out', () => {
    const rows = [{ TARGET: 9, Y: 2, id: 'a', X: 1 }];

    expect(featureMatrix(rows, { features: ['X', 'Y'] }).columns).toEqual([Float64Array.of(1), Float64Array.of(2)]);
    expect(featureMatrix([{ x: 1, y: 2 }], { features: ['X', 'Y'] }).columns).toHaveLength(2);
  });

  test('that the model needs and the data lack are named', () => {
    expect(() => featureMatrix([{ X: 1, Z: 2 }], { features: ['X', 'Y'] })).toThrow(
      'The data lack Y. The model takes X, Y; the data hold X, Z.',
    );
  });

  test('come from rows of numbers', () => {
    expect(
      featureMatrix([
        [1, 2],
        [3, 4],
      ]).columns,
    ).toEqual([Float64Array.of(1, 3), Float64Array.of(2, 4)]);
    expect(featureMatrix([Float32Array.of(1, 2)]).rowCount).toBe(1);
  });

  test('come from a DataFrame and from objects', () => {
    const frame = { columns: ['a', 'b'], values: [[1, 2]], shape: [1, 2] };

    expect(featureMatrix(frame, { target: 'b' }).columns).toEqual([Float64Array.of(1)]);
    expect(featureMatrix([{ a: 1, b: 2 }], { target: 'b' }).columns).toEqual([Float64Array.of(1)]);
  });

  test.each([
    [[{ CITY: 'Fresno' }], 'Column CITY holds "Fresno" in row 0, and a model takes numbers only.'],
    [[[1, 2], [3]], 'Row 1 has 1 numbers where the first row has 2.'],
    [new Map(), 'An endpoint predicts a Table, a DataFrame, an array of objects, or rows of numbers.'],
    [[], 'There are no rows to predict.'],
  ])('that are none are refused: %j', (data, message) => {
    expect(() => featureMatrix(data)).toThrow(message);
  });
});

describe('CSV for an endpoint', () => {
  test('has no header and names missing values', () => {
    const batches = [
      ...csvBatches(
        featureMatrix([
          [1.5, Number.NaN],
          [0.1, -3e-7],
        ]),
      ),
    ];

    expect(batches).toEqual([{ csv: '1.5,nan\n0.1,-3e-7', rows: 2 }]);
  });

  test('is cut below the limit of one call, every row once', () => {
    const rows = Array.from({ length: 100 }, (_, row) => [row, row]);
    const batches = [...csvBatches(featureMatrix(rows), 50)];

    expect(Math.max(...batches.map(({ csv }) => csv.length))).toBeLessThanOrEqual(50);
    expect(batches.reduce((total, { rows: count }) => total + count, 0)).toBe(100);
    expect(
      batches
        .map(({ csv }) => csv)
        .join('\n')
        .split('\n'),
    ).toHaveLength(100);
  });
});
