import { UserError } from '../../errors';
import { CalendarDate } from '../../values/calendar-date';
import { nearestNumber } from '../../values/decimal';
import { Timestamp } from '../../values/timestamp';
import { asTabular, type Tabular, type TabularColumn } from '../tabular';

/** What the charts draw: a Table, a DataFrame, an array of objects, or an object of columns. */
export type ChartData = object;

/** A page cannot draw more marks than this. */
const MAX_COUNT = 100_000;

/** Reads `data` as columns, or throws a UserError that says what a chart can draw. */
export function chartTable(data: unknown): Tabular {
  const table = asTabular(data);
  if (table !== undefined) return table;
  throw new UserError(
    'A chart draws a Table, a DataFrame, an array of objects, or an object of columns such as { truth, predicted }.',
  );
}

/** One column of numbers to draw. */
export interface ChartColumn {
  /** As the data spell it, even if the caller used another case. */
  readonly name: string;
  /** In row order; missing values are NaN, times are milliseconds since 1970. */
  readonly values: Float64Array;
  /** Whether the values are times: instants, or days and clocks that have no zone. */
  readonly time?: 'instant' | 'clock';
}

/** The numbers of a column, without a copy where it holds numbers already. */
export function numbersOf(table: Tabular, column: TabularColumn): ChartColumn {
  const time = timeOf(table, column);
  return {
    name: column.name,
    ...(time === undefined ? {} : { time }),
    values:
      column.numbers ?? Float64Array.from({ length: table.rowCount }, (_, row) => nearestNumber(column.valueAt(row))),
  };
}

/** Decided by the first value that is not missing. */
export function timeOf({ rowCount }: Tabular, column: TabularColumn): ChartColumn['time'] {
  for (let row = 0; row < rowCount; row += 1) {
    const value = column.valueAt(row);
    if (value === null || value === undefined) continue;
    if (value instanceof CalendarDate) return 'clock';
    if (value instanceof Timestamp) return value.offsetMinutes === undefined ? 'clock' : 'instant';
    return value instanceof Date ? 'instant' : undefined;
  }
  return undefined;
}

/** A title that ends with the remark that belongs to the data, if there is one. */
export function titled(title: string, table: Tabular): string {
  return table.note === undefined ? title : `${title} (${table.note})`;
}

/** What is wrong with a count among a chart's options, such as the number of bars. */
export function countProblem(option: string, count: number): string | undefined {
  if (Number.isInteger(count) && count >= 1 && count <= MAX_COUNT) return undefined;
  return `${option} must be a whole number from 1 to ${MAX_COUNT}, not ${count}.`;
}

/** Checks a count among the options of a function that draws. */
export function checkCount(caller: string, option: string, count: number): void {
  const problem = countProblem(option, count);
  if (problem !== undefined) throw new UserError(`${caller} cannot use its options: ${problem}`);
}

const ranges = new WeakMap<ChartColumn, readonly [number, number]>();

/** The smallest and the largest number among the values; throws a UserError if there is no number. */
export function rangeOf(column: ChartColumn): readonly [number, number] {
  const known = ranges.get(column);
  if (known !== undefined) return known;
  const { name, values } = column;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) throw new UserError(`Column ${name} holds no number to draw.`, { facts: { column: name } });
  ranges.set(column, [low, high]);
  return [low, high];
}
