import { PlatformError, UserError } from '../../errors';
import type { ColumnBuilder } from './column-builder';
import { decimalOf, plainDecimal } from './decimal-text';
import { booleanOf, daysOf, nanosecondsOf, timeOfDayOf, wholeNumberOf } from './wire-values';

/** Reads the text in `bytes[start, end)`, which a quote follows, into a row of one column. It may hold JSON escapes. */
export type CellWriter = (bytes: Buffer, start: number, end: number, row: number, escaped: boolean) => void;

/** Makes the writer of a column: what a text means is decided once, not for every cell. */
export function cellWriter(column: ColumnBuilder): CellWriter {
  const { kind, values } = column;
  switch (kind) {
    case 'number':
      return (bytes, start, end, row) => {
        const value = plainDecimal(bytes, start);
        values[row] = Number.isNaN(value) ? parsed(column, bytes, start, end, decimalOf) : value;
      };
    case 'text':
      return (bytes, start, end, row, escaped) => {
        if (column.isTime) values[row] = parsed(column, bytes, start, end, timeOfDayOf);
        else values[row] = escaped ? unescaped(bytes.toString('utf8', start, end)) : bytes.toString('utf8', start, end);
      };
    case 'bigint':
      return (bytes, start, end, row) => {
        const short = plainDecimal(bytes, start);
        values[row] = Number.isInteger(short)
          ? BigInt(short)
          : fitting(column, parsed(column, bytes, start, end, wholeNumberOf));
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
        values[row] = parsed(column, bytes, start, end, nanosecondsOf);
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
  const text = bytes.toString('latin1', start, end);
  const value = parse(text);
  if (value !== undefined) return value;
  throw new PlatformError(
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

function fitting(column: ColumnBuilder, value: bigint): bigint {
  if (BigInt.asIntN(64, value) === value) return value;
  throw new UserError(
    `Column ${column.name} holds ${value}, more than 64 bits. Select it as \`${column.name}::varchar\` or \`${column.name}::float\`.`,
    { facts: { column: column.name } },
  );
}
