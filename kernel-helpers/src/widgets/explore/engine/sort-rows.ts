import type { CodedKeys, Keys, NumberKeys } from './keys';
import { keysOfNumbers } from './number-order';
import { type SortKeys, sortByKeys } from './sort-by-keys';
import { wordRanks } from './words';

/**
 * Puts the numbers of all rows into `into`, in the order of a column. Rows with equal values stay in their order; NaN and
 * then null come last, whichever way the others are sorted.
 *
 * Yields how many rows are in their place: once for the first ones, and at the end.
 * @param onPass is called between passes, and may throw to end the work.
 */
export function* sortRows(
  keys: Keys,
  descending: boolean,
  into: Int32Array,
  onPass?: () => void,
): Generator<number, void> {
  const { present, missing } = splitRows(keys, into.length);
  const count = into.length - missing.length;
  const sortable = keys.kind === 'coded' ? keysOfWords(keys, descending) : keysOfNumbers(keys, present, descending);
  for (const known of sortByKeys(sortable, present, into.subarray(0, count), onPass)) if (known < count) yield known;
  into.set(missing, count);
  yield into.length;
}

/** The same, until all rows are in their place. */
export function sortAllRows(keys: Keys, descending: boolean, into: Int32Array): Int32Array {
  for (const _ of sortRows(keys, descending, into));
  return into;
}

function keysOfWords({ codes, words }: CodedKeys, descending: boolean): SortKeys {
  const ranks = wordRanks(words);
  const first = new Uint32Array(codes.length);
  const last = words.count - 1;
  for (let row = 0; row < codes.length; row += 1) {
    const rank = ranks[codes[row]];
    first[row] = descending ? last - rank : rank;
  }
  return { first, next: [] };
}

interface SplitRows {
  /** Undefined if no value is missing. */
  readonly present: Int32Array | undefined;
  /** NaN, and then null. */
  readonly missing: Int32Array;
}

function splitRows(keys: Keys, rowCount: number): SplitRows {
  const { nulls } = keys;
  const numbers = floats(keys);
  let [nullCount, nanCount] = [0, 0];
  for (let row = 0; row < rowCount; row += 1) {
    if (nulls !== undefined && nulls[row] === 1) nullCount += 1;
    else if (numbers !== undefined && Number.isNaN(numbers[row])) nanCount += 1;
  }
  const missing = new Int32Array(nullCount + nanCount);
  if (missing.length === 0) return { present: undefined, missing };
  const present = new Int32Array(rowCount - missing.length);
  let [kept, nan, missed] = [0, 0, nanCount];
  for (let row = 0; row < rowCount; row += 1) {
    if (nulls !== undefined && nulls[row] === 1) missing[missed++] = row;
    else if (numbers !== undefined && Number.isNaN(numbers[row])) missing[nan++] = row;
    else present[kept++] = row;
  }
  return { present, missing };
}

/** Whole numbers are never NaN. */
function floats(keys: Keys): NumberKeys['values'] | undefined {
  return keys.kind === 'numbers' && keys.values instanceof Float64Array ? keys.values : undefined;
}
