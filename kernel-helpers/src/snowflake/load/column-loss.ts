import type { Column, TextColumn, TimestampColumn } from '../../table/table';
import { decimalText, exactNumber, unscaledDigits } from '../../values/decimal-digits';
import { parseIsoTime, type TimePoint } from '../../values/iso-time';
import { textReader } from '../../values/text-column';
import type { Texts } from '../../values/texts';
import { type TypeParts, typeParts } from '../../values/type-parts';

const MILLISECONDS_A_DAY = 86_400_000;
const FRACTION_DIGITS = 9;
const MAX_EXACT_DIGITS = 15;
const MAX_EXACT_POWER = 22;
/** Half of a character that UTF-16 writes as two. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Says what the value of one row would lose; undefined if nothing. */
export type RowLoss = (row: number) => string | undefined;

/** A column that cannot go to a column of that type at all, whatever its values. */
export class WrongKind {
  constructor(readonly reason: string) {}
}

/**
 * How the values of a column would change in a column of that type. COPY rounds, cuts off and converts silently
 * (docs.snowflake.com, "Data type conversion"), so a value may only go into a column that does not change it.
 */
export function columnLoss(column: Column, { name, sizes }: TypeParts): RowLoss | WrongKind {
  const fractionDigits = sizes[0] ?? FRACTION_DIGITS;
  switch (name) {
    case 'NUMBER':
      return numberLoss(column, sizes[0] ?? 38, sizes[1] ?? 0);
    case 'FLOAT':
      return floatLoss(column);
    case 'VARCHAR':
      return column.kind === 'text' ? textLoss(column, sizes[0] ?? Number.POSITIVE_INFINITY) : wrongKind(column);
    case 'BOOLEAN':
      return column.kind === 'boolean' ? nothing : wrongKind(column);
    case 'DATE':
      return dateLoss(column);
    case 'TIME':
      return column.kind === 'text' ? timeLoss(column, fractionDigits) : wrongKind(column);
    case 'TIMESTAMP_NTZ':
    case 'TIMESTAMP_LTZ':
    case 'TIMESTAMP_TZ':
      return timestampLoss(column, name, fractionDigits);
    case 'VARIANT':
      return variantLoss(column);
    case 'OBJECT':
    case 'ARRAY':
      return textOf(name, column) === undefined ? wrongKind(column) : nothing;
    case 'BINARY': {
      const texts = textOf(name, column);
      return texts === undefined ? wrongKind(column) : binaryLoss(texts, sizes[0] ?? Number.POSITIVE_INFINITY);
    }
    default:
      return new WrongKind('writeTable() loads no values of this type; convert them in the SELECT first');
  }
}

/** Of a column all of whose values fit. */
export const nothing: RowLoss = () => undefined;

const KIND_WORDS: Readonly<Record<Column['kind'], string>> = {
  number: 'numbers',
  bigint: 'whole numbers',
  decimal: 'decimals',
  boolean: 'booleans',
  text: 'text',
  date: 'dates',
  timestamp: 'timestamps',
};

function wrongKind(column: Column): WrongKind {
  return new WrongKind(`the data hold ${KIND_WORDS[column.kind]}; convert them first`);
}

function numberLoss(column: Column, precision: number, scale: number): RowLoss | WrongKind {
  const limit = 10n ** BigInt(precision);
  const digitsLoss = (digits: bigint | undefined): string | undefined => {
    if (digits === undefined) return 'would be rounded';
    return digits >= limit || digits <= -limit ? 'has too many digits' : undefined;
  };
  switch (column.kind) {
    case 'number': {
      const { values } = column;
      return (row) => {
        const value = values[row];
        if (isShortDecimal(value, precision, scale)) return undefined;
        return Number.isFinite(value) ? digitsLoss(unscaledDigits(String(value), scale)) : 'is not a number';
      };
    }
    case 'bigint':
      return (row) => digitsLoss(column.values[row] * 10n ** BigInt(scale));
    case 'decimal':
      return (row) => digitsLoss(unscaledDigits(decimalText(column.values[row], column.scale), scale));
    default:
      return wrongKind(column);
  }
}

/** True for most numbers that fit; if false, a slower check decides. A double holds powers of ten up to 22 exactly. */
function isShortDecimal(value: number, precision: number, scale: number): boolean {
  if (scale > MAX_EXACT_POWER) return false;
  const power = 10 ** scale;
  const digits = Math.round(value * power);
  return Math.abs(digits) < 10 ** Math.min(precision, MAX_EXACT_DIGITS) && digits / power === value;
}

function floatLoss(column: Column): RowLoss | WrongKind {
  const loss = 'has more digits than a FLOAT';
  switch (column.kind) {
    case 'number':
      return nothing;
    case 'bigint':
      return (row) => (BigInt(Number(column.values[row])) === column.values[row] ? undefined : loss);
    case 'decimal':
      return (row) => (exactNumber(column.values[row], column.scale) === undefined ? loss : undefined);
    default:
      return wrongKind(column);
  }
}

