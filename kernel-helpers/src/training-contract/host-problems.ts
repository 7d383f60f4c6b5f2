import type { Hyperparameters } from './xgboost-parameters';

/**
 * What XGBoost 3.2.0 cannot do on several hosts. XGBoost itself says so, but only in the first round
 * (`src/tree/updater_colmaker.cc`, "exact tree method doesn't support distributed training";
 * `src/metric/rank_metric.cc`, "Cox metric does not support distributed evaluation"). The objective survival:cox compares
 * every row with the rows of its own host only.
 */
export function hostProblems(hyperparameters: Hyperparameters, hostCount: number): string[] {
  if (hostCount <= 1) return [];
  const { objective, tree_method, updater, eval_metric } = hyperparameters;
  const metrics = typeof eval_metric === 'string' ? eval_metric.split(',') : (eval_metric ?? []);
  const unfit = [
    ...(objective === 'survival:cox' ? ['objective survival:cox'] : []),
    ...(metrics.some((metric) => metric.trim() === 'cox-nloglik') ? ['eval_metric cox-nloglik'] : []),
    ...(tree_method === 'exact' ? ['tree_method exact'] : []),
    ...(updater?.split(',').includes('grow_colmaker') === true ? ['updater grow_colmaker'] : []),
  ];
  if (unfit.length === 0) return [];
  return [
    `XGBoost does not train on ${hostCount} hosts with ${unfit.join(', ')}. Use one host, or choose ${adviceFor(unfit)}.`,
  ];
}

function adviceFor(unfit: readonly string[]): string {
  const isAboutTrees = unfit.some((name) => /^(?:tree_method|updater)/.test(name));
  const isAboutCox = unfit.some((name) => name.includes('cox'));
  return [
    ...(isAboutTrees ? ["tree_method 'hist'"] : []),
    ...(isAboutCox ? ['another objective and metric'] : []),
  ].join(' and ');
}
