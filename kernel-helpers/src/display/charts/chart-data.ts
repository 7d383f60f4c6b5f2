import { UserError } from '../../errors';
import { requireName } from '../../find-names';
import { nearestNumber } from '../../values/decimal';
import { asTabular, type Tabular } from '../tabular';

/** What the charts draw: a Table, a DataFrame, an array of objects, or an object of columns. */
export type ChartData = object;

/** More marks than this are more than a page can draw. */
const MAX_COUNT = 100_000;

/** Reads `data` as columns; a UserError says what a chart can draw. */
export function chartTable(data: unknown): Tabular {
  const table = asTabular(data);
  if (table !== undefined) return table;
  throw new UserError(
    'A chart draws a Table, a DataFrame, an array of objects, or an object of columns such as { truth, predicted }.',
  );
}

/** One column of numbers to draw. */
export interface ChartColumn {
  /** As the data have it, whatever the case in which it was asked for. */
  readonly name: string;
  /** In row order; missing values are NaN. */
  readonly values: Float64Array;
}

/** The column that a name means: exactly that one, otherwise the only one that differs in case alone. */
export function columnToDraw(table: Tabular, wanted: string): ChartColumn {
  const names = table.columns.map(({ name }) => name);
  const name = requireName(wanted, names, 'The data');
  const column = table.columns[names.indexOf(name)];
  return {
    name,
    values: Float64Array.from({ length: table.rowCount }, (_, row) => nearestNumber(column.valueAt(row))),
  };
}

/** A title that ends with the remark that belongs to the data, if there is one. */
export function titled(title: string, table: Tabular): string {
  return table.note === undefined ? title : `${title} (${table.note})`;
}

/** A count among a chart's options, such as its bars. */
export function checkCount(caller: string, option: string, count: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= MAX_COUNT) return;
  throw new UserError(
    `${caller} cannot use its options: ${option} must be a whole number from 1 to ${MAX_COUNT}, not ${count}.`,
  );
}

/** Smallest and largest of the values that are numbers; a UserError where there are none. */
export function rangeOf({ name, values }: ChartColumn): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low <= high) return [low, high];
  throw new UserError(`Column ${name} holds no number to draw.`, { facts: { column: name } });
}
