import { UserError } from 'kernel-helpers/errors';
import {
  type Hyperparameters,
  keepsRule,
  labelRule,
  type ValueFacts,
  valueProblems,
} from 'kernel-helpers/training-contract/index';
import type { MatrixColumns } from './matrix-columns';
import type { Rows } from './share';

const NOTHING = { missing: 0, infinite: 0, outside: 0, lowest: 0, highest: 0, infiniteFeatures: [] } as const;

/**
 * Checks the values of this host's share, with the same messages as the check before a job starts.
 * @throws UserError where the target of a row is not a number, or a feature is infinite.
 */
export function checkValues(
  { columns, features, labels, target }: MatrixColumns,
  { table, isBoolean }: { readonly table: string; readonly isBoolean: boolean },
): void {
  const facts: ValueFacts = {
    ...NOTHING,
    rowCount: labels.length,
    missing: countOf(labels, Number.isNaN),
    infinite: countOf(labels, isInfinite),
    infiniteFeatures: features
      .map((name, index) => ({ name, count: countOf(columns[index], isInfinite) }))
      .filter(({ count }) => count > 0),
  };
  const problems = valueProblems(facts, { table, target, isBoolean, objective: '' });
  if (problems.length > 0) throw new UserError(problems.join('\n'));
}

/** @throws UserError where the target column holds values that the objective does not take. */
export function checkLabels(
  rows: readonly Rows[],
  { table, target }: { readonly table: string; readonly target: string },
  hyperparameters: Hyperparameters,
): void {
  const rule = labelRule(hyperparameters);
  const { objective } = hyperparameters;
  if (rule === undefined || objective === undefined) return;
  const sides = rows.map(({ labels }) => ({
    count: labels.length,
    outside: countOf(labels, (label) => !keepsRule(label, rule)),
    lowest: labels.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY),
    highest: labels.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY),
  }));
  const facts: ValueFacts = {
    ...NOTHING,
    rowCount: sides.reduce((sum, { count }) => sum + count, 0),
    outside: sides.reduce((sum, { outside }) => sum + outside, 0),
    lowest: sides.reduce((least, { lowest }) => Math.min(least, lowest), Number.POSITIVE_INFINITY),
    highest: sides.reduce((most, { highest }) => Math.max(most, highest), Number.NEGATIVE_INFINITY),
  };
  const problems = valueProblems(facts, { table, target, isBoolean: false, objective, rule });
  if (problems.length > 0) throw new UserError(problems.join('\n'));
}

function isInfinite(value: number): boolean {
  return Math.abs(value) === Number.POSITIVE_INFINITY;
}

function countOf(values: Float32Array, counts: (value: number) => boolean): number {
  let count = 0;
  for (const value of values) if (counts(value)) count += 1;
  return count;
}
