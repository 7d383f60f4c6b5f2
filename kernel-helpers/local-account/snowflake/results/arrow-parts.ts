import type { ColumnType } from '../catalog/column-type';
import { documentText } from './wire-json';

/** What is read of a column for Arrow: values of fixed widths, and the texts that one of them tells the lengths of. */
export interface ArrowParts {
  readonly values: readonly { readonly sql: string; readonly width: number }[];
  /** SQL of a text; for BINARY its hexadecimal digits. */
  readonly text?: string;
}

/** Time stamps of at most so many digits are whole numbers, finer ones seconds and nanoseconds. */
const WHOLE_DIGITS = 3;
/** DuckDB keeps microseconds, which are six digits. */
const STORED_DIGITS = 6;
const MOST_DIGITS = 9;

/** True for a time stamp that travels as `{epoch, fraction}`. */
export function hasFraction({ wire, scale }: ColumnType): boolean {
  return wire.startsWith('timestamp') && (scale ?? MOST_DIGITS) > WHOLE_DIGITS;
}

/** SQL of the parts of a column that lies in a DuckDB table. */
export function arrowParts(column: string, type: ColumnType): ArrowParts {
  switch (type.wire) {
    case 'fixed':
      return one(type.scale ? `${column}::DECIMAL(38, ${type.scale})` : `${column}::HUGEINT`, 16);
    case 'real':
      return one(`${column}::DOUBLE`, 8);
    case 'boolean':
      return one(`${column}::BOOLEAN`, 1);
    case 'date':
      return one(`${column}::DATE`, 4);
    case 'time':
      return one(units(`(epoch_ns(${column}) // 1000)`, type.scale ?? MOST_DIGITS), 8);
    case 'timestamp_ntz':
    case 'timestamp_ltz':
    case 'timestamp_tz':
      return timeParts(`epoch_us(${column})`, type);
    case 'binary':
      return { ...one(`octet_length(${column})::INTEGER`, 4), text: `hex(${column})` };
    default: {
      const text = documentText(column, type);
      return { ...one(`strlen(${text})::INTEGER`, 4), text };
    }
  }
}

function one(sql: string, width: number): ArrowParts {
  return { values: [{ sql, width }] };
}

function timeParts(microseconds: string, type: ColumnType): ArrowParts {
  const digits = type.scale ?? MOST_DIGITS;
  if (!hasFraction(type)) return one(units(microseconds, digits), 8);
  const unit = 10 ** Math.max(0, STORED_DIGITS - digits);
  const fraction = `(${modulo(microseconds, 1_000_000)} // ${unit} * ${unit * 1000})::INTEGER`;
  return {
    values: [
      { sql: units(microseconds, 0), width: 8 },
      { sql: fraction, width: 4 },
    ],
  };
}

/** Whole units of a second with so many digits; finer ones are cut off. */
function units(microseconds: string, digits: number): string {
  if (digits >= STORED_DIGITS) return `(${microseconds} * ${10 ** (digits - STORED_DIGITS)})::BIGINT`;
  const unit = 10 ** (STORED_DIGITS - digits);
  return `((${microseconds} - ${modulo(microseconds, unit)}) // ${unit})::BIGINT`;
}

/** DuckDB's `%` of a negative number is negative. */
function modulo(value: string, unit: number): string {
  return `((${value} % ${unit} + ${unit}) % ${unit})`;
}
