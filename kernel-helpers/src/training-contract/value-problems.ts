import type { LabelRule } from './label-rule';
import { ruleAsSql } from './label-rule';
import { rowsAtStart, rowsInWords } from './row-source';
import { columnName, LARGEST_NUMBER, viewAdvice, withColumns } from './view-advice';

/** Facts about the values of a whole table, or of one host's share. */
export interface ValueFacts {
  readonly rowCount: number;
  /** Rows whose target is null or NaN. */
  readonly missing: number;
  /** Rows whose target is infinite, or larger than XGBoost can hold. */
  readonly infinite: number;
  /** Rows whose target is a number that the objective does not take. */
  readonly outside: number;
  readonly lowest: number;
  readonly highest: number;
  /** Columns other than the target with values that are infinite or larger than XGBoost can hold. */
  readonly infiniteFeatures: readonly { readonly name: string; readonly count: number }[];
}

export interface ValueQuestion {
  readonly table: string;
  /** As the table spells it. */
  readonly target: string;
  /** A boolean is never infinite, and has no size to compare. */
  readonly isBoolean: boolean;
  readonly objective: string;
  readonly rule?: LabelRule;
}

/** Why a job cannot train on this number of rows. */
export function rowProblems(table: string, rowCount: number, hostCount: number): string[] {
  if (rowCount === 0) return [`${rowsAtStart(table)} has no rows to train on. Load some first.`];
  if (rowCount >= hostCount) return [];
  return [
    `${rowsAtStart(table)} has ${rowCount} rows for ${hostCount} hosts, so some hosts get none. Use fewer hosts.`,
  ];
}

/** Why XGBoost cannot train on a table's values: one sentence for each problem, with SQL that fixes it. */
export function valueProblems(facts: ValueFacts, question: ValueQuestion): string[] {
  const { rowCount, missing, infinite, infiniteFeatures } = facts;
  const { table, target, isBoolean } = question;
  const problems: string[] = [];
  if (missing + infinite > 0) {
    const kinds = [
      ...(missing > 0 ? [`${missing} null or NaN`] : []),
      ...(infinite > 0 ? [`${infinite} infinite`] : []),
    ];
    // In Snowflake NaN is larger than every number, and null is not larger than anything: one condition for all three.
    const isNumber = isBoolean
      ? `${columnName(target)} is not null`
      : `abs(${columnName(target)}) <= ${LARGEST_NUMBER}`;
    const view = viewAdvice(table, 'complete', '*', isNumber);
    problems.push(
      `${missing + infinite} of ${rowCount} rows have no number in the target column ${target} of ${rowsInWords(table)} (${kinds.join(', ')}). Train on a view without them: ${view}`,
    );
  }
  if (facts.outside > 0) problems.push(outsideProblem(facts, question));
  if (infiniteFeatures.length > 0) {
    const list = infiniteFeatures.map(({ name, count }) => `${name} (${count})`).join(', ');
    const finite = infiniteFeatures.map(({ name }): [string, string] => {
      const column = columnName(name);
      return [name, `iff(abs(${column}) <= ${LARGEST_NUMBER}, ${column}, null)`];
    });
    const view = viewAdvice(table, 'finite', withColumns(new Map(finite)));
    problems.push(
      `XGBoost does not take infinite values or values above ${LARGEST_NUMBER}, but these columns of ${rowsInWords(table)} have some: ${list}. Train on a view in which these values are null: ${view}`,
    );
  }
  return problems;
}

function outsideProblem(facts: ValueFacts, question: ValueQuestion): string {
  const { table, target, objective, rule } = question;
  const range = facts.lowest === facts.highest ? `${facts.lowest}` : `from ${facts.lowest} to ${facts.highest}`;
  const problem = `Objective ${objective} needs ${rule?.words} in the target column ${target} of ${rowsInWords(table)}, but ${facts.outside} of ${facts.rowCount} rows have others; the values are ${range}.`;
  return `${problem} ${outsideAdvice(facts, question)}`;
}

function outsideAdvice({ lowest, highest }: ValueFacts, { table, target, rule }: ValueQuestion): string {
  const column = columnName(target);
  if (rule?.isWhole === true) {
    const ranked = withColumns(new Map([[target, `dense_rank() over (order by ${column}) - 1`]]));
    return `Number the classes from 0 in a view, and set num_class to how many there are: ${viewAdvice(table, 'classes', ranked)}`;
  }
  if (rule?.to === 1 && highest - lowest === 1) {
    const zeroAndOne = withColumns(new Map([[target, `iff(${column} = ${highest}, 1, 0)`]]));
    return `Train on a view in which ${lowest} is 0 and ${highest} is 1: ${viewAdvice(table, 'binary', zeroAndOne)}`;
  }
  const fitting = viewAdvice(table, 'fitting', '*', ruleAsSql(column, rule ?? { words: '' }));
  return `Choose another objective, or train on a view of the rows that fit: ${fitting}`;
}
