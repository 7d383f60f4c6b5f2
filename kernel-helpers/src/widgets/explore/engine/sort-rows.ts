import type { CodedKeys, Keys, NumberKeys } from './keys';
import { sortByKeys } from './sort-by-keys';
import { firstToLast, wordRanks } from './words';

const LARGEST = 0xffffffff;

/**
 * The numbers of all rows in the order of a column. Rows with equal values stay in their order; NaN and then null come
 * last, whichever way the others are sorted.
 */
export function sortRows(keys: Keys, rowCount: number, descending: boolean, onPass?: () => void): Int32Array {
  const sortable = keys.kind === 'coded' ? codedKeys(keys, descending) : numberKeys(keys, descending);
  const sorted = sortByKeys(sortable, firstToLast(rowCount), onPass);
  return lastWhereMissing(keys, sorted);
}

function codedKeys({ codes, words }: CodedKeys, descending: boolean): readonly Uint32Array[] {
  const ranks = wordRanks(words);
  const key = new Uint32Array(codes.length);
  const last = words.count - 1;
  for (let row = 0; row < codes.length; row += 1) key[row] = descending ? last - ranks[codes[row]] : ranks[codes[row]];
  return [key];
}

function numberKeys({ values, rest }: NumberKeys, descending: boolean): readonly Uint32Array[] {
  const most = wholeKeys(values, descending) ?? bitsOfNumbers(Float64Array.from(values), descending);
  return rest === undefined ? most : [...bitsOfNumbers(rest, descending), ...most];
}

/** One key where all numbers are whole and near each other: half the work. */
function wholeKeys(values: Float64Array | Int32Array, descending: boolean): readonly Uint32Array[] | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value)) return undefined;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(high - low < LARGEST)) return undefined;
  const key = new Uint32Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    key[row] = Number.isNaN(value) ? LARGEST : descending ? high - value : value - low;
  }
  return [key];
}

/**
 * The bits of numbers as two unsigned keys in their order: a negative number has the larger bits the smaller it is.
 * https://en.wikipedia.org/wiki/Double-precision_floating-point_format
 */
function bitsOfNumbers(values: Float64Array, descending: boolean): readonly [low: Uint32Array, high: Uint32Array] {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const high = new Uint32Array(values.length);
  const low = new Uint32Array(values.length);
  const turn = descending ? LARGEST : 0;
  for (let row = 0; row < values.length; row += 1) {
    const top = words[2 * row + 1];
    const bottom = words[2 * row];
    const isMissing = Number.isNaN(values[row]);
    // 0 and -0 are one number.
    const isZero = top << 1 === 0 && bottom === 0;
    const flip = !isZero && top >>> 31 === 1 ? LARGEST : 0;
    high[row] = isMissing ? LARGEST : (isZero ? 0x80000000 : top ^ (flip === 0 ? 0x80000000 : flip)) ^ turn;
    low[row] = isMissing ? LARGEST : bottom ^ flip ^ turn;
  }
  return [low, high];
}

/** Moves NaN behind the other rows, and null behind NaN. */
function lastWhereMissing(keys: Keys, rows: Int32Array): Int32Array {
  const { nulls } = keys;
  const values = keys.kind === 'numbers' && keys.values instanceof Float64Array ? keys.values : undefined;
  if (nulls === undefined && values === undefined) return rows;
  const notNumbers: number[] = [];
  const missing = new Int32Array(nulls === undefined ? 0 : rows.length);
  let [kept, missed] = [0, 0];
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at];
    if (nulls !== undefined && nulls[row] === 1) missing[missed++] = row;
    else if (values !== undefined && Number.isNaN(values[row])) notNumbers.push(row);
    else rows[kept++] = row;
  }
  for (const row of notNumbers) rows[kept++] = row;
  rows.set(missing.subarray(0, missed), kept);
  return rows;
}
