import { describe, expect, test } from '@jest/globals';
import { featureMatrix } from 'kernel-helpers/model-input/feature-matrix';
import { csvBatches } from 'kernel-helpers/sagemaker/endpoint/csv-batches';
import { Table } from 'kernel-helpers/table/columnar-table';
import { Decimal } from 'kernel-helpers/values/decimal';

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

  const model = { target: 'TARGET', features: ['X', 'Y'] };

  test.each([
    ['rows', [{ TARGET: 9, Y: 2, id: 'a', X: 1 }]],
    ['rows in lower case', [{ y: 2, id: 'a', x: 1 }]],
    ['a Table', Table.fromRows([{ Y: 2, id: 3, X: 1 }])],
    ['a DataFrame', Table.fromRows([{ Y: 2, id: 5, X: 1 }]).toDataFrame()],
    ['columns', { Y: [2], id: [7], X: [1] }],
  ])('of %s are put in the order of the model, and unknown columns are left out with a remark', (_form, data) => {
    expect(featureMatrix(data, model)).toEqual({
      rowCount: 1,
      columns: [Float64Array.of(1), Float64Array.of(2)],
      remarks: ['The prediction leaves out columns that the model does not know: id.'],
    });
  });

  test('that are texts go as the words that the model knows, in quotes, and no other word', () => {
    const words = { features: ['CITY', 'X'], categories: { CITY: ['Fresno, "CA"', 'Oakland'] } };
    const rows = [
      { x: 1, city: 'Fresno, "CA"' },
      { x: 2, city: null },
    ];

    expect([...csvBatches(featureMatrix(rows, words))].map(({ csv }) => csv)).toEqual(['"Fresno, ""CA""",1\n,2']);
    expect(() => featureMatrix([{ x: 1, city: 'Reno' }], words)).toThrow(
      'Column city holds "Reno" in row 0, but the model knows only the texts Fresno, "CA", Oakland. Write null for a text that it does not know.',
    );
  });

  test('leave the target out without a remark', () => {
    expect(featureMatrix([{ Target: 9, Y: 2, X: 1 }], model).remarks).toEqual([]);
  });

  test.each([
    [['a', 'A'], { A: 1, a: 2 }, [2, 1]],
    [['A', 'a'], { a: 2, A: 1 }, [1, 2]],
    [['A'], { a: 2, A: 1 }, [1]],
    [['ab', 'AB'], { Ab: 3, AB: 1, ab: 2 }, [2, 1]],
    [['x, 1', '"q"', 'größe'], { GRÖSSE: 4, größe: 3, '"q"': 2, 'x, 1': 1 }, [1, 2, 3]],
  ])('%j are found in %j by their exact names first', (features, row, values) => {
    const { columns } = featureMatrix([row], { features });

    expect(columns).toEqual(values.map((value) => Float64Array.of(value)));
  });

  test.each([
    [['A', 'a'], { A: 1 }, 'The data lack a. The model takes A, a; the data hold A.'],
    [['Ab', 'aB'], { AB: 1 }, 'The data lack aB. The model takes Ab, aB; the data hold AB.'],
    [['Ab'], { AB: 1, ab: 2 }, 'Ab could be AB or ab. Write the one that you mean with its exact case.'],
    [['X', 'Y'], { X: 1, Z: 2 }, 'The data lack Y. The model takes X, Y; the data hold X, Z.'],
  ])('%j are refused where %j does not say which column is which', (features, row, message) => {
    expect(() => featureMatrix([row], { features })).toThrow(message);
  });

  test('of a model without names are taken in their own order, with a remark', () => {
    expect(featureMatrix([{ b: 1, T: 3, a: 2 }], { target: 't' })).toEqual({
      rowCount: 1,
      columns: [Float64Array.of(1), Float64Array.of(2)],
      remarks: ['The model does not name its features: the columns were taken in their own order, b, a.'],
    });
  });

  test.each([
    [[[1]], 'The rows have 1 numbers, but the model wants 2 features in this order: X, Y.'],
    [
      [[1, 2, 3]],
      'The rows have 3 numbers, but the model wants 2 features in this order: X, Y. Leave out the target TARGET.',
    ],
    [[{ X: 1, Y: 2 }, { X: 1 }], 'Column Y has no value in row 1. Write null for a missing value.'],
    [{ X: [1, 2], Y: [1] }, 'Column Y has no value in row 1. Write null for a missing value.'],
  ])('that do not fit the model are refused: %j', (data, message) => {
    expect(() => featureMatrix(data, model)).toThrow(message);
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
    const frame = Table.fromRows([{ a: 1, b: 2 }]).toDataFrame();

    expect(featureMatrix(frame, { target: 'b' }).columns).toEqual([Float64Array.of(1)]);
    expect(featureMatrix([{ a: 1, b: 2 }], { target: 'b' }).columns).toEqual([Float64Array.of(1)]);
  });

  test('are the nearest numbers of decimals and long whole numbers', () => {
    const long = Table.fromRows([{ A: Decimal.from('12345678901234567890123.45'), B: 2n ** 60n }]);

    expect(featureMatrix(long).columns).toEqual([
      Float64Array.of(1.234_567_890_123_456_8e22),
      Float64Array.of(2 ** 60),
    ]);
    expect(featureMatrix(long.toRows()).columns).toEqual(featureMatrix(long).columns);
  });

  test.each([
    [[{ CITY: 'Fresno' }], 'Column CITY holds "Fresno" in row 0, and a model takes numbers only.'],
    [
      { $isSeries: false, $dataIncolumnFormat: [], index: [0], columns: ['a', 'a'], values: [[1, 2]], shape: [1, 2] },
      'Two columns are named a: give one of them another name.',
    ],
    [[[1, 2], [3]], 'Row 1 has 1 numbers where the first row has 2.'],
    [new Map(), 'predict() takes a Table, a DataFrame, an array of objects, or rows of numbers.'],
    [[], 'There are no rows to predict.'],
  ])('that cannot be read are refused: %j', (data, message) => {
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
    const batches = [...csvBatches(featureMatrix(rows), { maxBytes: 50 })];

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
