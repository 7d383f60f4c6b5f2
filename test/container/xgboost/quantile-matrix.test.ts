import { beforeAll, describe, expect, test } from '@jest/globals';
import { Booster, type Parameter } from 'container/xgboost/booster';
import { DMatrix, type Matrix, type MatrixData } from 'container/xgboost/dmatrix';
import { QuantileMatrix, type RowBatches } from 'container/xgboost/quantile-matrix';
import { useXGBoostLibrary } from '../support/xgboost-library';

beforeAll(useXGBoostLibrary);

const ROWS = 2000;

/** A feature with few values, one with many, one with categories, and many missing values. */
const data: Required<Pick<MatrixData, 'columns' | 'labels' | 'weights'>> = {
  columns: [
    floats((row) => row % 17),
    floats((row) => (row % 5 === 0 ? Number.NaN : Math.sin(row) * 1e3)),
    floats((row) => row % 4),
  ],
  labels: floats((row) => (row % 17) * 2 + Math.sin(row) * 3 + (row % 4)),
  weights: floats((row) => 1 + (row % 3)),
};

describe('a matrix of intervals', () => {
  test.each([
    ['squared error', {}, [] as Parameter[]],
    ['weights', { weights: true }, [] as Parameter[]],
    ['categories', { categories: true }, [['max_cat_to_onehot', '1']] as Parameter[]],
    ['few intervals', {}, [['max_bin', '16']] as Parameter[]],
  ])('gives the model of a matrix of values, byte for byte, with %s', (_what, uses, parameters) => {
    const rows = choose(uses);
    const all: Parameter[] = [['tree_method', 'hist'], ['nthread', '2'], ...parameters];
    const maxBin = Number(parameters.find(([name]) => name === 'max_bin')?.[1] ?? 256);

    const fromValues = modelOf(new DMatrix(rows), all);

    for (const size of [ROWS, 300, 37]) {
      expect(modelOf(new QuantileMatrix(batchesOf(rows, size), { threads: 2, maxBin }), all).equals(fromValues)).toBe(
        true,
      );
    }
  });

  test('measures as a matrix of values does, if it has the intervals of the one that the model learnt from', () => {
    const [learnt, kept] = [batchesOf(part(0, 1500), 400), batchesOf(part(1500, ROWS), 400)];
    const options = { threads: 1, maxBin: 256 };
    const train = new QuantileMatrix(learnt, options);

    const quantiles = metricsOf(train, new QuantileMatrix(kept, { ...options, reference: train }));

    expect(quantiles).toEqual(metricsOf(new DMatrix(part(0, 1500)), new DMatrix(part(1500, ROWS))));
  });

  test('takes no rows at all, as a host of a small table has', () => {
    const matrix = new QuantileMatrix(batchesOf(part(0, 0), 10), { threads: 1, maxBin: 256 });

    expect([matrix.rowCount, matrix.columnCount]).toEqual([0, 3]);
    matrix.close();
    matrix.close();
  });

  test.each([0, 3, 17])('throws what reading throws at read %i, and can be made again afterwards', (failing) => {
    const error = new Error('the disk is gone');
    let reads = 0;
    const batches = batchesOf(data, 400);
    const broken = {
      count: batches.count,
      read: (index: number) => {
        reads += 1;
        if (reads > failing) throw error;
        return batches.read(index);
      },
    };

    expect(() => new QuantileMatrix(broken, { threads: 1, maxBin: 256 })).toThrow(error);
    expect(new QuantileMatrix(batches, { threads: 1, maxBin: 256 }).rowCount).toBe(ROWS);
  });
});

function floats(valueOfRow: (row: number) => number): Float32Array {
  return Float32Array.from({ length: ROWS }, (_, row) => valueOfRow(row));
}

function choose({ weights, categories }: { weights?: boolean; categories?: boolean }): MatrixData {
  const { weights: values, ...rest } = data;
  return {
    ...rest,
    ...(weights === true && { weights: values }),
    ...(categories === true && { featureTypes: ['q', 'q', 'c'] }),
  };
}

function part(
  from: number,
  to: number,
  { columns, labels, weights, featureTypes }: MatrixData = choose({}),
): MatrixData {
  return {
    columns: columns.map((values) => values.slice(from, to)),
    labels: labels?.slice(from, to),
    weights: weights?.slice(from, to),
    featureTypes,
  };
}

function batchesOf(rows: MatrixData, size: number): RowBatches {
  const { length } = rows.columns[0];
  return {
    count: Math.max(1, Math.ceil(length / size)),
    read: (index) => part(index * size, Math.min((index + 1) * size, length), rows),
  };
}

function modelOf(matrix: Matrix, parameters: readonly Parameter[]): Buffer {
  const booster = Booster.forTraining([matrix], parameters);
  for (let round = 0; round < 5; round += 1) booster.update(round, matrix);
  const bytes = booster.save();
  booster.close();
  matrix.close();
  return Buffer.from(bytes);
}

function metricsOf(train: Matrix, validation: Matrix): unknown {
  const booster = Booster.forTraining([train, validation], [['nthread', '1']]);
  for (let round = 0; round < 5; round += 1) booster.update(round, train);
  return booster.evaluate(4, { train, validation });
}
