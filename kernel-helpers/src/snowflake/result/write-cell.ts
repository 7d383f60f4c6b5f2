import { PlatformError, UserError } from '../../errors';
import type { ColumnBuilder } from './column-builder';
import { parseDecimal } from './decimal-text';

/** Where a cell's text stands, without its quotes. */
export interface CellSpan {
  readonly start: number;
  readonly end: number;
  /** True when the text holds JSON escapes. */
  readonly escaped: boolean;
}

/** Turns a cell's text as Snowflake sends it into a value of the column. */
export function writeCell(column: ColumnBuilder, row: number, bytes: Buffer, span: CellSpan): void {
  switch (column.kind) {
    case 'number':
      column.values[row] = parseDecimal(bytes, span.start, span.end) ?? reject(column, bytes, span);
      return;
    case 'text': {
      const text = readText(bytes, span);
      column.values[row] = column.isTime ? (timeOfDay(text) ?? reject(column, bytes, span)) : text;
      return;
    }
    case 'bigint':
      column.values[row] = parseBigInt(column, bytes, span);
      return;
    case 'boolean':
      column.values[row] = parseBoolean(bytes.toString('latin1', span.start, span.end)) ?? reject(column, bytes, span);
      return;
    case 'date':
      column.values[row] = parseDays(bytes.toString('latin1', span.start, span.end)) ?? reject(column, bytes, span);
      return;
    case 'timestamp':
      column.values[row] =
        parseNanoseconds(bytes.toString('latin1', span.start, span.end)) ?? reject(column, bytes, span);
      return;
  }
}

function readText(bytes: Buffer, { start, end, escaped }: CellSpan): string {
  const text = bytes.toString('utf8', start, end);
  if (!escaped) return text;
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch (cause) {
    throw new PlatformError(
      "A part of Snowflake's result is damaged: a text has an unknown escape. Run the query again.",
      {
        cause,
      },
    );
  }
}

function parseBigInt(column: ColumnBuilder, bytes: Buffer, span: CellSpan): bigint {
  const text = bytes.toString('latin1', span.start, span.end);
  if (!/^-?\d+$/.test(text)) return reject(column, bytes, span);
  const value = BigInt(text);
  if (BigInt.asIntN(64, value) === value) return value;
  throw new UserError(
    `Column ${column.name} holds ${text}, more than 64 bits. Select it as \`${column.name}::varchar\` or \`${column.name}::float\`.`,
    { facts: { column: column.name } },
  );
}

function parseBoolean(text: string): 0 | 1 | undefined {
  if (text === '1' || text.toLowerCase() === 'true') return 1;
  if (text === '0' || text.toLowerCase() === 'false') return 0;
  return undefined;
}

function parseDays(text: string): number | undefined {
  return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Seconds with up to nine decimals; TIMESTAMP_TZ adds its time zone, which the instant does not need. */
function parseNanoseconds(text: string): bigint | undefined {
  const match = /^(-?)(\d+)(?:\.(\d{1,9}))?(?: \d+)?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, seconds, fraction = ''] = match;
  const size = BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
  return sign === '-' ? -size : size;
}

function timeOfDay(text: string): string | undefined {
  const match = /^(\d{1,5})(?:\.(\d{1,9}))?$/.exec(text);
  if (match === null) return undefined;
  const seconds = Number(match[1]);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  return parts.map((part) => String(part).padStart(2, '0')).join(':') + (fraction === '' ? '' : `.${fraction}`);
}

function reject(column: ColumnBuilder, bytes: Buffer, { start, end }: CellSpan): never {
  const text = bytes.toString('utf8', start, Math.min(end, start + 40));
  throw new PlatformError(`Column ${column.name} is ${column.type}, but Snowflake's result holds "${text}" in it.`, {
    facts: { column: column.name },
  });
}
