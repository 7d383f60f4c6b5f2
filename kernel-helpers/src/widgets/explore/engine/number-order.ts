import type { NumberKeys } from './keys';
import type { SortKeys } from './sort-by-keys';

const LARGEST = 0xffffffff;
/** How many values are looked at to learn how all are spread. */
const SAMPLE = 1_024;
/** Where more of them lie in one of 1,024 equal parts of the keys, the keys are not even. */
const MOST_IN_ONE_PART = SAMPLE / 16;
/** So many of them, the smallest and the largest, are the ends. Each end has so many keys, two of them for what is rounded. */
const END_SAMPLES = 10;
const END_KEYS = 2 ** 26;
const INSIDE_KEYS = 2 ** 32 - 1 - 2 * END_KEYS;

/**
 * Numbers without a sign in the order of a column's values: a smaller one comes first. Rows without a value are not asked
 * for.
 */
export function keysOfNumbers(
  { values, rest }: NumberKeys,
  rows: Int32Array | undefined,
  descending: boolean,
): SortKeys {
  const turn = descending ? LARGEST : 0;
  const beyond = rest === undefined ? [] : bitsOf(rest, turn);
  const range = rangeOf(values, rows);
  if (range.isWhole && range.high - range.low <= LARGEST) {
    const first = new Uint32Array(values.length);
    const { low, high } = range;
    for (let row = 0; row < values.length; row += 1) first[row] = descending ? high - values[row] : values[row] - low;
    return { first, next: beyond };
  }
  const [upper, lower] = bitsOf(values, turn);
  const even = evenKeys(values, rows, range, turn);
  if (even !== undefined) return { first: even, next: [upper, lower, ...beyond] };
  return { first: differingBits(upper, lower, values.length, rows), next: [lower, ...beyond] };
}

interface Range {
  readonly low: number;
  readonly high: number;
  readonly isWhole: boolean;
}

function rangeOf(values: Float64Array | Int32Array, rows: Int32Array | undefined): Range {
  let [low, high, isWhole] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true];
  const count = rows?.length ?? values.length;
  for (let at = 0; at < count; at += 1) {
    const value = values[rows === undefined ? at : rows[at]];
    if (value < low) low = value;
    if (value > high) high = value;
    if (isWhole && value !== Math.floor(value)) isWhole = false;
  }
  return { low, high, isWhole };
}

/**
 * Keys that are spread evenly: in proportion to the distance from the smallest value, but the few values at both ends have
 * a small part of the keys to themselves, however far away they are. Undefined where most values would share few keys.
 */
function evenKeys(
  values: Float64Array | Int32Array,
  rows: Int32Array | undefined,
  { low, high }: Range,
  turn: number,
): Uint32Array | undefined {
  const sample = sampleOf(values, rows);
  const [from, to] = [sample[END_SAMPLES], sample[SAMPLE - 1 - END_SAMPLES]];
  const below = share(END_KEYS - 2, from - low);
  const inside = share(INSIDE_KEYS, to - from);
  const above = share(END_KEYS - 2, high - to);
  if (!Number.isFinite(below + inside + above) || !Number.isFinite(high - low) || from === to) return undefined;
  const keyOf = (value: number) => {
    if (value < from) return (value - low) * below;
    return value <= to ? END_KEYS + (value - from) * inside : LARGEST - (high - value) * above;
  };
  const parts = new Uint32Array(SAMPLE);
  for (const value of sample) parts[Math.floor(keyOf(value) / (2 ** 32 / SAMPLE))] += 1;
  if (parts.some((many) => many > MOST_IN_ONE_PART)) return undefined;
  const keys = new Uint32Array(values.length);
  for (let row = 0; row < values.length; row += 1) keys[row] = keyOf(values[row]) ^ turn;
  return keys;
}

function share(keys: number, distance: number): number {
  return distance === 0 ? 0 : keys / distance;
}

function sampleOf(values: Float64Array | Int32Array, rows: Int32Array | undefined): Float64Array {
  const count = rows?.length ?? values.length;
  return Float64Array.from({ length: SAMPLE }, (_, index) => {
    const at = Math.floor((index * count) / SAMPLE);
    return values[rows === undefined ? at : rows[at]];
  }).sort();
}

/** The 32 bits from the first one on in which the numbers differ. */
function differingBits(
  upper: (row: number) => number,
  lower: (row: number) => number,
  length: number,
  rows: Int32Array | undefined,
): Uint32Array {
  const bits = new Uint32Array(length);
  let [all, any] = [LARGEST, 0];
  const count = rows?.length ?? length;
  for (let at = 0; at < count; at += 1) {
    const row = rows === undefined ? at : rows[at];
    const own = upper(row);
    bits[row] = own;
    all &= own;
    any |= own;
  }
  const equal = Math.clz32(all ^ any);
  if (equal === 0 || equal === 32) return bits;
  for (let row = 0; row < length; row += 1) bits[row] = (bits[row] << equal) | (lower(row) >>> (32 - equal));
  return bits;
}

/**
 * The bits of a number as two numbers without a sign: a negative number has the larger bits the smaller it is.
 * https://en.wikipedia.org/wiki/Double-precision_floating-point_format
 */
function bitsOf(
  numbers: Float64Array | Int32Array,
  turn: number,
): readonly [upper: (row: number) => number, lower: (row: number) => number] {
  const values = numbers instanceof Float64Array ? numbers : Float64Array.from(numbers);
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  // 0 and -0 are one number.
  const upper = (row: number) => {
    const top = words[2 * row + 1];
    return ((values[row] === 0 ? 0x80000000 : top >>> 31 === 1 ? ~top : top | 0x80000000) ^ turn) >>> 0;
  };
  const lower = (row: number) => {
    const isNegative = words[2 * row + 1] >>> 31 === 1 && values[row] !== 0;
    return ((isNegative ? ~words[2 * row] : words[2 * row]) ^ turn) >>> 0;
  };
  return [upper, lower];
}
