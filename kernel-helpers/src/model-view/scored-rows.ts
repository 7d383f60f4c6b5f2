import { UserError } from '../errors';
import { requireName } from '../find-names';
import { chartTable } from '../render/charts/chart-data';
import type { Tabular, TabularColumn } from '../render/tabular';
import type { ColumnName } from '../values/column-name';
import { nearestNumber } from '../values/decimal';

/** Which columns hold what is true and what was predicted. */
export interface ScoredColumns {
  /** The column of what is true. @default 'truth' */
  readonly truth?: ColumnName;
  /** The column of the predictions. @default 'predicted' */
  readonly predicted?: ColumnName;
}

/** Rows of which both the truth and the prediction are known. */
export interface ScoredRows<Value> {
  readonly truth: readonly Value[];
  readonly predicted: readonly Value[];
  /** Rows in which either is missing. */
  readonly leftOut: number;
  readonly names: { readonly truth: string; readonly predicted: string };
}

/** Truth and prediction as numbers. */
export function numberRows(caller: string, data: unknown, { truth, predicted }: ScoredColumns): ScoredRows<number> {
  const table = chartTable(data);
  return knownRows(
    caller,
    table,
    columnOf(table, truth ?? 'truth'),
    columnOf(table, predicted ?? 'predicted'),
    (column) => numbersOf(caller, column),
  );
}

/** Truth and prediction as the names of classes. */
export function classRows(caller: string, data: unknown, { truth, predicted }: ScoredColumns): ScoredRows<string> {
  const table = chartTable(data);
  return knownRows(
    caller,
    table,
    columnOf(table, truth ?? 'truth'),
    columnOf(table, predicted ?? 'predicted'),
    () => classNameOf,
  );
}

/** The truth as the name of a class, and the score of one class. */
export interface RankedRows {
  readonly isPositive: readonly boolean[];
  readonly scores: readonly number[];
  readonly leftOut: number;
}

/** All truths as names of classes, sorted; rows without one are not counted. */
export function classesIn(data: unknown, truth: ColumnName = 'truth'): readonly string[] {
  const table = chartTable(data);
  const column = columnOf(table, truth);
  const found = new Set<string>();
  for (let row = 0; row < table.rowCount; row += 1) {
    const name = classNameOf(column.valueAt(row));
    if (name !== undefined) found.add(name);
  }
  return sortedClasses(found);
}

/** Whether each row is of the class, and the score that the column gives it. */
export function rankedRows(
  caller: string,
  data: unknown,
  {
    truth = 'truth',
    score,
    positive,
  }: { readonly truth?: ColumnName; readonly score: ColumnName; readonly positive: string },
): RankedRows {
  const table = chartTable(data);
  const [truthColumn, scoreColumn] = [columnOf(table, truth), columnOf(table, score)];
  const read = numbersOf(caller, scoreColumn);
  const isPositive: boolean[] = [];
  const scores: number[] = [];
  for (let row = 0; row < table.rowCount; row += 1) {
    const name = classNameOf(truthColumn.valueAt(row));
    const value = read(scoreColumn.valueAt(row));
    if (name === undefined || value === undefined) continue;
    isPositive.push(name === positive);
    scores.push(value);
  }
  const leftOut = table.rowCount - scores.length;
  const positives = isPositive.filter(Boolean).length;
  if (positives > 0 && positives < isPositive.length) return { isPositive, scores, leftOut };
  throw new UserError(
    `${caller} compares rows of the class ${positive} with the others, and ${scores.length === 0 ? 'there are no rows of which both the truth and the prediction are known' : positives === 0 ? `none of the ${scores.length} rows is of it` : `all ${scores.length} rows are of it`}.`,
    { facts: { column: truthColumn.name } },
  );
}

/** Classes in their order: numbers by size, then texts; `false` before `true`. */
export function sortedClasses(names: Iterable<string>): readonly string[] {
  return [...new Set(names)].sort((one, other) => {
    const [first, second] = [Number(one), Number(other)];
    if (!Number.isNaN(first) && !Number.isNaN(second)) return first - second;
    return one < other ? -1 : 1;
  });
}

function columnOf(table: Tabular, wanted: ColumnName): TabularColumn {
  const names = table.columns.map(({ name }) => name);
  return table.columns[names.indexOf(requireName(wanted, names, 'The data'))];
}

function knownRows<Value>(
  caller: string,
  table: Tabular,
  truthColumn: TabularColumn,
  predictedColumn: TabularColumn,
  reader: (column: TabularColumn) => (value: unknown) => Value | undefined,
): ScoredRows<Value> {
  const [readTruth, readPredicted] = [reader(truthColumn), reader(predictedColumn)];
  const truth: Value[] = [];
  const predicted: Value[] = [];
  for (let row = 0; row < table.rowCount; row += 1) {
    const one = readTruth(truthColumn.valueAt(row));
    const other = readPredicted(predictedColumn.valueAt(row));
    if (one === undefined || other === undefined) continue;
    truth.push(one);
    predicted.push(other);
  }
  if (truth.length === 0) {
    throw new UserError(
      `${caller} has no row of which both ${truthColumn.name} and ${predictedColumn.name} are known.`,
      {
        facts: { column: truthColumn.name },
      },
    );
  }
  const names = { truth: truthColumn.name, predicted: predictedColumn.name };
  return { truth, predicted, leftOut: table.rowCount - truth.length, names };
}

/** A missing value is undefined; a text is an error. */
function numbersOf(caller: string, { name }: TabularColumn): (value: unknown) => number | undefined {
  return (value) => {
    if (typeof value === 'string') {
      throw new UserError(`${caller} needs numbers, and column ${name} holds the text ${JSON.stringify(value)}.`, {
        facts: { column: name },
        advice: 'confusionMatrix() compares classes by their names.',
      });
    }
    const number = typeof value === 'boolean' ? Number(value) : nearestNumber(value);
    return Number.isNaN(number) ? undefined : number;
  };
}

/** Undefined for a missing value. Numbers, booleans and texts are names as they are written. */
function classNameOf(value: unknown): string | undefined {
  if (value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value))) return undefined;
  return String(value);
}
