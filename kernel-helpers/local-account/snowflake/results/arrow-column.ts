import {
  type Batch,
  batchType,
  binary,
  bool,
  type DataType,
  dateDay,
  decimal128,
  type Field,
  field,
  float64,
  int8,
  int16,
  int32,
  int64,
  struct,
  utf8,
} from '@uwdata/flechette';
import type { ColumnType } from '../catalog/column-type';
import { hasFraction } from './arrow-parts';
import { type IntegerWidth, narrowed } from './narrow-numbers';
import type { RawColumn } from './raw-columns';
import type { ResultColumnType } from './row-type';

/** Minutes east of UTC plus 1440; the offset itself is not stored, see `duckdbTypeOf`. */
const STORED_OFFSET = 1440;

/** What DuckDB gave for one column. */
export interface ColumnParts {
  readonly rowCount: number;
  /** The values; of texts and BINARY the lengths in bytes; of a fine time stamp the seconds, then the nanoseconds. */
  readonly values: readonly RawColumn[];
  /** The bytes of all texts, one after the other. */
  readonly texts: Uint8Array;
  /** Of a NUMBER: as few bytes as all values of the result need. */
  readonly width: IntegerWidth;
}

/** A column as clients get it: its logical type stands in the field's metadata. */
export interface ArrowColumn {
  readonly field: Field;
  readonly batch: Batch<unknown>;
}

/**
 * Makes the Arrow column of values that DuckDB gave.
 * Types and metadata: `nanoarrow_cpp/ArrowIterator/CArrowChunkIterator.cpp` of the Python connector, 4.8.
 */
export function arrowColumn({ name, type, nullable }: ResultColumnType, parts: ColumnParts): ArrowColumn {
  const batch = batchOf(type, parts);
  return { field: field(name, batch.type, nullable, metadataOf(type)), batch };
}

function batchOf(type: ColumnType, { rowCount, values, texts, width }: ColumnParts): Batch<unknown> {
  const [{ bytes, validity }, fraction] = values;
  const { buffer } = bytes;
  const base = { length: rowCount, nullCount: countNulls(validity, rowCount), validity: validity ?? new Uint8Array() };
  const make = (kind: DataType, more: object): Batch<unknown> =>
    new (batchType(kind))({ ...base, type: kind, ...more });
  switch (type.wire) {
    case 'fixed': {
      const kind = { 1: int8, 2: int16, 4: int32, 8: int64, 16: () => decimal128(38, type.scale ?? 0) }[width]();
      return make(kind, { values: narrowed(bytes, width) });
    }
    case 'real':
      return make(float64(), { values: new Float64Array(buffer) });
    case 'boolean':
      return make(bool(), { values: packedBits(bytes) });
    case 'date':
      return make(dateDay(), { values: new Int32Array(buffer) });
    case 'time':
      return make(int64(), { values: new BigInt64Array(buffer) });
    case 'timestamp_ntz':
    case 'timestamp_ltz':
    case 'timestamp_tz': {
      const epoch = make(int64(), { values: new BigInt64Array(buffer) });
      const children: Readonly<Record<string, Batch<unknown>>> = {
        epoch,
        ...(fraction && { fraction: make(int32(), { values: new Int32Array(fraction.bytes.buffer) }) }),
        ...(type.wire === 'timestamp_tz' && {
          timezone: make(int32(), { values: new Int32Array(rowCount).fill(STORED_OFFSET) }),
        }),
      };
      const batches = Object.values(children);
      if (batches.length === 1) return epoch;
      const fields = Object.entries(children).map(([name, child]) => field(name, child.type));
      return make(struct(fields), { children: batches });
    }
    case 'binary':
      return make(binary(), { offsets: offsetsOf(bytes), values: texts });
    default:
      return make(utf8(), { offsets: offsetsOf(bytes), values: texts });
  }
}

function countNulls(validity: Uint8Array | undefined, rowCount: number): number {
  let nulls = 0;
  if (validity !== undefined)
    for (let row = 0; row < rowCount; row += 1) nulls += 1 - ((validity[row >> 3] >> (row & 7)) & 1);
  return nulls;
}

function offsetsOf(lengths: RawColumn['bytes']): Int32Array {
  const each = new Int32Array(lengths.buffer);
  const offsets = new Int32Array(each.length + 1);
  for (let row = 0; row < each.length; row += 1) offsets[row + 1] = offsets[row] + each[row];
  return offsets;
}

function packedBits(flags: Uint8Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(flags.length / 8));
  for (let row = 0; row < flags.length; row += 1) bits[row >> 3] |= flags[row] << (row & 7);
  return bits;
}

function metadataOf(type: ColumnType): Map<string, string> {
  const { wire, precision, scale, length } = type;
  // The connector tells by it whether a TIMESTAMP_TZ has a fraction.
  const bytes = wire === 'timestamp_tz' ? (hasFraction(type) ? 16 : 8) : (length ?? 0);
  return new Map([
    ['logicalType', wire.toUpperCase()],
    ['precision', String(precision ?? 0)],
    ['scale', String(scale ?? 0)],
    ['charLength', String(length ?? 0)],
    ['byteLength', String(bytes)],
    ['finalType', 'T'],
  ]);
}
