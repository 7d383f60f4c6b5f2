import { PlatformError, UserError } from '../../errors';
import { readDecimal } from '../../values/decimal-digits';
import { type ColumnBuilder, type NumberBuilder, writeDecimal, writeWholeNumber } from './column-builder';
import { decimalOf, plainDecimal } from './decimal-text';
import { readTimestamp } from './timestamp-text';
import { booleanOf, daysOf, timeOfDayOf, wholeNumberOf } from './wire-values';

/** Reads the text in `bytes[start, end)`, which a quote follows, into a row of one column. It may hold JSON escapes. */
export type CellWriter = (bytes: Buffer, start: number, end: number, row: number, escaped: boolean) => void;

/** Makes the writer of a column. It decides how to read the texts once, not for every cell. */
export function cellWriter(column: ColumnBuilder): CellWriter {
  const { kind, values } = column;
  switch (kind) {
    case 'number':
      return (bytes, start, end, row) => {
        const value = plainDecimal(bytes, start);
        if (Number.isNaN(value)) writeLongNumber(column, bytes, start, end, row);
        else values[row] = value;
      };
    case 'text':
      return (bytes, start, end, row, escaped) => {
        if (column.isTime) values[row] = parsed(column, bytes, start, end, timeOfDayOf);
        else values[row] = escaped ? unescaped(bytes.toString('utf8', start, end)) : bytes.toString('utf8', start, end);
      };
    case 'bigint':
      return (bytes, start, end, row) => {
        const short = plainDecimal(bytes, start);
        if (Number.isInteger(short)) values[row] = BigInt(short);
        else writeWholeNumber(column, row, parsed(column, bytes, start, end, wholeNumberOf));
      };
    case 'boolean':
      return (bytes, start, end, row) => {
        values[row] = parsed(column, bytes, start, end, booleanOf);
      };
    case 'date':
      return (bytes, start, end, row) => {
        values[row] = parsed(column, bytes, start, end, daysOf);
      };
    case 'timestamp':
      return (bytes, start, end, row) => {
        if (!readTimestamp(column, row, bytes, start, end)) throw unreadable(column, bytes, start, end);
      };
  }
}

function parsed<Value>(
  column: ColumnBuilder,
  bytes: Buffer,
  start: number,
  end: number,
  parse: (text: string) => Value | undefined,
): Value {
  const value = parse(bytes.toString('latin1', start, end));
  if (value !== undefined) return value;
  throw unreadable(column, bytes, start, end);
}

function unreadable(column: ColumnBuilder, bytes: Buffer, start: number, end: number): PlatformError {
  const text = bytes.toString('latin1', start, end);
  return new PlatformError(
    `Column ${column.name} is ${column.type}, but Snowflake's result holds "${text.slice(0, 40)}" in it.`,
    { facts: { column: column.name } },
  );
}

function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch (cause) {
    throw new PlatformError(
      "A part of Snowflake's result is damaged: a text has an unknown escape. Run the query again.",
      { cause },
    );
  }
}

/** Writes a number with more digits than the quick way reads; the type decides whether it may be rounded. */
function writeLongNumber(column: NumberBuilder, bytes: Buffer, start: number, end: number, row: number): void {
  if (column.longDigits === 'kept') {
    const { scale = 0 } = column;
    writeDecimal(
      column,
      row,
      parsed(column, bytes, start, end, (text) => readDecimal(text, scale)),
    );
    return;
  }
  const value = parsed(column, bytes, start, end, decimalOf);
  if (column.longDigits === 'refused') checkDigits(column, value, bytes.toString('latin1', start, end));
  column.values[row] = value;
}

/** A DECFLOAT has up to 38 digits and no scale. */
function checkDigits(column: ColumnBuilder, value: number, text: string): void {
  if (!Number.isFinite(value)) return;
  const digits = text.replace(/^-?0*\.?0*|[eE].*$|\./g, '').replace(/0+$/, '');
  if (digits.length <= 15 || String(value) === text) return;
  throw new UserError(
    `Column ${column.name} holds ${text}, more digits than a number can hold. Select it as \`${column.name}::varchar\` or \`${column.name}::float\`.`,
    { facts: { column: column.name } },
  );
}