/** Snowflake counts characters, not UTF-16 units. Where the bytes of every text are few enough, no string is made. */
function textLoss(column: TextColumn, length: number): RowLoss {
  if (longestBytes(column.texts) <= length) return nothing;
  const read = textReader(column);
  return (row) => {
    const text = read(row);
    if (LONE_SURROGATE.test(text)) return 'has half of a character that takes two, which Snowflake cannot store';
    return text.length > length && [...text].length > length ? 'is too long' : undefined;
  };
}

/** Of texts that are bytes; endless for others. */
function longestBytes(texts: Texts | undefined): number {
  const parts = texts?.parts();
  if (parts === undefined) return Number.POSITIVE_INFINITY;
  let longest = 0;
  for (const { offsets } of parts) {
    for (let place = 1; place < offsets.length; place += 1) {
      const bytes = offsets[place] - offsets[place - 1];
      if (bytes > longest) longest = bytes;
    }
  }
  return longest;
}

/** The column if it holds the texts that Snowflake writes of values of that type. */
function textOf(name: string, column: Column): TextColumn | undefined {
  return column.kind === 'text' && typeParts(column.type).name === name ? column : undefined;
}

function binaryLoss(column: TextColumn, bytes: number): RowLoss {
  const read = textReader(column);
  return (row) => {
    const text = read(row);
    if (!/^(?:[0-9a-f]{2})*$/i.test(text)) return 'is not hexadecimal';
    return text.length / 2 > bytes ? 'is too long' : undefined;
  };
}

function dateLoss(column: Column): RowLoss | WrongKind {
  const loss = 'would lose its time of day';
  switch (column.kind) {
    case 'date':
      return nothing;
    case 'text':
      return isoTextLoss(column, (_point, text) => (text.includes(':') ? loss : undefined));
    case 'timestamp':
      return (row) => {
        const isMidnight = column.values[row] % MILLISECONDS_A_DAY === 0 && (column.nanoseconds?.[row] ?? 0) === 0;
        if (!isMidnight) return loss;
        return isClock(column) ? undefined : 'would lose its time zone';
      };
    default:
      return wrongKind(column);
  }
}

function timeLoss(column: TextColumn, fractionDigits: number): RowLoss {
  const read = textReader(column);
  return (row) => {
    const match = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.(\d{1,9}))?$/.exec(read(row));
    if (match === null) return 'is not a time of day such as 12:34:56';
    return (match[2] ?? '').replace(/0+$/, '').length > fractionDigits ? 'would lose fractions of a second' : undefined;
  };
}

type TimestampName = 'TIMESTAMP_NTZ' | 'TIMESTAMP_LTZ' | 'TIMESTAMP_TZ';

function timestampLoss(column: Column, name: TimestampName, fractionDigits: number): RowLoss | WrongKind {
  const zoneLoss = (point: Pick<TimePoint, 'offsetMinutes'>): string | undefined => {
    const hasZone = point.offsetMinutes !== undefined;
    if (hasZone && name === 'TIMESTAMP_NTZ') return 'would lose its time zone';
    return !hasZone && name !== 'TIMESTAMP_NTZ' ? 'has no time zone, and would get the one of the session' : undefined;
  };
  switch (column.kind) {
    case 'date':
      return () => zoneLoss({});
    case 'text':
      return isoTextLoss(column, (point) => zoneLoss(point) ?? fractionLoss(point, fractionDigits));
    case 'timestamp': {
      const { values, nanoseconds, offsets } = column;
      const zone = zoneLoss(isClock(column) ? {} : { offsetMinutes: 0 });
      const offset = offsets !== undefined && name === 'TIMESTAMP_LTZ' ? 'would lose its offset' : undefined;
      return (row) =>
        zone ??
        offset ??
        fractionLoss({ milliseconds: values[row], nanoseconds: nanoseconds?.[row] ?? 0 }, fractionDigits);
    }
    default:
      return wrongKind(column);
  }
}

function isClock({ offsets, timeZone }: TimestampColumn): boolean {
  return offsets === undefined && timeZone === undefined;
}

/** A DataFrame holds dates and timestamps as ISO text; COPY would have to guess what any other text means. */
function isoTextLoss(column: TextColumn, lossOf: (point: TimePoint, text: string) => string | undefined): RowLoss {
  const read = textReader(column);
  return (row) => {
    const text = read(row);
    const point = parseIsoTime(text);
    return point === undefined ? 'is not a date or timestamp such as 2024-03-31T02:30:00' : lossOf(point, text);
  };
}

function fractionLoss({ milliseconds, nanoseconds }: TimePoint, fractionDigits: number): string | undefined {
  const fraction = (((milliseconds % 1000) + 1000) % 1000) * 1_000_000 + nanoseconds;
  return fraction % 10 ** (FRACTION_DIGITS - fractionDigits) === 0 ? undefined : 'would lose fractions of a second';
}

/** A VARIANT holds numbers, booleans and texts as they are; the JSON of another VARIANT is parsed again. */
function variantLoss(column: Column): RowLoss | WrongKind {
  if (column.kind === 'date' || column.kind === 'timestamp') return wrongKind(column);
  if (column.kind !== 'text') return nothing;
  const { name } = typeParts(column.type);
  if (name === 'VARIANT' || name === 'OBJECT' || name === 'ARRAY') return nothing;
  return name === 'VARCHAR' ? textLoss(column, Number.POSITIVE_INFINITY) : wrongKind(column);
}
