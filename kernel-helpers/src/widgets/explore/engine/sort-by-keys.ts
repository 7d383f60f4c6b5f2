import { type Pairs, sortPairs, type Ties, toStarts } from './sort-pairs';

/** Memory is written fastest in about so many places at a time: 2 to the power of it. */
const BUCKET_BITS = 10;
/** How many of the first rows a page can use before the others are known. */
const FIRST_ROWS = 200;
/** So few rows are sorted before the pass over all rows that they would wait for. */
const MOST_AT_FIRST = 100_000;
const LARGEST = 0xffffffff;

/** By what rows are sorted. */
export interface SortKeys extends Ties {
  /** The number that counts most, 32 bits without a sign, by row. */
  readonly first: Uint32Array;
}

/**
 * Puts row numbers into `into`, in the order of their keys; rows with equal keys stay in their order. One pass over all
 * rows spreads them over buckets by the first bits in which they differ; each bucket is then sorted in the cache.
 *
 * Yields how many rows are in their place: once for the first ones, and at the end.
 * @param rows the rows to sort, in the order of their numbers; all if it is undefined.
 * @param onPass is called between passes, and may throw to end the work.
 */
export function* sortByKeys(
  keys: SortKeys,
  rows: Int32Array | undefined,
  into: Int32Array,
  onPass: () => void = () => {},
): Generator<number, void> {
  const count = rows?.length ?? keys.first.length;
  const digits = digitsOf(keys.first, rows);
  const starts = countDigits(keys.first, rows, digits);
  toStarts(starts);
  onPass();
  if (digits.shift === 0 && keys.next.length === 0 && keys.last === undefined) {
    spreadRows(keys.first, rows, digits, starts, into);
    yield count;
    return;
  }
  let known = firstBuckets(starts, count);
  if (known > 0) {
    const pairs = firstPairs(keys.first, rows, digits, starts, known);
    sortPairs(pairs, 0, known, keys);
    takeRows(pairs, 0, known, into);
    yield known;
    onPass();
  }
  const pairs = spreadPairs(keys.first, rows, digits, starts.slice(), count);
  for (const [bucket, from] of starts.entries()) {
    const to = starts[bucket + 1] ?? count;
    if (from === to) continue;
    onPass();
    sortPairs(pairs, from, to, keys);
    takeRows(pairs, from, to, into);
    if (known === 0 && to >= FIRST_ROWS && to < count) {
      known = to;
      yield known;
    }
  }
  yield count;
}

/** The bits of a key that name its bucket. */
interface Digits {
  readonly shift: number;
  readonly mask: number;
}

function digitsOf(keys: Uint32Array, rows: Int32Array | undefined): Digits {
  let [all, any] = [LARGEST, 0];
  const count = rows?.length ?? keys.length;
  for (let at = 0; at < count; at += 1) {
    const key = keys[rows === undefined ? at : rows[at]];
    all &= key;
    any |= key;
  }
  const bits = 32 - Math.clz32(all ^ any);
  const shift = Math.max(0, bits - BUCKET_BITS);
  return { shift, mask: (1 << (bits - shift)) - 1 };
}

function countDigits(keys: Uint32Array, rows: Int32Array | undefined, { shift, mask }: Digits): Uint32Array {
  const counts = new Uint32Array(mask + 1);
  const count = rows?.length ?? keys.length;
  for (let at = 0; at < count; at += 1) counts[(keys[rows === undefined ? at : rows[at]] >>> shift) & mask] += 1;
  return counts;
}

/** How many rows lie in the first buckets that are worth to be sorted before the others; 0 if they are too many. */
function firstBuckets(starts: Uint32Array, count: number): number {
  const end = starts.find((start) => start >= Math.min(FIRST_ROWS, count)) ?? count;
  return end <= MOST_AT_FIRST && end < count ? end : 0;
}

function firstPairs(
  keys: Uint32Array,
  rows: Int32Array | undefined,
  { shift, mask }: Digits,
  starts: Uint32Array,
  known: number,
): Pairs {
  const end = starts.indexOf(known);
  const pairs = new Uint32Array(2 * known);
  const count = rows?.length ?? keys.length;
  let place = 0;
  for (let at = 0; at < count; at += 1) {
    const row = rows === undefined ? at : rows[at];
    const key = keys[row];
    if (((key >>> shift) & mask) >= end) continue;
    pairs[place++] = key;
    pairs[place++] = row;
  }
  return pairs;
}

function spreadPairs(
  keys: Uint32Array,
  rows: Int32Array | undefined,
  { shift, mask }: Digits,
  places: Uint32Array,
  count: number,
): Pairs {
  const pairs = new Uint32Array(2 * count);
  for (let at = 0; at < count; at += 1) {
    const row = rows === undefined ? at : rows[at];
    const key = keys[row];
    const place = 2 * places[(key >>> shift) & mask]++;
    pairs[place] = key;
    pairs[place + 1] = row;
  }
  return pairs;
}

/** Where keys have no more bits than a bucket's number, their rows are sorted when they are spread. */
function spreadRows(
  keys: Uint32Array,
  rows: Int32Array | undefined,
  { shift, mask }: Digits,
  places: Uint32Array,
  into: Int32Array,
): void {
  const count = rows?.length ?? keys.length;
  for (let at = 0; at < count; at += 1) {
    const row = rows === undefined ? at : rows[at];
    into[places[(keys[row] >>> shift) & mask]++] = row;
  }
}

function takeRows(pairs: Pairs, from: number, to: number, into: Int32Array): void {
  for (let at = from; at < to; at += 1) into[at] = pairs[2 * at + 1];
}
