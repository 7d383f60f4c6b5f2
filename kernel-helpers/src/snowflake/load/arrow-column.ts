import type * as Arrow from 'apache-arrow';
import { sliceColumn } from '../../table/slice-column';
import type { BigIntColumn, NumberColumn, TextColumn, TimestampColumn } from '../../table/table';
import type { LoadColumn } from './load-plan';

type ArrowModule = typeof Arrow;

/** Whole numbers of at most this many digits fit 32 bits. */
const MAX_INT32_DIGITS = 9;
const NANOSECONDS_A_MICROSECOND = 1000n;

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
    case 'boolean':
      return arrow.makeData({ ...base, type: new arrow.Bool(), data: packBits(part.values) });
    case 'date':
      return arrow.makeData({ ...base, type: new arrow.DateDay(), data: part.values });
    case 'timestamp':
      return timestampData(arrow, type, part, base);
    case 'text':
      return textData(arrow, part, base);
  }
}

interface DataBase {
  readonly length: number;
  readonly nullCount: number;
  readonly nullBitmap: Uint8Array | undefined;
}

function numberData(arrow: ArrowModule, type: string, { values }: NumberColumn, base: DataBase): Arrow.Data {
  const digits = Number(/^NUMBER\((\d+),0\)$/.exec(type)?.[1] ?? Number.NaN);
  if (Number.isNaN(digits)) return arrow.makeData({ ...base, type: new arrow.Float64(), data: values });
  if (digits <= MAX_INT32_DIGITS) {
    return arrow.makeData({ ...base, type: new arrow.Int32(), data: Int32Array.from(values) });
  }
  const whole = BigInt64Array.from(values, (value) => (Number.isNaN(value) ? 0n : BigInt(value)));
  return arrow.makeData({ ...base, type: new arrow.Int64(), data: whole });
}

function timestampData(arrow: ArrowModule, type: string, { values }: TimestampColumn, base: DataBase): Arrow.Data {
  const timezone = type.startsWith('TIMESTAMP_NTZ') ? null : 'UTC';
  // Microseconds are what every reader of Parquet knows; nanoseconds only where digits would be lost.
  if (values.some((value) => value % NANOSECONDS_A_MICROSECOND !== 0n)) {
    return arrow.makeData({ ...base, type: new arrow.TimestampNanosecond(timezone), data: values });
  }
  const microseconds = values.map((value) => value / NANOSECONDS_A_MICROSECOND);
  return arrow.makeData({ ...base, type: new arrow.TimestampMicrosecond(timezone), data: microseconds });
}

function textData(arrow: ArrowModule, { values }: TextColumn, base: DataBase): Arrow.Data {
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

/** A slice that shares its buffer with the rest of the column would be written from the buffer's start. */
function ownCopy({ values }: BigIntColumn): BigInt64Array {
  return values.slice();
}

function countNulls(nulls: Uint8Array | undefined): number {
  return nulls === undefined ? 0 : nulls.reduce((count, isNull) => count + isNull, 0);
}

/** Arrow marks what is there, one bit a row, lowest bit first. */
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
