import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseMetricLine } from 'kernel-helpers/training-contract/index';
import { runPython } from '../support/run-python';
import { FEATURES, TARGET } from './support/houses';
import { openTrainingSite, type TrainingSite } from './support/training-site';
import { uploadScript } from './support/upload-script';

/** Leaves the host's rows where Python can read them, as 32-bit numbers: features column after column, then the target. */
const SCRIPT = `exports.default = defineTraining(async ({ share, hyperparameters, train, saveModel }) => {
  const rows = await share({ validation: 0.25, seed: 42 });
  for (const side of ['train', 'validation']) {
    const { columns, labels } = rows[side];
    const bytes = [...columns, labels].map(({ buffer }) => Buffer.from(buffer));
    writeFileSync(join(process.env.SAGEMAKER_BASE_DIR, side + '.f4'), Buffer.concat(bytes));
  }
  await saveModel(await train(rows, hyperparameters));
});`;

const PYTHON = `
import json, os
import numpy as np, xgboost as xgb

base, names, target = (os.environ[name] for name in ("JOB_FOLDER", "FEATURE_NAMES", "TARGET"))
columns = len(json.loads(names)) + 1
def matrix(side):
    values = np.fromfile(f"{base}/{side}.f4", dtype="<f4").reshape(columns, -1)
    return xgb.DMatrix(values[:-1].T, label=values[-1])

train, validation = matrix("train"), matrix("validation")
params = dict(objective="reg:squarederror", max_depth=4, eta=0.3, seed=7, tree_method="hist", nthread=1)
own = xgb.train(params, train, num_boost_round=20)
own.set_attr(feature_names=names, target=target)
given = xgb.Booster(model_file=f"{base}/model/xgboost-model")
error = given.predict(validation) - validation.get_label()
print(json.dumps({
    "sameBytes": own.save_raw("ubj") == open(f"{base}/model/xgboost-model", "rb").read(),
    "rmse": float(np.sqrt(np.mean(error.astype("f8") ** 2))),
    "rounds": given.num_boosted_rounds(),
}))
`;

let site: TrainingSite;

beforeAll(async () => {
  site = await openTrainingSite();
}, 60_000);

afterAll(() => site.close());

describe('the model file', () => {
  test('is what XGBoost’s Python package makes of the same rows, to the byte, and predicts the same there', async () => {
    const [host] = await site.runJob({
      hostCount: 1,
      hyperparameters: {
        ...(await uploadScript(site, SCRIPT)),
        ...{ objective: 'reg:squarederror', num_round: '20', max_depth: '4', eta: '0.3', seed: '7', nthread: '1' },
      },
    });
    expect(readdirSync(host.paths.model)).toEqual(['xgboost-model']);
    const lastRound = host.stdout
      .split('\n')
      .map(parseMetricLine)
      .findLast((line) => line !== undefined);

    const facts = { JOB_FOLDER: host.paths.base, FEATURE_NAMES: JSON.stringify(FEATURES), TARGET };
    const answer = await runPython(PYTHON, { env: { ...process.env, ...facts } });

    expect(answer).toEqual({
      sameBytes: true,
      rmse: expect.closeTo(lastRound?.values.get('validation-rmse') ?? Number.NaN, 6),
      rounds: 20,
    });
  });
});
