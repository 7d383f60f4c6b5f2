import {
  boolean,
  choice,
  integer,
  metrics,
  number,
  numbers,
  type Rule,
  text,
  type ValueOf,
} from './hyperparameter-rules';

const OBJECTIVES = [
  'reg:squarederror',
  'reg:squaredlogerror',
  'reg:logistic',
  'reg:pseudohubererror',
  'reg:absoluteerror',
  'reg:quantileerror',
  'reg:gamma',
  'reg:tweedie',
  'binary:logistic',
  'binary:logitraw',
  'binary:hinge',
  'count:poisson',
  'survival:cox',
  'multi:softmax',
  'multi:softprob',
] as const;

const METRICS = [
  'rmse',
  'rmsle',
  'mae',
  'mape',
  'mphe',
  'logloss',
  'error',
  'error@t',
  'merror',
  'mlogloss',
  'auc',
  'aucpr',
  'quantile',
  'poisson-nloglik',
  'gamma-nloglik',
  'gamma-deviance',
  'cox-nloglik',
  'tweedie-nloglik',
  'tweedie-nloglik@t',
];
const METRIC_NAME = new RegExp(`^(?:${METRICS.map((name) => name.replace('@t', '@\\d+(?:\\.\\d+)?')).join('|')})$`);

const integerList = text(
  /^\s*[([]\s*-?\d+(\s*,\s*-?\d+)*\s*,?\s*[)\]]\s*$/,
  'a list of -1, 0 and 1, one for each feature: [1, 0, -1]',
);
const nestedList = text(/^\s*\[\s*\[.*\]\s*\]\s*$/s, 'a list of lists of feature numbers: [[0, 1], [2, 3]]');

/**
 * Every hyperparameter that a job may carry. Names, types, ranges: XGBoost 3.2.0, `doc/parameter.rst` and the
 * DMLC_DECLARE_FIELD lines of its sources. Left out: ranking (a table has no query groups here),
 * interval-censored survival, and updating an earlier model.
 */
export const HYPERPARAMETER_RULES = {
  /** Rounds of boosting. @default 10 */
  num_round: integer({ from: 1 }),
  /** Stop when the last metric on the validation rows has not improved for this many rounds. @default never */
  early_stopping_rounds: integer({ from: 1 }),

  /** What to learn. @default 'reg:squarederror' */
  objective: choice(...OBJECTIVES),
  /** What to measure after each round, one or several. @default XGBoost's choice for the objective */
  eval_metric: metrics(METRIC_NAME, METRICS),
  /** Measure nothing but `eval_metric`. @default false */
  disable_default_eval_metric: boolean,
  /** First prediction of every row. @default estimated from the target */
  base_score: number({}),
  /** Seed of XGBoost's random numbers. @default 0 */
  seed: integer({ from: 0, to: 2 ** 31 - 1 }),
  seed_per_iteration: boolean,
  /** Number of classes, for `multi:softmax` and `multi:softprob`. */
  num_class: integer({ from: 0 }),

  booster: choice('gbtree', 'gblinear', 'dart'),
  /** @default 'cuda' on a host with a GPU, if the image can use it and the table is large enough; otherwise 'cpu' */
  device: choice('cpu', 'cuda'),
  /** 0 silent, 1 warnings, 2 info, 3 debug. @default 1 */
  verbosity: integer({ from: 0, to: 3 }),
  validate_parameters: boolean,
  /** Threads on each host. @default all of the host */
  nthread: integer({ from: 0 }),

  /** Learning rate: how much each round may change the prediction. @default 0.3 */
  eta: number({ from: 0, to: 1 }),
  /** Loss reduction that a split must bring. @default 0 */
  gamma: number({ from: 0 }),
  /** Depth of a tree; 0 is no limit. @default 6 */
  max_depth: integer({ from: 0 }),
  /** Weight (for squared error: rows) that a leaf must hold. @default 1 */
  min_child_weight: number({ from: 0 }),
  max_delta_step: number({ from: 0 }),
  /** Part of the rows that each round looks at. @default 1 */
  subsample: number({ above: 0, to: 1 }),
  sampling_method: choice('uniform', 'gradient_based'),
  /** Part of the columns that each tree looks at. @default 1 */
  colsample_bytree: number({ above: 0, to: 1 }),
  colsample_bylevel: number({ above: 0, to: 1 }),
  colsample_bynode: number({ above: 0, to: 1 }),
  /** L2 regularisation. @default 1 */
  lambda: number({ from: 0 }),
  /** L1 regularisation. @default 0 */
  alpha: number({ from: 0 }),
  /** How splits are found; `exact` works on one host only. @default 'hist' */
  tree_method: choice('auto', 'exact', 'approx', 'hist'),
  scale_pos_weight: number({ from: 0 }),
  updater: text(/^[a-z_]+(,[a-z_]+)*$/, 'names of updaters with commas between them'),
  process_type: choice('default'),
  grow_policy: choice('depthwise', 'lossguide'),
  /** Leaves of a tree; 0 is no limit. @default 0 */
  max_leaves: integer({ from: 0 }),
  /** Bins that the values of a column are sorted into. @default 256 */
  max_bin: integer({ from: 2 }),
  num_parallel_tree: integer({ from: 1 }),
  monotone_constraints: integerList,
  interaction_constraints: nestedList,
  multi_strategy: choice('one_output_per_tree', 'multi_output_tree'),
  max_cached_hist_node: integer({ from: 1 }),
  max_cat_to_onehot: integer({ from: 1 }),
  max_cat_threshold: integer({ from: 1 }),

  /** For the booster dart. */
  sample_type: choice('uniform', 'weighted'),
  normalize_type: choice('tree', 'forest'),
  rate_drop: number({ from: 0, to: 1 }),
  one_drop: boolean,
  skip_drop: number({ from: 0, to: 1 }),

  /** For the booster gblinear. */
  feature_selector: choice('cyclic', 'shuffle', 'random', 'greedy', 'thrifty'),
  top_k: integer({ from: 0 }),
  tolerance: number({ from: 0 }),

  /** For the objective reg:tweedie. @default 1.5 */
  tweedie_variance_power: number({ above: 1, to: 1.999999 }),
  /** For the objective reg:pseudohubererror. @default 1 */
  huber_slope: number({}),
  /** For the objective reg:quantileerror. */
  quantile_alpha: numbers,
} as const satisfies Readonly<Record<string, Rule>>;

type Rules = typeof HYPERPARAMETER_RULES;
export type HyperparameterName = keyof Rules;

/** XGBoost's hyperparameters under XGBoost's names, and `num_round` and `early_stopping_rounds`. */
export type Hyperparameters = { readonly [Name in keyof Rules]?: ValueOf<Rules[Name]> };

/** Other names that XGBoost and its Python package accept. */
export const HYPERPARAMETER_ALIASES: Readonly<Record<string, keyof typeof HYPERPARAMETER_RULES>> = {
  num_boost_round: 'num_round',
  n_estimators: 'num_round',
  learning_rate: 'eta',
  min_split_loss: 'gamma',
  reg_lambda: 'lambda',
  reg_alpha: 'alpha',
  random_state: 'seed',
  n_jobs: 'nthread',
};
