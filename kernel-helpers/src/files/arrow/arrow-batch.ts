import {
  type Batch,
  batchType,
  binary,
  bool,
  type DataType,
  dateDay,
  decimal128,
  float64,
  int64,
  TimeUnit,
  timestamp,
  utf8,
} from '@uwdata/flechette';
import type { Column, TimestampColumn } from '../../table/table';
import { columnTexts, timePoints } from '../../values/cells';
import { unscaledNumber } from '../../values/decimal-digits';
import { nanosecondsOf } from '../../values/iso-time';
import { columnLength } from '../../values/text-column';
import { typeParts } from '../../values/type-parts';
import { packBits } from '../parquet/levels';

const WORDS_A_DECIMAL = 2;
const MAX_PRECISION = 38;
/** Nanoseconds of 64 bits reach from 1677 to 2262. */
const MAX_NANOSECOND_MILLISECONDS = 9_223_372_036_854;

/** Rows of a column as Arrow holds them. The memory of numbers is used as it is. */
export function arrowBatch(column: Column): Batch<unknown> {
  const length = columnLength(column);
  const nulls = column.nulls?.includes(1) === true ? column.nulls : undefined;
  const nullCount = nulls?.reduce((sum, flag) => sum + flag, 0) ?? 0;
  const base = { length, nullCount, validity: nulls === undefined ? new Uint8Array() : packBits(nulls, 0) };
  const [type, more] = parts(column);
  return new (batchType(type))({ ...base, type, ...more });
}

function parts(column: Column): readonly [DataType, object] {
  switch (column.kind) {
    case 'number': {
      const { values, scale = 0, nulls } = column;
      const isEmpty = (row: number): boolean => nulls?.[row] === 1 || Number.isNaN(values[row]);
      if (scale > 0) {
        const digits = Array.from(values, (value, row) => (isEmpty(row) ? 0n : unscaledNumber(value, scale)));
        if (!digits.includes(undefined))
          return decimalParts(
            digits.map((digit) => digit ?? 0n),
            scale,
          );
      }
      const isWhole =
        /^NUMBER\(\d+,0\)$/.test(column.type) &&
        values.every((value, row) => (isEmpty(row) ? nulls?.[row] === 1 : Number.isSafeInteger(value)));
      if (!isWhole) return [float64(), { values }];
      return [int64(), { values: BigInt64Array.from(values, (value, row) => (isEmpty(row) ? 0n : BigInt(value))) }];
    }
    case 'bigint':
      return [int64(), { values: column.values }];
    case 'decimal':
      return decimalParts(column.values, column.scale);
    case 'boolean':
      return [bool(), { values: packBits(column.values, 1) }];
    case 'date':
      return [dateDay(), { values: column.values }];
    case 'timestamp':
      return timestampParts(column);
    case 'text':
      return textParts(column);
  }
}

function decimalParts(digits: readonly bigint[], scale: number): readonly [DataType, object] {
  const words = new BigUint64Array(digits.length * WORDS_A_DECIMAL);
  digits.forEach((digit, row) => {
    words[WORDS_A_DECIMAL * row] = BigInt.asUintN(64, digit);
    words[WORDS_A_DECIMAL * row + 1] = BigInt.asUintN(64, digit >> 64n);
  });
  return [decimal128(MAX_PRECISION, scale), { values: words }];
}

/** Arrow has no offset for each value, and no nanoseconds of far years: those go as ISO text. */
function timestampParts(column: TimestampColumn): readonly [DataType, object] {
  const { values, nanoseconds, offsets, timeZone = null } = column;
  const isFine = nanoseconds?.some((value) => value % 1000 !== 0) === true;
  const isFar = values.some((value) => Math.abs(value) > MAX_NANOSECOND_MILLISECONDS);
  if (offsets !== undefined || (isFine && isFar)) return textParts(column);
  const point = timePoints({ ...column, timeZone: undefined });
  const unit = isFine ? 1n : 1000n;
  const times = BigInt64Array.from(values, (_, row) => nanosecondsOf(point(row)) / unit);
  return [timestamp(isFine ? TimeUnit.NANOSECOND : TimeUnit.MICROSECOND, timeZone), { values: times }];
}

function textParts(column: Column): readonly [DataType, object] {
  const text = columnTexts(column);
  const isBinary = typeParts(column.type).name === 'BINARY';
  const pieces = Array.from({ length: columnLength(column) }, (_, row) =>
    Buffer.from(text(row) ?? '', isBinary ? 'hex' : 'utf8'),
  );
  const offsets = new Int32Array(pieces.length + 1);
  pieces.forEach(({ length }, row) => {
    offsets[row + 1] = offsets[row] + length;
  });
  return [isBinary ? binary() : utf8(), { offsets, values: new Uint8Array(Buffer.concat(pieces)) }];
}
