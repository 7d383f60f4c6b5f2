import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readModelFacts } from 'kernel-helpers/training-contract/index';
import { runPython } from '../support/run-python';
import { FEATURES, HOUSE_COUNT, TARGET } from './support/houses';
import { openTrainingSite, type TrainingSite } from './support/training-site';
import { uploadScript } from './support/upload-script';

/** Writes the host's rows to a file for Python, as 32-bit numbers: features column after column, then the target. */
const SCRIPT = `exports.default = defineTraining(async ({ share, hyperparameters, train, saveModel }) => {
  const rows = await share({ validation: 0.25, seed: 42 });
  for (const side of ['train', 'validation']) {
    const { columns, labels } = rows[side];
    const bytes = [...columns, labels].map((values) => Buffer.from(values.buffer, values.byteOffset, values.byteLength));
    writeFileSync(join(process.env.SAGEMAKER_BASE_DIR, side + '.f4'), Buffer.concat(bytes));
  }
  await saveModel(await train(rows, hyperparameters));
});`;

const PYTHON = `
import json, os
import numpy as np, xgboost as xgb

base, names, target = (os.environ[name] for name in ("JOB_FOLDER", "FEATURE_NAMES", "TARGET"))
patience, metrics = json.loads(os.environ["PATIENCE"]), os.environ["METRICS"]
columns = len(json.loads(names)) + 1
def matrix(side):
    values = np.fromfile(f"{base}/{side}.f4", dtype="<f4").reshape(columns, -1)
    return xgb.DMatrix(values[:-1].T, label=values[-1])

train, validation = matrix("train"), matrix("validation")
params = dict(objective="reg:squarederror", max_depth=4, eta=0.9, seed=7, tree_method="hist", nthread=1)
stop = [xgb.callback.EarlyStopping(patience, save_best=True)] if patience else None
own = xgb.train(
    params, train, num_boost_round=20, evals=[(train, "train"), (validation, "validation")],
    callbacks=stop, verbose_eval=False,
)
own.set_attr(feature_names=names, target=target, table_rows=os.environ["TABLE_ROWS"], metrics=metrics)
written = open(f"{base}/model/xgboost-model", "rb").read()
given = xgb.Booster(model_file=f"{base}/model/xgboost-model")
error = given.predict(validation) - validation.get_label()

# XGBoost writes base_score as a list of one since 3.1; the file holds the number alone, which older releases read, too.
def text(value):
    return b"SL" + len(value).to_bytes(8, "big") + value.encode()

score = json.loads(own.save_raw("json"))["learner"]["learner_model_param"]["base_score"]
print(json.dumps({
    "sameFile": bytes(own.save_raw("ubj")).replace(text(score), text(score[1:-1])) == written,
    "sameModel": own.save_raw("ubj") == given.save_raw("ubj"),
    "rmse": float(np.sqrt(np.mean(error.astype("f8") ** 2))),
    "rounds": given.num_boosted_rounds(),
    "bestRound": given.attr("best_iteration"),
}))
`;

let site: TrainingSite;

beforeAll(async () => {
  site = await openTrainingSite();
}, 60_000);

afterAll(() => site.close());

describe('the model file', () => {
  test.each([
    ['all rounds', {}, null],
    ['the rounds up to the best one', { early_stopping_rounds: '2' }, 2],
  ])(
    'with %s equals what XGBoost’s Python package makes of the same rows, to the byte',
    async (_which, more, patience) => {
      const [host] = await site.runJob({
        hostCount: 1,
        hyperparameters: {
          ...(await uploadScript(site, SCRIPT)),
          ...{ objective: 'reg:squarederror', num_round: '20', max_depth: '4', eta: '0.9', seed: '7', nthread: '1' },
          ...more,
        },
      });
      expect(readdirSync(host.paths.model)).toEqual(['xgboost-model']);
      const { metrics, rounds, bestRound } = readModelFacts(readFileSync(join(host.paths.model, 'xgboost-model')));

      const facts = {
        JOB_FOLDER: host.paths.base,
        FEATURE_NAMES: JSON.stringify(FEATURES),
        TARGET,
        TABLE_ROWS: String(HOUSE_COUNT),
        PATIENCE: JSON.stringify(patience),
        METRICS: metricLineIn(host.stdout),
      };
      const answer = await runPython(PYTHON, { env: { ...process.env, ...facts } });

      expect(answer).toEqual({
        sameFile: true,
        sameModel: true,
        rmse: expect.closeTo(metrics?.values.get('validation-rmse') ?? Number.NaN, 6),
        rounds,
        bestRound: patience === null ? null : String(bestRound),
      });
      expect(rounds).toBe(patience === null ? 20 : (bestRound ?? Number.NaN) + 1);
    },
  );
});

/** The line in which the job logs the metrics of its model. */
function metricLineIn(log: string): string {
  const [, line] = /^model: its last round is (.+)$/m.exec(log) ?? [];
  return line;
}
