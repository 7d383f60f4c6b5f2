import type { JobData } from './data-hyperparameters';
import { integer, number } from './declared-hyperparameters';
import { parseJobHyperparameters } from './hyperparameters';

/** What the training declares that runs when a job names no script. The notebook checks the values before a start. */
export const DEFAULT_SCRIPT_HYPERPARAMETERS = {
  /** Part of the rows that is kept aside to measure the error on. A validation table takes its place. */
  holdout: number({ from: 0, to: 0.95, default: 0.25 }),
  /** Another seed keeps other rows aside. */
  holdout_seed: integer({ default: 42 }),
  /** So many models measure the error, each on its own part of the rows; then one is trained on all rows. 0: none. */
  folds: integer({ from: 0, to: 100, default: 0 }),
} as const;

/**
 * Says which values of the default script would have no effect, or ask for rows that it does not keep aside.
 * @param given hyperparameters that are right in themselves
 */
export function defaultScriptProblems(
  given: Readonly<Record<string, unknown>>,
  { validationTable }: Pick<JobData, 'validationTable'>,
): string[] {
  const { settings, hyperparameters } = parseJobHyperparameters(given, DEFAULT_SCRIPT_HYPERPARAMETERS);
  const isGiven = (name: string): boolean => given[name] !== undefined;
  if (validationTable !== undefined) {
    const names = Object.keys(DEFAULT_SCRIPT_HYPERPARAMETERS).filter(isGiven);
    return names.map(
      (name) =>
        `Hyperparameter "${name}" would have no effect: the error is measured on the validation table ${validationTable}. Give one of them.`,
    );
  }
  const folds = Number(settings.folds);
  if (folds === 1) return ['Hyperparameter "folds" must be 2 or more, or 0 for none.'];
  if (folds > 1) {
    return ['holdout', 'holdout_seed']
      .filter(isGiven)
      .map(
        (name) =>
          `Hyperparameter "${name}" would have no effect: the ${folds} folds measure the error. Give one of them.`,
      );
  }
  if (settings.holdout !== 0) return [];
  return [
    ...(isGiven('holdout_seed')
      ? ['Hyperparameter "holdout_seed" would have no effect: with holdout 0 no rows are kept aside. Leave it out.']
      : []),
    ...(hyperparameters.early_stopping_rounds === undefined
      ? []
      : [
          'Hyperparameter "early_stopping_rounds" needs rows to measure the error on, and holdout is 0. Set holdout above 0, or give a validation table.',
        ]),
  ];
}
