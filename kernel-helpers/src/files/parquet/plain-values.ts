import { InternalError } from '../../errors';
import type { Column, NumberColumn, TimestampColumn } from '../../table/table';
import { columnTexts, timePoints } from '../../values/cells';
import { unscaledNumber } from '../../values/decimal-digits';
import { nanosecondsOf } from '../../values/iso-time';
import { Texts } from '../../values/texts';
import { typeParts } from '../../values/type-parts';
import { packBits } from './levels';
import type { ColumnValues } from './parquet-file';
import {
  BOOLEAN,
  BYTES,
  BYTES_PER_DECIMAL,
  DATE,
  DOUBLE,
  decimal,
  INT32,
  INT64,
  type ParquetType,
  shortDecimal,
  TEXT,
  timestamp,
} from './parquet-type';
import { plainBinaries, plainTexts } from './plain-texts';

/** Whole numbers of at most this many digits fit 32 bits. */
const MAX_INT32_DIGITS = 9;
/** Up to here, a double times its power of ten is exact, so COPY's cast cannot round it to another decimal. */
const MAX_DIGITS_AS_DOUBLE = 15;
const TWO_TO_32 = 2 ** 32;
/** Nanoseconds of 64 bits reach from 1677 to 2262. */
const MAX_NANOSECOND_MILLISECONDS = 9_223_372_036_854;
/** Doubles hold all whole microseconds from 1684 to 2255. */
const MAX_EXACT_MILLISECONDS = Math.floor(Number.MAX_SAFE_INTEGER / 1000);
const NANOSECONDS_A_MICROSECOND = 1000;

/** A column under the name and the type that it gets outside. */
export interface NamedColumn {
  readonly name: string;
  /** As Snowflake names it, for example `FLOAT`. */
  readonly type: string;
  readonly column: Column;
}

/** How a column goes into a file: its type, and the bytes of some of its rows. */
export interface PlainColumn {
  readonly type: ParquetType;
  values(part: Column): Uint8Array;
}

/** The values of rows of a column; `plain` was made by `plainColumn` of a column that has at least these rows. */
export function columnValues({ name }: NamedColumn, plain: PlainColumn, part: Column): ColumnValues {
  const nulls = part.nulls?.includes(1) === true ? part.nulls : undefined;
  return { name, type: plain.type, ...(nulls && { nulls }), plain: plain.values(part) };
}

/** The form in which all rows of a column fit a file. Typed arrays are used as they are wherever the layout allows. */
export function plainColumn({ type, column }: NamedColumn): PlainColumn {
  switch (column.kind) {
    case 'number':
      return plainNumbers(type, column);
    case 'bigint':
      return of(INT64, 'bigint', ({ values, nulls }) => bytesOf(present(values, nulls)));
    case 'decimal':
      return of(decimal(column.scale), 'decimal', ({ values, nulls }) =>
        decimalBytes(values.filter((_, row) => nulls?.[row] !== 1)),
      );
    case 'boolean':
      return of(BOOLEAN, 'boolean', ({ values, nulls }) => packBits(present(values, nulls), 1));
    case 'date':
      return of(DATE, 'date', ({ values, nulls }) => bytesOf(present(values, nulls)));
    case 'timestamp':
      return plainTimestamps(column);
    case 'text':
      if (typeParts(type).name === 'BINARY') return of(BYTES, 'text', plainBinaries);
      // Only a column without bytes is asked for strings.
      return of(TEXT, 'text', (part) => plainTexts(part.texts ?? Texts.of(part.values), part.nulls));
  }
}

function of<Kind extends Column['kind']>(
  type: ParquetType,
  kind: Kind,
  values: (part: Extract<Column, { kind: Kind }>) => Uint8Array,
): PlainColumn {
  return {
    type,
    values: (part) => {
      if (part.kind !== kind) throw new InternalError(`Column ${part.name} is ${part.kind} where it was ${kind}.`);
      return values(part as Extract<Column, { kind: Kind }>);
    },
  };
}

function plainNumbers(type: string, column: NumberColumn): PlainColumn {
  const { name, sizes } = typeParts(type);
  const [precision = 38, scale = 0] = sizes;
  if (name !== 'NUMBER' || (scale > 0 && precision <= MAX_DIGITS_AS_DOUBLE)) {
    return of(DOUBLE, 'number', ({ values, nulls }) => bytesOf(present(values, nulls)));
  }
  if (scale === 0 && precision <= MAX_INT32_DIGITS) {
    return of(INT32, 'number', ({ values, nulls }) => bytesOf(Int32Array.from(present(values, nulls))));
  }
  const power = 10 ** scale;
  if (column.values.every((value) => Number.isNaN(value) || isExactTimes(value, power))) {
    return of(scale === 0 ? INT64 : shortDecimal(scale), 'number', ({ values, nulls }) =>
      int64Bytes(present(values, nulls), (value) => Math.round(value * power)),
    );
  }
  return of(decimal(scale), 'number', ({ values, nulls }) =>
    decimalBytes(Array.from(present(values, nulls), (value) => digitsOf(value, scale))),
  );
}

