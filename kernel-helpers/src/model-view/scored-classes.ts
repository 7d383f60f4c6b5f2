import { UserError } from '../errors';
import { findName } from '../find-names';
import type { ColumnName } from '../values/column-name';
import { classesIn } from './scored-rows';

/** Which class is compared with the others, and by which score. */
export interface OneAgainstOthers {
  /** The column of the true classes. @default 'truth' */
  readonly truth?: ColumnName;
  /**
   * The column of the class's probability (or any score that is higher where the class is likelier). A list of columns
   * that are named as classes, as `predict(rows, { probabilities: true })` gives them, draws one curve for each.
   * @default 'predicted'
   */
  readonly predicted?: ColumnName | readonly ColumnName[];
  /** The class whose probability `predicted` is. @default of two classes the second in their order: 1, true, 'yes' */
  readonly positive?: string | number | boolean;
}

/** The class that a column of scores belongs to. */
export interface ScoredClass {
  readonly score: ColumnName;
  readonly positive: string;
}

/** For each column of scores the class that it belongs to. */
export function scoredClasses(
  caller: string,
  data: unknown,
  { truth, predicted = 'predicted', positive }: OneAgainstOthers,
): readonly ScoredClass[] {
  const classes = classesIn(data, truth);
  if (typeof predicted !== 'string') {
    if (positive !== undefined) throw new UserError(`${caller} takes one class with positive, and one column of it.`);
    return predicted.map((score) => ({ score, positive: requireClass(caller, score, classes) }));
  }
  if (positive !== undefined) return [{ score: predicted, positive: requireClass(caller, String(positive), classes) }];
  if (classes.length <= 2) return [{ score: predicted, positive: classes[classes.length - 1] ?? '' }];
  throw new UserError(
    `${caller} finds ${classes.length} classes: ${classes.slice(0, 20).join(', ')}. Name one of them with positive, or give a list of columns as predicted, each named as its class.`,
  );
}

function requireClass(caller: string, wanted: string, classes: readonly string[]): string {
  const found = findName(wanted, classes);
  if (found !== undefined) return found;
  throw new UserError(
    `${caller} finds no row of the class ${wanted}. The classes are ${classes.slice(0, 20).join(', ')}.`,
  );
}
