import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { predictorOf } from 'container/serving/predictor';
import { type ModelFacts, readModelFacts } from 'kernel-helpers/training-contract/index';
import { useXGBoostLibrary } from '../../container/support/xgboost-library';
import { runPython } from '../../support/run-python';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';

/** Models as other people make them with XGBoost's Python package. */
const PYTHON = `
import os
import numpy as np, xgboost as xgb

values = np.random.RandomState(3).rand(60, 3).astype("f4")
def write(name, names=None, rounds=3, attributes={}, **more):
    matrix = xgb.DMatrix(values, label=values[:, 0], feature_names=names)
    model = xgb.train(dict(nthread=1, **more), matrix, rounds)
    model.set_attr(**attributes)
    open(os.path.join(os.environ["FOLDER"], name), "wb").write(model.save_raw("ubj"))

write("own names", ["x, 1", 'with "quotes"', "größe"])
write("names of both kinds", ["A", "B", "C"], attributes={"feature_names": '["D","E","F"]'})
write("no names")
write("an attribute of somebody else", attributes={"feature_names": "see the wiki"})
write("odd names", attributes={"feature_names": '["[0]","a<b","\\\\u00fc\\\\n"]', "target": "T", "best_iteration": "1"})
write("dart", booster="dart", rounds=4)
write("a linear model", booster="gblinear", rounds=2)
write("many rounds", ["A", "B", "C"], rounds=400)
write("a forest", num_parallel_tree=3, rounds=2)
print("true")
`;

let folder: TemporaryFolder;

beforeAll(async () => {
  useXGBoostLibrary();
  folder = makeTemporaryFolder('models');
  await runPython(PYTHON, { env: { ...process.env, FOLDER: folder.path } });
});

afterAll(() => folder.close());

describe('a model file', () => {
  // XGBoost's Python package refuses names that hold [, ] or < (v3.2.0 `core.py`, DMatrix.feature_names), an attribute holds any.
  test.each<[string, ModelFacts]>([
    ['own names', { rounds: 3, features: ['x, 1', 'with "quotes"', 'größe'] }],
    ['names of both kinds', { rounds: 3, features: ['A', 'B', 'C'] }],
    ['no names', { rounds: 3 }],
    ['an attribute of somebody else', { rounds: 3 }],
    ['odd names', { rounds: 3, features: ['[0]', 'a<b', 'ü\n'], target: 'T', bestRound: 1 }],
    ['dart', { rounds: 4 }],
    ['a linear model', { rounds: 2 }],
    ['many rounds', { rounds: 400, features: ['A', 'B', 'C'] }],
    ['a forest', { rounds: 2 }],
  ])('with %s tells what it is', (name, facts) => {
    expect(readModelFacts(modelFile(name))).toEqual(facts);
  });

  test('is read from its first bytes; a RangeError says that more of them are needed', () => {
    const bytes = modelFile('many rounds');

    expect(readModelFacts(bytes.subarray(0, 4096)).rounds).toBe(400);
    for (const length of [1, 30, 100, 400]) expect(() => readModelFacts(bytes.subarray(0, length))).toThrow(RangeError);
  });

  test.each(['', 'no model', '{"learner":{}}', '{}', `{${String.fromCharCode(0x55, 1)}a`])(
    'is not %j, which is refused',
    (text) => {
      expect(() => readModelFacts(Buffer.from(text, 'latin1'))).toThrow();
    },
  );

  test.each([
    ['own names', ['x, 1', 'with "quotes"', 'größe']],
    ['names of both kinds', ['A', 'B', 'C']],
    ['an attribute of somebody else', []],
  ])('with %s tells an endpoint the same names', (name, features) => {
    const predictor = predictorOf(modelFile(name));

    expect(predictor.features).toEqual(features);
    expect(predictor.featureCount).toBe(3);
    predictor.close();
  });
});

function modelFile(name: string): Buffer {
  return readFileSync(join(folder.path, name));
}
