import type * as Arrow from 'apache-arrow';
import { InternalError } from '../../errors';
import { sliceColumn } from '../../table/slice-column';
import type { BigIntColumn, NumberColumn, TimestampColumn } from '../../table/table';
import { columnTexts, timePoints } from '../../values/cells';
import { unscaledNumber } from '../../values/decimal-digits';
import { nanosecondsOf } from '../../values/iso-time';
import { targetType } from './column-target';
import { decimalWords } from './decimal-data';
import type { LoadColumn } from './load-plan';

type ArrowModule = typeof Arrow;

/** Whole numbers of at most this many digits fit 32 bits. */
const MAX_INT32_DIGITS = 9;
const MAX_INT64_DIGITS = 18;
/** Up to here, a double times its power of ten is exact, so COPY's cast cannot round it to another decimal. */
const MAX_DIGITS_AS_DOUBLE = 15;
const MAX_DECIMAL_DIGITS = 38;
const NANOSECONDS_A_MICROSECOND = 1000;
/** Nanoseconds of 64 bits reach from 1677 to 2262. */
const MAX_NANOSECOND_MILLISECONDS = 9_223_372_036_854;

/** Rows `from` to `to` of a column as Arrow data; the typed arrays are used as they are wherever the layout allows. */
export function arrowColumn(arrow: ArrowModule, { type, column }: LoadColumn, from: number, to: number): Arrow.Data {
  const part = sliceColumn(column, from, to);
  const length = to - from;
  const nullCount = countNulls(part.nulls);
  const base = { length, nullCount, nullBitmap: part.nulls && nullCount > 0 ? validityBits(part.nulls) : undefined };
  switch (part.kind) {
    case 'number':
      return numberData(arrow, type, part, base);
    case 'bigint':
      return arrow.makeData({ ...base, type: new arrow.Int64(), data: ownCopy(part) });
    case 'decimal':
      return decimalData(arrow, part.scale, part.values, base);
    case 'boolean':
      return arrow.makeData({ ...base, type: new arrow.Bool(), data: packBits(part.values) });
    case 'date':
      return arrow.makeData({ ...base, type: new arrow.DateDay(), data: part.values });
    case 'timestamp':
      return timestampData(arrow, part, base);
    case 'text':
      return textData(arrow, part.values, base);
  }
}

interface DataBase {
  readonly length: number;
  readonly nullCount: number;
  readonly nullBitmap: Uint8Array | undefined;
}

function numberData(arrow: ArrowModule, type: string, { values }: NumberColumn, base: DataBase): Arrow.Data {
  const { name, sizes } = targetType(type);
  const [precision = 38, scale = 0] = sizes;
  if (name !== 'NUMBER' || (scale > 0 && precision <= MAX_DIGITS_AS_DOUBLE)) {
    return arrow.makeData({ ...base, type: new arrow.Float64(), data: values });
  }
  if (scale > 0 || precision > MAX_INT64_DIGITS) {
    return decimalData(
      arrow,
      scale,
      Array.from(values, (value) => digitsOf(value, scale)),
      base,
    );
  }
  if (precision <= MAX_INT32_DIGITS) {
    return arrow.makeData({ ...base, type: new arrow.Int32(), data: Int32Array.from(values) });
  }
  const whole = BigInt64Array.from(values, (value) => (Number.isNaN(value) ? 0n : BigInt(value)));
  return arrow.makeData({ ...base, type: new arrow.Int64(), data: whole });
}

function digitsOf(value: number, scale: number): bigint {
  const digits = Number.isNaN(value) ? 0n : unscaledNumber(value, scale);
  if (digits === undefined) throw new InternalError(`${value} has more than ${scale} decimals.`);
  return digits;
}

function decimalData(arrow: ArrowModule, scale: number, digits: readonly bigint[], base: DataBase): Arrow.Data {
  const type = new arrow.Decimal(scale, MAX_DECIMAL_DIGITS);
  return arrow.makeData({ ...base, type, data: decimalWords(digits) });
}

/**
 * Every reader of Parquet knows microseconds; nanoseconds are used only where digits would be lost. COPY reads both by
 * their unit, and by whether they are adjusted to UTC, with USE_LOGICAL_TYPE (arrow.apache.org/adbc, "Snowflake
 * driver", type support). Parquet has no offset for each value, and no nanoseconds of far years: those go as ISO text,
 * which COPY casts.
 */
function timestampData(arrow: ArrowModule, column: TimestampColumn, base: DataBase): Arrow.Data {
  const { values, nanoseconds, offsets } = column;
  const zone = column.timeZone === undefined ? null : 'UTC';
  const isFine = nanoseconds?.some((value) => value % NANOSECONDS_A_MICROSECOND !== 0) === true;
  const isFar = values.some((value) => Math.abs(value) > MAX_NANOSECOND_MILLISECONDS);
  if (offsets !== undefined || (isFine && isFar)) {
    const text = columnTexts(column);
    return textData(
      arrow,
      Array.from(values, (_, row) => text(row) ?? ''),
      base,
    );
  }
  const point = timePoints({ ...column, timeZone: undefined });
  if (isFine) {
    const data = BigInt64Array.from(values, (_, row) => nanosecondsOf(point(row)));
    return arrow.makeData({ ...base, type: new arrow.TimestampNanosecond(zone), data });
  }
  const data = BigInt64Array.from(
    values,
    (value, row) => BigInt(value) * 1000n + BigInt((nanoseconds?.[row] ?? 0) / NANOSECONDS_A_MICROSECOND),
  );
  return arrow.makeData({ ...base, type: new arrow.TimestampMicrosecond(zone), data });
}

function textData(arrow: ArrowModule, values: readonly string[], base: DataBase): Arrow.Data {
  const valueOffsets = new Int32Array(values.length + 1);
  values.forEach((value, row) => {
    valueOffsets[row + 1] = valueOffsets[row] + Buffer.byteLength(value);
  });
  const data = Buffer.alloc(valueOffsets[values.length]);
  values.forEach((value, row) => {
    data.write(value, valueOffsets[row]);
  });
  return arrow.makeData({ ...base, type: new arrow.Utf8(), valueOffsets, data });
}

/** A copy, because a slice that shares the column's buffer would be written from the start of that buffer. */
function ownCopy({ values }: BigIntColumn): BigInt64Array {
  return values.slice();
}

function countNulls(nulls: Uint8Array | undefined): number {
  return nulls === undefined ? 0 : nulls.reduce((count, isNull) => count + isNull, 0);
}

/** Arrow marks the values that are not null: one bit per row, lowest bit first. */
function validityBits(nulls: Uint8Array): Uint8Array {
  return packBits(nulls.map((isNull) => 1 - isNull));
}

function packBits(flags: Uint8Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(flags.length / 8));
  flags.forEach((flag, row) => {
    bits[row >> 3] |= flag << (row & 7);
  });
  return bits;
}
