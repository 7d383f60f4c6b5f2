import type { Column } from '../table/table';
import { CalendarDate } from '../values/calendar-date';
import { columnCells, columnTexts } from '../values/cells';
import { type DanfoFrame, isDanfoFrame, isDanfoSeries } from '../values/danfo-frame';
import { Decimal } from '../values/decimal';
import { largestOf } from '../values/extremes';
import { Timestamp } from '../values/timestamp';

/** What the displays need to know about anything that has rows and columns. */
export interface Tabular {
  readonly columns: readonly TabularColumn[];
  readonly rowCount: number;
  /** Names of the rows, if they have names, as in `describe()`. */
  readonly rowLabels?: readonly string[];
  /** A remark to show with the data everywhere, such as that they are a stand-in. */
  readonly note?: string;
}

export interface TabularColumn {
  readonly name: string;
  readonly numeric: boolean;
  valueAt(row: number): unknown;
  /** The value with all its digits, if values of its kind are otherwise shown without some of them. */
  textAt?(row: number): string | null;
  /** All values, where they are numbers already: missing ones are NaN, times are milliseconds since 1970. */
  readonly numbers?: Float64Array;
}

interface TableLike {
  readonly rowCount: number;
  readonly columns: readonly Column[];
}

/** Columns of the same length by name. */
type ColumnsByName = Readonly<Record<string, ArrayLike<unknown>>>;

/** Reads a Table, a danfo DataFrame, an array of objects or an object of columns; undefined for anything else. */
export function asTabular(value: unknown): Tabular | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (isTable(value)) return fromTable(value);
  if (isDanfoFrame(value)) return fromFrame(value);
  if (Array.isArray(value)) return fromObjects(value);
  if (isColumnsByName(value)) return fromColumns(value);
  return undefined;
}

function isTable(value: object): value is TableLike {
  if (!('rowCount' in value && 'columns' in value && Array.isArray(value.columns))) return false;
  return value.columns.every((column: unknown) => typeof column === 'object' && column !== null && 'kind' in column);
}

function isColumnsByName(value: object): value is ColumnsByName {
  const columns = Object.values(value);
  return columns.length > 0 && columns.every((column) => Array.isArray(column) || ArrayBuffer.isView(column));
}

/** A Table as the displays read it. */
export function fromTable(table: TableLike): Tabular {
  return { rowCount: table.rowCount, columns: table.columns.map(fromTableColumn), ...noteOf(table) };
}

function fromTableColumn(column: Column): TabularColumn {
  const { name, kind } = column;
  const isDecimal = kind === 'decimal' || (kind === 'number' && column.scale !== undefined);
  return {
    name,
    numeric: kind === 'number' || kind === 'bigint' || kind === 'decimal',
    valueAt: columnCells(column),
    ...(kind === 'number' ? { numbers: column.values } : {}),
    ...(isDecimal ? { textAt: columnTexts(column) } : {}),
  };
}

function fromFrame(frame: DanfoFrame): Tabular {
  // danfo builds the rows anew on each access.
  const rows = frame.values;
  const isSeries = isDanfoSeries(frame);
  const columns = frame.columns.map((name, index): TabularColumn => {
    const valueAt = (row: number): unknown => (isSeries ? rows[row] : (rows[row] as readonly unknown[])[index]);
    return { name, numeric: isNumeric(valueAt, rows.length), valueAt };
  });
  const labels = frame.index.map(String);
  const named = labels.some((label, row) => label !== String(row));
  return {
    columns,
    rowCount: rows.length,
    ...(named ? { rowLabels: labels } : {}),
    ...noteOf(frame),
  };
}

function fromObjects(rows: readonly unknown[]): Tabular | undefined {
  const objects = rows.filter((row): row is Readonly<Record<string, unknown>> => isPlainObject(row));
  if (objects.length === 0 || objects.length < rows.length) return undefined;
  const names = [...new Set(objects.flatMap((row) => Object.keys(row)))];
  const columns = names.map((name): TabularColumn => {
    const valueAt = (row: number): unknown => objects[row]?.[name];
    return { name, numeric: isNumeric(valueAt, objects.length), valueAt };
  });
  return { columns, rowCount: objects.length };
}

function fromColumns(columns: ColumnsByName): Tabular {
  const entries = Object.entries(columns);
  return {
    rowCount: largestOf(entries.map(([, values]) => values.length)),
    columns: entries.map(([name, values]): TabularColumn => {
      const valueAt = (row: number): unknown => values[row];
      const numbers = values instanceof Float64Array ? { numbers: values } : {};
      return { name, numeric: isNumeric(valueAt, values.length), valueAt, ...numbers };
    }),
  };
}

function isPlainObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return ![Date, CalendarDate, Timestamp, Decimal].some((type) => value instanceof type);
}

/** A column is shown as numbers if its first value that is not missing is a number. */
function isNumeric(valueAt: (row: number) => unknown, rowCount: number): boolean {
  for (let row = 0; row < rowCount; row += 1) {
    const value = valueAt(row);
    if (value === null || value === undefined) continue;
    return typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal;
  }
  return false;
}

function noteOf(value: object): { readonly note?: string } {
  if (!('origin' in value)) return {};
  const origin = String(value.origin);
  return /synthetic/i.test(origin) ? { note: 'synthetic stand-in' } : {};
}
