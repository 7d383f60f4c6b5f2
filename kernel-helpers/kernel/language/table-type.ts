import type { Column } from 'kernel-helpers';

/** A wider table is rarely written about column by column, and its type would be read again with every cell. */
const MOST_COLUMNS = 1000;
/** Whole numbers up to 2^53 are exact; the upper half of such a number is below 2^21. */
const UPPER_HALF = 2 ** 21;
const HELPERS = "import('kernel-helpers')";

/** The type of a table with these columns, as a declaration writes it; undefined for too many. */
export function tableTypeOf(columns: readonly Column[]): string | undefined {
  if (columns.length > MOST_COLUMNS) return undefined;
  const cells = columns.map((column) => `${JSON.stringify(column.name)}: ${cellTypeOf(column)}`);
  return `${HELPERS}.Table<{ ${cells.join('; ')} }>`;
}

function cellTypeOf(column: Column): string {
  const type = valueTypeOf(column);
  return column.nulls === undefined ? type : `${type} | null`;
}

function valueTypeOf(column: Column): string {
  switch (column.kind) {
    case 'number':
      return 'number';
    case 'bigint':
      return areNumbers(column.values) ? 'number' : 'number | bigint';
    case 'decimal':
      return column.scale === 0 ? 'number | bigint' : `number | ${HELPERS}.Decimal`;
    case 'boolean':
      return 'boolean';
    case 'text':
      return 'string';
    case 'date':
      return `${HELPERS}.CalendarDate`;
    case 'timestamp':
      return `${HELPERS}.Timestamp`;
  }
}

/** True where every cell is read as a number. Looks at halves, because to compare a bigint takes ten times as long. */
function areNumbers({ buffer, byteOffset, length }: BigInt64Array): boolean {
  const halves = new Int32Array(buffer, byteOffset, 2 * length);
  for (let upper = 1; upper < halves.length; upper += 2) {
    if (halves[upper] >= UPPER_HALF || halves[upper] < -UPPER_HALF) return false;
  }
  return true;
}
