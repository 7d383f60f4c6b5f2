import { UserError } from 'kernel-helpers/errors';
import {
  type Hyperparameters,
  keepsRule,
  labelRule,
  type ValueFacts,
  valueProblems,
} from 'kernel-helpers/training-contract/index';
import type { RowPlan } from './row-plan';
import type { ValueCounts } from './rows/count-values';

const NOTHING = { missing: 0, infinite: 0, outside: 0, lowest: 0, highest: 0, infiniteFeatures: [] } as const;

/**
 * Judges the values of this host's share, with the same messages as the check before a job starts.
 * @throws UserError where the target of a row is not a number, a feature is infinite, or a weight is not one.
 */
export function checkValues(
  counts: ValueCounts,
  { features, target, weight }: RowPlan,
  { table, isBoolean }: { readonly table: string; readonly isBoolean: boolean },
): void {
  const { rowCount, missing, infinite, infiniteFeatures, wrongWeights } = counts;
  const facts: ValueFacts = {
    ...NOTHING,
    rowCount,
    missing,
    infinite,
    infiniteFeatures: features
      .map(({ name }, index) => ({ name, count: infiniteFeatures[index] }))
      .filter(({ count }) => count > 0),
  };
  const problems = valueProblems(facts, { table, target, isBoolean, objective: '' });
  if (wrongWeights > 0) {
    problems.push(
      `Column ${weight} says how much each row counts, but ${wrongWeights} of ${rowCount} rows have no number of at least 0 in it. Train on a view without them.`,
    );
  }
  if (problems.length > 0) throw new UserError(problems.join('\n'));
}

/**
 * @param labels the target column, in one part or several
 * @throws UserError where the target column holds values that the objective does not take.
 */
export function checkLabels(
  labels: Iterable<Float32Array>,
  { table, target }: { readonly table: string; readonly target: string },
  hyperparameters: Hyperparameters,
): void {
  const rule = labelRule(hyperparameters);
  const { objective } = hyperparameters;
  if (rule === undefined || objective === undefined) return;
  let rowCount = 0;
  let outside = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const part of labels) {
    rowCount += part.length;
    for (const label of part) {
      if (!keepsRule(label, rule)) outside += 1;
      if (label < lowest) lowest = label;
      if (label > highest) highest = label;
    }
  }
  const facts: ValueFacts = { ...NOTHING, rowCount, outside, lowest, highest };
  const problems = valueProblems(facts, { table, target, isBoolean: false, objective, rule });
  if (problems.length > 0) throw new UserError(problems.join('\n'));
}
