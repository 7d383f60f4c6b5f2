import { columnLength } from '../../values/text-column';
import type { BigIntColumn, Column } from '../table';
import { valueCodes, valueRanks } from './value-codes';

/** For each row a whole number of 32 bits, without a sign: a smaller one comes first. */
export type OrderBits = Uint32Array;

/** Values that are not there come last, whichever way the others are sorted: NaN, and then null. */
const NULL_BITS = 0xffffffff;
const NAN_BITS = 0xfffffffe;

/**
 * The order of a column's values as numbers of 32 bits, the least significant first. Sorting by each of them in turn,
 * without changing the order of equal rows, sorts by the column.
 */
export function orderBits(column: Column, descending: boolean): readonly OrderBits[] {
  const { nulls } = column;
  switch (column.kind) {
    case 'number':
      return floatBits(column.values, nulls, descending);
    case 'bigint':
      return wholeBits(column, descending);
    case 'boolean':
    case 'date':
      return [smallBits(column.values, nulls, descending)];
    case 'timestamp': {
      const { values, nanoseconds } = column;
      const beyond = nanoseconds === undefined ? [] : [smallBits(nanoseconds, nulls, descending)];
      return [...beyond, ...floatBits(values, nulls, descending)];
    }
    case 'decimal':
    case 'text':
      return [rankBits(column, descending)];
  }
}

/** A float's bits are in the order of its value once the sign is turned, and all bits of a negative number. */
function floatBits(values: Float64Array, nulls: Uint8Array | undefined, descending: boolean): readonly OrderBits[] {
  const { length } = values;
  const halves = new Uint32Array(values.buffer, values.byteOffset, length * 2);
  const low = new Uint32Array(length);
  const high = new Uint32Array(length);
  const turn = descending ? 0xffffffff : 0;
  let hasLow = false;
  for (let row = 0; row < length; row += 1) {
    if (nulls !== undefined && nulls[row] === 1) {
      high[row] = NULL_BITS;
      continue;
    }
    const lower = halves[2 * row];
    const upper = halves[2 * row + 1];
    if ((upper & 0x7ff00000) === 0x7ff00000 && ((upper & 0xfffff) !== 0 || lower !== 0)) {
      high[row] = NAN_BITS;
      continue;
    }
    // -0 is 0.
    const negative = upper >>> 31 === 1 && !(upper === 0x80000000 && lower === 0) ? 0xffffffff : 0;
    const sign = upper === 0x80000000 && lower === 0 ? 0x80000000 : (upper ^ (negative | 0x80000000)) >>> 0;
    high[row] = sign ^ turn;
    const rest = lower ^ negative ^ turn;
    low[row] = rest;
    if (lower !== 0) hasLow = true;
  }
  return hasLow ? [low, high] : [high];
}

function wholeBits({ values, nulls }: BigIntColumn, descending: boolean): readonly OrderBits[] {
  const { length } = values;
  const halves = new Uint32Array(values.buffer, values.byteOffset, length * 2);
  const low = new Uint32Array(length);
  const high = new Uint32Array(length);
  const missing = new Uint32Array(length);
  const turn = descending ? 0xffffffff : 0;
  for (let row = 0; row < length; row += 1) {
    if (nulls?.[row] === 1) {
      missing[row] = 1;
      continue;
    }
    low[row] = halves[2 * row] ^ turn;
    high[row] = halves[2 * row + 1] ^ 0x80000000 ^ turn;
  }
  // All bits of these numbers are taken, so null needs one more.
  return nulls === undefined ? [low, high] : [low, high, missing];
}

/** For whole numbers of fewer than 32 bits; days and nanoseconds are. */
function smallBits(values: Int32Array | Uint8Array, nulls: Uint8Array | undefined, descending: boolean): OrderBits {
  let [smallest, largest] = [0, 0];
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    if (value < smallest) smallest = value;
    else if (value > largest) largest = value;
  }
  const bits = new Uint32Array(values.length);
  const none = largest - smallest + 1;
  for (let row = 0; row < values.length; row += 1) {
    const isNull = nulls !== undefined && nulls[row] === 1;
    bits[row] = isNull ? none : descending ? largest - values[row] : values[row] - smallest;
  }
  return bits;
}

function rankBits(column: Column, descending: boolean): OrderBits {
  const coded = valueCodes(column);
  const ranks = valueRanks(column, coded, descending);
  const bits = new Uint32Array(columnLength(column));
  for (let row = 0; row < bits.length; row += 1) bits[row] = ranks[coded.codes[row]];
  return bits;
}