/** True if the value times the power is a whole number that a double holds, and nothing else is near the value. */
function isExactTimes(value: number, power: number): boolean {
  const digits = Math.round(value * power);
  return Math.abs(digits) < 1e15 && digits / power === value;
}

function digitsOf(value: number, scale: number): bigint {
  const digits = unscaledNumber(value, scale);
  if (digits === undefined) throw new InternalError(`${value} has more than ${scale} decimals.`);
  return digits;
}

/**
 * Every reader of Parquet knows microseconds; nanoseconds are used only where digits would be lost. COPY reads both by
 * their unit, and by whether they are adjusted to UTC, with USE_LOGICAL_TYPE (arrow.apache.org/adbc, "Snowflake
 * driver", type support). Parquet has no offset for each value, and no nanoseconds of far years: those go as ISO text,
 * which COPY casts.
 */
function plainTimestamps(column: TimestampColumn): PlainColumn {
  const isInstant = column.timeZone !== undefined;
  const isFine = column.nanoseconds?.some((value) => value % NANOSECONDS_A_MICROSECOND !== 0) === true;
  const isFar = column.values.some((value) => Math.abs(value) > MAX_NANOSECOND_MILLISECONDS);
  if (column.offsets !== undefined || (isFine && isFar)) {
    return of(TEXT, 'timestamp', (part) => {
      const text = columnTexts(part);
      return plainTexts(Texts.of(Array.from(part.values, (_, row) => text(row) ?? '')), part.nulls);
    });
  }
  if (isFine) {
    return of(timestamp('nanoseconds', isInstant), 'timestamp', (part) => {
      const point = timePoints({ ...part, timeZone: undefined });
      return bytesOf(
        present(
          BigInt64Array.from(part.values, (_, row) => nanosecondsOf(point(row))),
          part.nulls,
        ),
      );
    });
  }
  return of(timestamp('microseconds', isInstant), 'timestamp', microsecondBytes);
}

function microsecondBytes({ values, nanoseconds, nulls }: TimestampColumn): Uint8Array {
  const fraction = (row: number): number => (nanoseconds?.[row] ?? 0) / NANOSECONDS_A_MICROSECOND;
  if (values.every((value) => Math.abs(value) < MAX_EXACT_MILLISECONDS)) {
    if (nanoseconds === undefined) return int64Bytes(present(values, nulls), (value) => value * 1000);
    const microseconds = values.map((value, row) => value * 1000 + fraction(row));
    return int64Bytes(present(microseconds, nulls), (value) => value);
  }
  const wide = BigInt64Array.from(values, (value, row) => BigInt(value) * 1000n + BigInt(fraction(row)));
  return bytesOf(present(wide, nulls));
}

/** Whole numbers of up to 53 bits as 64 bits, without making bigints of them. */
function int64Bytes(values: Float64Array, whole: (value: number) => number): Uint8Array {
  const words = new Int32Array(values.length * 2);
  for (let row = 0; row < values.length; row += 1) {
    const value = whole(values[row]);
    const high = Math.floor(value / TWO_TO_32);
    words[2 * row] = value - high * TWO_TO_32;
    words[2 * row + 1] = high;
  }
  return bytesOf(words);
}

function decimalBytes(values: readonly bigint[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * BYTES_PER_DECIMAL));
  values.forEach((value, row) => {
    view.setBigInt64(row * BYTES_PER_DECIMAL, value >> 64n);
    view.setBigUint64(row * BYTES_PER_DECIMAL + 8, BigInt.asUintN(64, value));
  });
  return new Uint8Array(view.buffer);
}

type Values = Float64Array | BigInt64Array | Int32Array | Uint8Array;

/** The values that are not null, in memory of their own only if some are. */
function present<Kind extends Values>(values: Kind, nulls: Uint8Array | undefined): Kind;
function present(values: Values, nulls: Uint8Array | undefined): Values {
  return nulls?.includes(1) === true ? values.filter((_: unknown, row: number) => nulls[row] !== 1) : values;
}

/** The memory of a typed array; its numbers have the byte order of Parquet on every processor that Node runs on today but one. */
function bytesOf({ buffer, byteOffset, byteLength }: Values): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
