import type { Column } from '../../table/table';
import { columnLength } from '../../values/text-column';
import { BYTES_PER_DECIMAL } from './parquet-type';

/** Readers take the row groups of a file at the same time; the limits are those of DuckDB's own files. */
const ROWS_PER_GROUP = 122_880;
const BYTES_PER_GROUP = 16 * 1024 * 1024;
const LENGTH_BYTES = 4;

/** How many of these rows go into a row group. */
export function groupSize(columns: readonly Column[], rowCount: number): number {
  const bytesPerRow = columns.reduce((bytes, column) => bytes + bytesPerValue(column, rowCount), 0);
  return Math.max(1, Math.min(ROWS_PER_GROUP, Math.floor(BYTES_PER_GROUP / Math.max(1, bytesPerRow))));
}

/** An estimate, since this size need not be exact: for strings from the first thousand. */
function bytesPerValue(column: Column, rowCount: number): number {
  if (column.kind === 'decimal') return BYTES_PER_DECIMAL;
  if (column.kind !== 'text') return column.values.BYTES_PER_ELEMENT;
  const parts = column.texts?.parts();
  if (parts !== undefined) {
    const bytes = parts.reduce((sum, { offsets }) => sum + offsets[offsets.length - 1] - offsets[0], 0);
    return bytes / Math.max(1, rowCount) + LENGTH_BYTES;
  }
  const sampled = Math.min(1000, columnLength(column));
  let length = 0;
  for (let row = 0; row < sampled; row += 1) length += column.values[row].length;
  return length / Math.max(1, sampled) + LENGTH_BYTES;
}
