import type { HyperparameterName, Hyperparameters } from './xgboost-parameters';

/** Hyperparameters that have an effect only beside certain others. */
interface EffectRule {
  readonly names: readonly HyperparameterName[];
  /** Whether they have an effect beside the other hyperparameters. */
  readonly isUsed: (others: Hyperparameters) => boolean;
  /** What they are for, to follow "it is for". */
  readonly purpose: string;
}

const TREES: readonly HyperparameterName[] = [
  ...(['gamma', 'max_depth', 'min_child_weight', 'max_delta_step', 'subsample', 'sampling_method'] as const),
  ...(['colsample_bytree', 'colsample_bylevel', 'colsample_bynode', 'tree_method', 'process_type'] as const),
  ...(['grow_policy', 'max_leaves', 'max_bin', 'num_parallel_tree', 'monotone_constraints'] as const),
  ...(['interaction_constraints', 'multi_strategy', 'max_cached_hist_node', 'max_cat_to_onehot'] as const),
  'max_cat_threshold',
];

/** Those whose loss weighs the rows of class 1 by `scale_pos_weight` (XGBoost v3.2.0, `src/objective/regression_obj.cu`). */
const WEIGHING_OBJECTIVES: readonly Hyperparameters['objective'][] = [
  ...(['reg:squarederror', 'reg:logistic', 'reg:gamma', 'binary:logistic', 'binary:logitraw'] as const),
];

/**
 * XGBoost 3.2.0 itself names them as unused when it is asked to (`validate_parameters`), except for those of the
 * methods exact and updater and of the number of best columns, which its documentation (`doc/parameter.rst`) says.
 */
const EFFECT_RULES: readonly EffectRule[] = [
  {
    names: ['sample_type', 'normalize_type', 'rate_drop', 'one_drop', 'skip_drop'],
    isUsed: ({ booster }) => booster === 'dart',
    purpose: 'the booster dart',
  },
  {
    names: ['feature_selector', 'top_k', 'tolerance'],
    isUsed: ({ booster }) => booster === 'gblinear',
    purpose: 'the booster gblinear',
  },
  {
    names: ['top_k'],
    isUsed: ({ booster, feature_selector: selector }) =>
      booster !== 'gblinear' || selector === 'greedy' || selector === 'thrifty',
    purpose: 'the feature_selector greedy or thrifty',
  },
  { names: TREES, isUsed: ({ booster }) => booster !== 'gblinear', purpose: 'trees, and the booster is gblinear' },
  {
    names: ['tree_method'],
    isUsed: ({ booster, updater }) => booster === 'gblinear' || updater === undefined,
    purpose: 'jobs without the hyperparameter updater, which names the method itself',
  },
  {
    names: ['grow_policy', 'max_leaves', 'max_bin', 'max_cached_hist_node'],
    isUsed: ({ tree_method: method }) => method !== 'exact',
    purpose: 'the tree_method hist or approx',
  },
  {
    names: ['tweedie_variance_power'],
    isUsed: ({ objective }) => objective === 'reg:tweedie',
    purpose: 'the objective reg:tweedie',
  },
  {
    names: ['huber_slope'],
    isUsed: (others) => others.objective === 'reg:pseudohubererror' || measures(others, 'mphe'),
    purpose: 'the objective reg:pseudohubererror and the metric mphe',
  },
  {
    names: ['quantile_alpha'],
    isUsed: (others) => others.objective === 'reg:quantileerror' || measures(others, 'quantile'),
    purpose: 'the objective reg:quantileerror and the metric quantile',
  },
  {
    names: ['scale_pos_weight'],
    isUsed: ({ objective = 'reg:squarederror' }) => WEIGHING_OBJECTIVES.includes(objective),
    purpose: `the objectives ${WEIGHING_OBJECTIVES.join(', ')}`,
  },
  {
    names: ['early_stopping_rounds'],
    isUsed: ({ disable_default_eval_metric: isSilent, eval_metric: metric }) =>
      isSilent !== true || metric !== undefined,
    purpose: 'jobs that measure: disable_default_eval_metric without eval_metric leaves no metric to watch',
  },
];

/** Says which hyperparameters would have no effect because of others; XGBoost itself says that only in a log, if at all. */
export function effectProblems(hyperparameters: Hyperparameters): string[] {
  return EFFECT_RULES.flatMap(({ names, isUsed, purpose }) => {
    const unused = names.filter((name) => hyperparameters[name] !== undefined);
    if (unused.length === 0 || isUsed(hyperparameters)) return [];
    const list = unused.map((name) => `"${name}"`).join(', ');
    return [
      unused.length === 1
        ? `Hyperparameter ${list} would have no effect: it is for ${purpose}. Leave it out.`
        : `Hyperparameters ${list} would have no effect: they are for ${purpose}. Leave them out.`,
    ];
  });
}

function measures({ eval_metric: metric }: Hyperparameters, name: string): boolean {
  return (typeof metric === 'string' ? metric.split(',') : (metric ?? [])).some((one) => one.trim() === name);
}
