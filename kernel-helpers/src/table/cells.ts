import type { CellValue, Column } from './table';

const MILLISECONDS_A_DAY = 86_400_000;
const NANOSECONDS_A_MILLISECOND = 1_000_000n;

/** One object a row. */
export function rowsOfColumns(columns: readonly Column[]): Record<string, CellValue>[] {
  const cells = columns.map((column) => [column.name, columnCells(column)] as const);
  const rowCount = columns.length === 0 ? 0 : columns[0].values.length;
  return Array.from({ length: rowCount }, (_, row) =>
    Object.fromEntries(cells.map(([name, cell]) => [name, cell(row)])),
  );
}

/** Reads single cells of a column as JavaScript values. */
export function columnCells(column: Column): (row: number) => CellValue {
  const read = reader(column);
  const { nulls } = column;
  return nulls === undefined ? read : (row) => (nulls[row] === 1 ? null : read(row));
}

function reader(column: Column): (row: number) => CellValue {
  switch (column.kind) {
    case 'boolean':
      return (row) => column.values[row] === 1;
    case 'bigint':
      return (row) => smallestInteger(column.values[row]);
    case 'date':
      return (row) => new Date(column.values[row] * MILLISECONDS_A_DAY);
    case 'timestamp':
      return (row) => new Date(Number(column.values[row] / NANOSECONDS_A_MILLISECOND));
    default:
      return (row) => column.values[row];
  }
}

/** `count(*)` is NUMBER(18,0): a number is what people expect of it wherever that is exact. */
function smallestInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** A date column's value as `2024-02-29`. */
export function isoDate(days: number): string {
  return new Date(days * MILLISECONDS_A_DAY).toISOString().slice(0, 10);
}

/** A timestamp column's value as `2024-02-29T12:00:00.123456789`, with as many fraction digits as it has. */
export function isoTimestamp(nanoseconds: bigint): string {
  const fraction = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const seconds = new Date(Number((nanoseconds - fraction) / NANOSECONDS_A_MILLISECOND)).toISOString().slice(0, -5);
  return fraction === 0n ? seconds : `${seconds}.${String(fraction).padStart(9, '0').replace(/0+$/, '')}`;
}
