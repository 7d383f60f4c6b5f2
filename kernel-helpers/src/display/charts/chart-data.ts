import { UserError } from '../../errors';
import { nearestNumber } from '../../values/decimal';
import { asTabular, type Tabular, type TabularColumn } from '../tabular';

/** What the charts draw: a Table, a DataFrame, an array of objects, or an object of columns. */
export type ChartData = object;

/** Reads `data` as columns; a UserError says what a chart can draw. */
export function chartTable(data: unknown): Tabular {
  const table = asTabular(data);
  if (table !== undefined) return table;
  throw new UserError(
    'A chart draws a Table, a DataFrame, an array of objects, or an object of columns such as { truth, predicted }.',
  );
}

/** The numbers of one column, in row order; missing values are NaN. Unknown columns are a UserError that lists the known. */
export function numbersOf(table: Tabular, name: string): Float64Array {
  const column = columnNamed(table, name);
  return Float64Array.from({ length: table.rowCount }, (_, row) => nearestNumber(column.valueAt(row)));
}

/** A title that ends with the remark that belongs to the data, if there is one. */
export function titled(title: string, table: Tabular): string {
  return table.note === undefined ? title : `${title} (${table.note})`;
}

function columnNamed(table: Tabular, name: string): TabularColumn {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column;
  const known = table.columns.map((candidate) => candidate.name).join(', ');
  throw new UserError(`There is no column ${name} to draw. The columns are ${known}.`, { facts: { column: name } });
}

/** Smallest and largest of the values that are numbers; a UserError where there are none. */
export function rangeOf(values: Float64Array, name: string): readonly [number, number] {
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
