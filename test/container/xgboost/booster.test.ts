import { beforeAll, describe, expect, test } from '@jest/globals';
import { Booster } from 'container/xgboost/booster';
import { DMatrix } from 'container/xgboost/dmatrix';
import { isUserError } from 'kernel-helpers/errors';
import { randomNumbers } from '../support/houses';
import { useXGBoostLibrary } from '../support/xgboost-library';

beforeAll(useXGBoostLibrary);

describe('a matrix', () => {
  test('holds a copy of columns of 32 and of 64 bits', () => {
    const matrix = new DMatrix({
      columns: [Float32Array.of(1, 2, 3), Float64Array.of(4, 5, 6)],
      labels: Float32Array.of(0, 1, 2),
    });

    expect([matrix.rowCount, matrix.columnCount]).toEqual([3, 2]);
    matrix.close();
  });

  test('may have no rows, as on a host whose share is empty', () => {
    const matrix = new DMatrix({ columns: [new Float32Array(), new Float32Array()], labels: new Float32Array() });

    expect([matrix.rowCount, matrix.columnCount]).toEqual([0, 2]);
    matrix.close();
  });

  test('refuses a target without a number', () => {
    const make = () => new DMatrix({ columns: [Float32Array.of(1)], labels: Float32Array.of(Number.NaN) });

    expect(make).toThrow(/^XGBoost failed while reading the target column: .*Label contains NaN/);
  });

  test('can be closed twice', () => {
    const matrix = new DMatrix({ columns: [Float32Array.of(1)], labels: Float32Array.of(1) });

    matrix.close();
    matrix.close();
  });
});

describe('a model', () => {
  test('learns, and predicts the same after it was saved and loaded', () => {
    const { booster, data } = trainOnSum();
    const loaded = Booster.load(booster.save());
    const rows = Float32Array.of(0.2, 0.3, 0.9, 0.8);

    const [before, after] = [booster.predict(rows), loaded.predict(rows)];

    expect(after).toEqual(before);
    expect(after.valuesPerRow).toBe(1);
    expect(Math.abs(after.values[0] - 0.5)).toBeLessThan(0.1);
    expect(Math.abs(after.values[1] - 1.7)).toBeLessThan(0.1);
    for (const opened of [booster, loaded, data]) opened.close();
  });

  test.each(['gbtree', 'dart', 'gblinear'])('of the kind %s predicts from rows with a missing value', (kind) => {
    const { booster, data } = trainOnSum([['booster', kind]]);
    const loaded = Booster.load(booster.save());

    const { values, valuesPerRow } = loaded.predict(Float32Array.of(0.2, 0.3, 0.9, Number.NaN));

    expect([values.length, valuesPerRow]).toEqual([2, 1]);
    expect(values.every(Number.isFinite)).toBe(true);
    for (const opened of [booster, loaded, data]) opened.close();
  });

  test('measures each metric on each matrix', () => {
    const { booster, data } = trainOnSum([
      ['eval_metric', 'rmse'],
      ['eval_metric', 'mae'],
    ]);

    const metrics = booster.evaluate(9, { train: data, validation: data });

    expect(Object.keys(metrics)).toEqual(['train', 'validation']);
    expect(Object.keys(metrics.train)).toEqual(['rmse', 'mae']);
    expect(metrics.train).toEqual(metrics.validation);
    booster.close();
    data.close();
  });

  test('can be cut down to its first rounds', () => {
    const { booster, data } = trainOnSum();
    const half = booster.slice(5);

    expect([booster.rounds, half.rounds]).toEqual([10, 5]);
    for (const opened of [booster, half, data]) opened.close();
  });

  test('carries attributes in its file', () => {
    const { booster, data } = trainOnSum();
    booster.setAttribute('feature_names', '["größe"]');
    const loaded = Booster.load(booster.save());

    expect(loaded.attribute('feature_names')).toBe('["größe"]');
    expect(loaded.attribute('target')).toBeUndefined();
    for (const opened of [booster, loaded, data]) opened.close();
  });

  test('gives one value for each class', () => {
    const labels = Float32Array.from({ length: 30 }, (_, row) => row % 3);
    const data = new DMatrix({ columns: [labels], labels });
    const booster = Booster.forTraining(
      [data],
      [
        ['objective', 'multi:softprob'],
        ['num_class', '3'],
      ],
    );
    booster.update(0, data);

    const { values, valuesPerRow } = booster.predict(Float32Array.of(2));

    expect(valuesPerRow).toBe(3);
    expect(values.indexOf(Math.max(...values))).toBe(2);
    booster.close();
    data.close();
  });

  test.each([
    [
      'bytes that are not a model',
      () => Booster.load(Buffer.from('pickled')),
      /^UserError: XGBoost failed while loading the model file/,
    ],
    [
      'labels that the objective cannot learn',
      () => trainOnSum([['objective', 'binary:logistic']]),
      /^UserError: XGBoost failed in round 0/,
    ],
    ['a value that is not a number', () => trainOnSum([['max_depth', 'deep']]), /max_depth.*'deep'/],
  ])('refuses %s in XGBoost’s own words, without its stack', (_what, action, message) => {
    let refusal: unknown;
    try {
      action();
    } catch (error) {
      refusal = error;
    }

    expect(isUserError(refusal)).toBe(true);
    expect(String(refusal)).toMatch(message);
    expect(String(refusal)).not.toMatch(/Stack trace|\.cc:/);
  });
});

/** A model of the sum of two numbers, after ten rounds. */
function trainOnSum(parameters: readonly (readonly [string, string])[] = []): { booster: Booster; data: DMatrix } {
  const random = randomNumbers(1);
  const columns = [0, 1].map(() => Float32Array.from({ length: 2000 }, random));
  const labels = Float32Array.from(columns[0], (value, row) => value + columns[1][row]);
  const data = new DMatrix({ columns, labels });
  const booster = Booster.forTraining([data], [['nthread', '1'], ...parameters]);
  for (let round = 0; round < 10; round += 1) booster.update(round, data);
  return { booster, data };
}
