import { findName } from '../find-names';
import { nearestName } from '../nearest-name';
import { columnName, viewAdvice, withColumns, withoutColumns } from './view-advice';

/** A column as Snowflake describes it. */
export interface TrainingColumn {
  readonly name: string;
  /** Snowflake's name of the type, with or without its sizes: `FLOAT`, `NUMBER(38,0)`, `VARCHAR(20)`. */
  readonly type: string;
}

const NUMBERS = /^(?:NUMBER|FLOAT|BOOLEAN)\b/;

/** The target as the table spells it, found in the same way as every other column; undefined if there is none. */
export function findTarget(columns: readonly TrainingColumn[], target: string): string | undefined {
  return findName(
    target,
    columns.map(({ name }) => name),
  );
}

/** Why XGBoost cannot train on a table's columns: one sentence for each problem, with SQL that fixes it. */
export function columnProblems(columns: readonly TrainingColumn[], table: string, target: string): string[] {
  const names = columns.map(({ name }) => name);
  const found = findTarget(columns, target);
  const unusable = columns.filter(({ type }) => !NUMBERS.test(type));
  return [
    ...(found === undefined ? [missingTarget(names, table, target)] : []),
    ...unusable.filter(({ name }) => name === found).map((column) => textTarget(column, table)),
    ...unusableFeatures(
      unusable.filter(({ name }) => name !== found),
      table,
    ),
    ...(columns.length === 1 ? [`Table ${table} has only one column, so there is nothing to predict it from.`] : []),
  ];
}

function missingTarget(names: readonly string[], table: string, target: string): string {
  const nearest = nearestName(target, names);
  const advice = nearest === undefined ? `Its columns are ${names.join(', ')}.` : `Did you mean ${nearest}?`;
  return `Table ${table} has no column ${target} to predict. ${advice}`;
}

function textTarget({ name, type }: TrainingColumn, table: string): string {
  const column = columnName(name);
  const problem = `XGBoost predicts numbers, but the target column ${name} of table ${table} is ${type}.`;
  if (!/^(?:VARCHAR|CHAR|STRING|TEXT)/.test(type))
    return `${problem} Choose another target, or turn it into a number in a view.`;
  const numbers = viewAdvice(table, 'numbers', withColumns(new Map([[name, `try_cast(${column} as float)`]])));
  const ranked = `dense_rank() over (order by ${column}) - 1`;
  const classes = viewAdvice(table, 'classes', withColumns(new Map([[name, ranked]])), `${column} is not null`);
  return `${problem} Train on a view of it. If its texts are numbers: ${numbers} If they name classes, number them from 0: ${classes}`;
}

function unusableFeatures(columns: readonly TrainingColumn[], table: string): string[] {
  if (columns.length === 0) return [];
  const list = columns.map(({ name, type }) => `${name} (${type})`).join(', ');
  const view = viewAdvice(table, 'numbers', withoutColumns(columns.map(({ name }) => name)));
  return [
    `XGBoost needs numbers, but these columns of table ${table} hold none: ${list}. Train on a view that turns them into numbers or leaves them out: ${view}`,
  ];
}
