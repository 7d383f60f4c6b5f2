import type { Hyperparameters } from '../../training-contract/index';

/** The metric that XGBoost 3.2.0 measures when `eval_metric` is not set (`DefaultEvalMetric` in its `src/objective`). */
const DEFAULT_METRICS: Readonly<Record<NonNullable<Hyperparameters['objective']>, string>> = {
  'reg:squarederror': 'rmse',
  'reg:squaredlogerror': 'rmsle',
  'reg:logistic': 'rmse',
  'reg:pseudohubererror': 'mphe',
  'reg:absoluteerror': 'mae',
  'reg:quantileerror': 'quantile',
  'reg:gamma': 'gamma-nloglik',
  'reg:tweedie': 'tweedie-nloglik@1.5',
  'binary:logistic': 'logloss',
  'binary:logitraw': 'logloss',
  'binary:hinge': 'error',
  'count:poisson': 'poisson-nloglik',
  'survival:cox': 'cox-nloglik',
  'multi:softmax': 'mlogloss',
  'multi:softprob': 'mlogloss',
};

/** Names of the metrics that a job with these hyperparameters logs, such as `train-rmse` and `validation-rmse`. */
export function metricNames(hyperparameters: Hyperparameters): string[] {
  const metrics = chosenMetrics(hyperparameters);
  return ['train', 'validation'].flatMap((data) => metrics.map((metric) => `${data}-${metric}`));
}

function chosenMetrics({ eval_metric, objective, tweedie_variance_power }: Hyperparameters): string[] {
  if (typeof eval_metric === 'string') return eval_metric.split(',').map((metric) => metric.trim());
  if (eval_metric !== undefined) return [...eval_metric];
  if (objective === 'reg:tweedie') return [`tweedie-nloglik@${tweedie_variance_power ?? 1.5}`];
  return [DEFAULT_METRICS[objective ?? 'reg:squarederror']];
}
