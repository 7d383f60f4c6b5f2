import { UserError } from 'kernel-helpers/errors';
import { type Hyperparameters, hyperparameterText } from 'kernel-helpers/training-contract/index';
import type { Parameter } from '../xgboost/booster';
import type { Device } from './choose-device';

/** Hyperparameters that do not go to XGBoost one to one: they say how the rounds are run. */
const ROUND_HYPERPARAMETERS = new Set(['num_round', 'early_stopping_rounds', 'nthread', 'eval_metric']);

/** Hyperparameters as the C API takes them, with our defaults. */
export function boosterParameters(
  hyperparameters: Hyperparameters,
  { hostCount, threads, device }: { readonly hostCount: number; readonly threads: number; readonly device: Device },
): readonly Parameter[] {
  if (hostCount > 1 && hyperparameters.tree_method === 'exact') {
    throw new UserError('The tree_method "exact" works on one host only. Use "hist" or "approx", or one instance.');
  }
  const isLinear = hyperparameters.booster === 'gblinear';
  const defaults = isLinear ? {} : { tree_method: 'hist' as const };
  // With validate_parameters XGBoost warns in the log of parameters that the chosen booster or objective does not use.
  const all: Hyperparameters = {
    validate_parameters: true,
    ...defaults,
    ...hyperparameters,
    ...(device === 'cuda' && { device }),
  };
  const parameters = Object.entries(all)
    .filter(([name]) => !ROUND_HYPERPARAMETERS.has(name))
    .map(([name, value]): Parameter => [name, parameterText(name, hyperparameterText(value))]);
  return [['nthread', String(threads)], ...parameters, ...metricParameters(hyperparameters.eval_metric)];
}

/** The C API takes this list in parentheses only; XGBoost's Python package writes it so (v3.2.0, `_transform_monotone_constrains`). */
function parameterText(name: string, text: string): string {
  return name === 'monotone_constraints' ? text.replace('[', '(').replace(']', ')') : text;
}

/** XGBoost takes several metrics as one parameter that is set several times. */
function metricParameters(metrics: string | readonly string[] | undefined): readonly Parameter[] {
  if (metrics === undefined) return [];
  return [metrics].flat().map((metric): Parameter => ['eval_metric', metric]);
}
