import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeForOlderReaders } from 'container/training/older-readers';
import { Booster, type Parameter } from 'container/xgboost/booster';
import { DMatrix } from 'container/xgboost/dmatrix';
import { z } from 'zod';
import { ROOT } from '../support/clone';
import { runPython } from '../support/run-python';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder';
import { randomNumbers } from './support/houses';
import { useXGBoostLibrary } from './support/xgboost-library';

const ROWS = 120;
const random = randomNumbers(5);
const COLUMNS = [0, 1, 2].map(() => Float32Array.from({ length: ROWS }, random));
/** From 3 to 6. */
const VALUES = COLUMNS[0].map((value, row) => 2 * value + COLUMNS[1][row] + 3);
const YES_OR_NO = VALUES.map((value) => (value > 4.2 ? 1 : 0));
const CLASSES = VALUES.map((value) => Math.floor(value) - 3);

/** Every objective of a job, and what else changes the form of a model file. */
const MODELS: readonly (readonly [string, Float32Array, Readonly<Record<string, string>>])[] = [
  ['reg:squarederror', VALUES, {}],
  ['reg:squarederror with base_score', VALUES, { base_score: '4.1' }],
  ['reg:squarederror, dart', VALUES, { booster: 'dart', rate_drop: '0.1' }],
  ['reg:squarederror, gblinear', VALUES, { booster: 'gblinear' }],
  ['reg:squarederror, a forest', VALUES, { num_parallel_tree: '3', subsample: '0.5' }],
  ['reg:squaredlogerror', VALUES, {}],
  ['reg:logistic', VALUES.map((value) => value / 10), {}],
  ['reg:pseudohubererror', VALUES, {}],
  ['reg:absoluteerror', VALUES, {}],
  ['reg:quantileerror', VALUES, { quantile_alpha: '0.3' }],
  ['reg:gamma', VALUES, {}],
  ['reg:tweedie', VALUES, {}],
  ['binary:logistic', YES_OR_NO, {}],
  ['binary:logitraw', YES_OR_NO, {}],
  ['binary:hinge', YES_OR_NO, {}],
  ['count:poisson', VALUES.map(Math.round), {}],
  ['survival:cox', VALUES, {}],
  ['multi:softmax with base_score', CLASSES, { num_class: '3', base_score: '0.5' }],
  ['multi:softprob with base_score', CLASSES, { num_class: '3', base_score: '0.5' }],
];

/** Prints what this line of XGBoost predicts from each model, or that it refuses to. */
const PYTHON = `
import json, os
import numpy as np, xgboost as xgb

folder = os.environ["FOLDER"]
rows = np.ascontiguousarray(np.array(json.load(open(f"{folder}/rows.json")), dtype="<f4").T)
predicted = {}
for name in json.load(open(f"{folder}/names.json")):
    try:
        model = xgb.Booster(params={"nthread": 1}, model_file=f"{folder}/{name}")
        # As an endpoint does it: the two ways round differently for the booster dart.
        answer = model.predict(xgb.DMatrix(rows)) if "gblinear" in name else model.inplace_predict(rows)
        predicted[name] = answer.astype("f8").ravel().tolist()
    except xgb.core.XGBoostError:
        predicted[name] = "refused"
print(json.dumps({"version": xgb.__version__, "predicted": predicted}))
`;

/** Lines of XGBoost, and the objectives whose models they refuse with an error: these are newer, or rewritten since. */
const LINES: readonly (readonly [string, string, readonly string[]])[] = [
  ['3.0', join(ROOT, '.venv-peers', 'xgboost-3.0'), []],
  ['2.1', join(ROOT, '.venv-peers', 'xgboost-2.1'), ['reg:squaredlogerror']],
  // A folder of XGBoost 1.7, whose wheel is too large for every run: container/README.md says how to make one.
  ...(process.env.XGBOOST_1_7 === undefined
    ? []
    : [['1.7', process.env.XGBOOST_1_7, ['reg:squaredlogerror', 'reg:quantileerror']] as const]),
];

let folder: TemporaryFolder;
const ours = new Map<string, readonly number[]>();

beforeAll(() => {
  useXGBoostLibrary();
  folder = makeTemporaryFolder('older-xgboost');
  writeFileSync(join(folder.path, 'rows.json'), JSON.stringify(COLUMNS.map((column) => [...column])));
  writeFileSync(join(folder.path, 'names.json'), JSON.stringify(MODELS.map(([name]) => name)));
  for (const [name, labels, parameters] of MODELS) {
    const { bytes, predictions } = train(labels, { objective: name.split(/[, ]/)[0], ...parameters });
    writeFileSync(join(folder.path, name), bytes);
    ours.set(name, predictions);
  }
});

afterAll(() => folder.close());

describe('a saved model', () => {
  test.each(LINES)('answers to XGBoost %s with the same bits, or with an error', async (line, packages, refused) => {
    const PYTHONPATH = [packages, process.env.PYTHONPATH].filter(Boolean).join(delimiter);

    const { version, predicted } = answer.parse(
      await runPython(PYTHON, { env: { ...process.env, FOLDER: folder.path, PYTHONPATH } }),
    );

    expect(version.startsWith(`${line}.`)).toBe(true);
    for (const [name] of MODELS) {
      expect([name, predicted[name]]).toEqual([name, refused.includes(name) ? 'refused' : ours.get(name)]);
    }
  });
});

const answer = z.object({
  version: z.string(),
  predicted: z.record(z.string(), z.union([z.array(z.number()), z.literal('refused')])),
});

function train(labels: Float32Array, parameters: Readonly<Record<string, string>>) {
  const data = new DMatrix({ columns: COLUMNS, labels });
  const given: readonly Parameter[] = Object.entries({ nthread: '1', seed: '1', ...parameters });
  const booster = Booster.forTraining([data], given);
  for (let round = 0; round < 5; round += 1) booster.update(round, data);
  const { bytes, isForOlderReaders } = writeForOlderReaders(booster.save());
  if (!isForOlderReaders) throw new Error(`${parameters.objective} begins with several predictions.`);
  const rows = Float32Array.from({ length: ROWS * 3 }, (_, place) => COLUMNS[place % 3][Math.floor(place / 3)]);
  const loaded = Booster.load(bytes);
  const predictions = [...loaded.predict(rows).values];
  for (const opened of [loaded, booster, data]) opened.close();
  return { bytes, predictions };
}
