import { cellText } from '../../render/table-view';
import type { Tabular } from '../../render/tabular';
import type { OrderedRows } from './engine/rows-of-look';

/** The texts of some rows by column; null where the value is missing. */
export type RowWindow = readonly (readonly (string | null)[])[];

/** What the page shows of rows `from` (included) to `to` (excluded), counted in the order of a look. */
export function rowWindow(table: Tabular, { count, rows }: OrderedRows, from: number, to: number): RowWindow {
  const places = Array.from({ length: Math.max(0, Math.min(to, count) - from) }, (_, index) => from + index);
  const numbers = rows === undefined ? places : places.map((place) => rows[place]);
  return table.columns.map((column) =>
    numbers.map((row) => ((column.valueAt(row) ?? null) === null ? null : cellText(column, row))),
  );
}
