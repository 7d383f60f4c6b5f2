import { expect, test } from '@jest/globals';
import { checkHyperparameters, type Hyperparameters } from 'kernel-helpers/training-contract/index';
import { runPython } from '../../support/run-python';

/** One value of each hyperparameter that may be unused; XGBoost is given all of them at once. */
const VALUES = {
  gamma: 1,
  max_depth: 3,
  min_child_weight: 1,
  max_delta_step: 1,
  subsample: 0.9,
  sampling_method: 'uniform',
  colsample_bytree: 0.9,
  colsample_bylevel: 0.9,
  num_parallel_tree: 1,
  monotone_constraints: '(1, 0)',
  interaction_constraints: '[[0, 1]]',
  max_cached_hist_node: 8,
  max_cat_to_onehot: 3,
  max_cat_threshold: 3,
  sample_type: 'uniform',
  normalize_type: 'tree',
  rate_drop: 0.1,
  one_drop: true,
  skip_drop: 0.1,
  feature_selector: 'cyclic',
  top_k: 1,
  tolerance: 0.1,
  tweedie_variance_power: 1.4,
  huber_slope: 2,
  quantile_alpha: 0.5,
  scale_pos_weight: 2,
} as const satisfies Hyperparameters;

const OBJECTIVES = [
  ...([
    'reg:squarederror',
    'reg:squaredlogerror',
    'reg:logistic',
    'reg:pseudohubererror',
    'reg:absoluteerror',
  ] as const),
  ...(['reg:quantileerror', 'reg:gamma', 'reg:tweedie', 'binary:logistic', 'binary:logitraw', 'binary:hinge'] as const),
  ...(['count:poisson', 'survival:cox', 'multi:softmax', 'multi:softprob'] as const),
];

const CASES: readonly Hyperparameters[] = [
  ...OBJECTIVES.map((objective) => ({ objective, ...(objective.startsWith('multi:') && { num_class: 2 }) })),
  { booster: 'dart' },
  { booster: 'gblinear' },
  { tree_method: 'exact' },
  { eval_metric: ['mphe', 'quantile'] },
];

const PYTHON = `
import json, os, re, warnings
import numpy as np, xgboost as xgb

def unused(params):
    # Labels that every objective takes.
    labels = np.array([1, 1] if params.get("objective") == "reg:gamma" else [0, 1], dtype="f4")
    rows = xgb.DMatrix(np.eye(2, dtype="f4"), label=labels)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        xgb.train(dict(params, validate_parameters=True, nthread=1), rows, 1, evals=[(rows, "train")], verbose_eval=False)
    lists = re.findall(r"Parameters: \\{(.*?)\\} are not used", " ".join(str(one.message) for one in said))
    return sorted(set(re.findall(r'"(\\w+)"', " ".join(lists))))

print(json.dumps([unused(params) for params in json.loads(os.environ["CASES"])]))
`;

test('a hyperparameter is refused as unused where XGBoost itself says that it does not use it', async () => {
  const all = CASES.map((given) => ({ ...VALUES, ...given }));

  const said = await runPython(PYTHON, { env: { ...process.env, CASES: JSON.stringify(all) } });

  const refused = all.map((given) => {
    const sentences = checkHyperparameters(given, {}).filter((problem) => problem.includes('would have no effect'));
    return [
      ...new Set(sentences.flatMap((one) => [...one.split(' would ')[0].matchAll(/"(\w+)"/g)].map(([, name]) => name))),
    ].sort();
  });
  expect(refused).toEqual(said);
});
