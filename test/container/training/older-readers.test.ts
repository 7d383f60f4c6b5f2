import { beforeAll, describe, expect, test } from '@jest/globals';
import { writeForOlderReaders } from 'container/training/older-readers';
import { Booster, type Parameter } from 'container/xgboost/booster';
import { DMatrix } from 'container/xgboost/dmatrix';
import { UbjsonCursor } from 'kernel-helpers/training-contract/index';
import { randomNumbers } from '../support/houses';
import { useXGBoostLibrary } from '../support/xgboost-library';

beforeAll(useXGBoostLibrary);

const random = randomNumbers(11);
const COLUMNS = [0, 1].map(() => Float32Array.from({ length: 60 }, random));
const CLASSES = COLUMNS[0].map((value) => Math.floor(value * 3));

describe('a model for older readers', () => {
  test.each<[string, Float32Array, readonly Parameter[]]>([
    ['one number', COLUMNS[0], []],
    ['one number in scientific form', COLUMNS[0].map((value) => value * 1e-7), []],
    [
      'the same number for every class',
      CLASSES,
      [
        ['objective', 'multi:softprob'],
        ['num_class', '3'],
        ['base_score', '0.5'],
      ],
    ],
    ['one number of a linear model', COLUMNS[0], [['booster', 'gblinear']]],
    ['one number of a dart', COLUMNS[0], [['booster', 'dart']]],
  ])('holds base_score as a number, where it is %s, and XGBoost reads the same model', (_what, labels, parameters) => {
    const model = trained(labels, parameters);

    const { bytes, isForOlderReaders } = writeForOlderReaders(model);

    expect(isForOlderReaders).toBe(true);
    expect(baseScoreOf(model)).toMatch(/^\[.*\]$/);
    expect(baseScoreOf(bytes)).toMatch(/^-?\d+(\.\d+)?E-?\d+$/);
    const loaded = Booster.load(bytes);
    expect(Buffer.from(loaded.save()).equals(model)).toBe(true);
    loaded.close();
    expect(writeForOlderReaders(bytes).bytes).toEqual(Buffer.from(bytes));
  });

  test.each<[string, readonly Parameter[]]>([
    [
      'class',
      [
        ['objective', 'multi:softmax'],
        ['num_class', '3'],
      ],
    ],
    [
      'quantile',
      [
        ['objective', 'reg:quantileerror'],
        ['quantile_alpha', '[0.1,0.9]'],
      ],
    ],
  ])('stays as it is where each %s has a number of its own, which no older form can hold', (_what, parameters) => {
    const model = trained(CLASSES, parameters);

    expect(writeForOlderReaders(model)).toEqual({ bytes: model, isForOlderReaders: false });
  });
});

function trained(labels: Float32Array, parameters: readonly Parameter[]): Uint8Array {
  const data = new DMatrix({ columns: COLUMNS, labels });
  const booster = Booster.forTraining([data], [['nthread', '1'], ...parameters]);
  for (let round = 0; round < 3; round += 1) booster.update(round, data);
  const bytes = booster.save();
  booster.close();
  data.close();
  return bytes;
}

function baseScoreOf(model: Uint8Array): unknown {
  const cursor = new UbjsonCursor(model);
  for (const key of ['learner', 'learner_model_param', 'base_score']) cursor.enter(key);
  return cursor.read();
}
