import type { JobDetail } from 'kernel-helpers/sidebar-contract/index';

/** A line of the comparison: a name, and what each job has for it. */
export interface ComparedRow {
  readonly name: string;
  /** In the order of the jobs; undefined where a job has nothing. */
  readonly values: readonly (string | undefined)[];
}

/** The hyperparameters in which the jobs differ. */
export function differingHyperparameters(jobs: readonly JobDetail[]): ComparedRow[] {
  const names = [...new Set(jobs.flatMap(({ hyperparameters }) => Object.keys(hyperparameters)))].sort();
  return names
    .map((name) => ({ name, values: jobs.map(({ hyperparameters }) => hyperparameters[name]) }))
    .filter(({ values }) => new Set(values).size > 1);
}

/** The final metrics of all jobs. */
export function comparedMetrics(jobs: readonly JobDetail[], textOf: (value: number) => string): ComparedRow[] {
  const names = [...new Set(jobs.flatMap(({ finalMetrics }) => finalMetrics.map(({ metric }) => metric)))].sort();
  return names.map((name) => ({
    name,
    values: jobs.map(({ finalMetrics }) => {
      const found = finalMetrics.find(({ metric }) => metric === name);
      return found === undefined ? undefined : textOf(found.value);
    }),
  }));
}
