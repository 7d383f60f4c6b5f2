/** Rows with the numbers that they are sorted by: a key and a row in turn. */
export type Pairs = Uint32Array;

/** What counts between rows whose keys are equal. */
export interface Ties {
  /** More keys of 32 bits without a sign, the first counting most. */
  readonly next: readonly ((row: number) => number)[];
  /** Compares rows whose keys are all equal; without it they stay in their order. */
  readonly last?: (left: number, right: number) => number;
}

/** So few pairs are sorted by insertion. */
const FEW = 24;
/** So many pairs, and their copy, stay in the processor's cache while they are sorted digit by digit. */
const MOST_IN_CACHE = 1 << 15;
const DIGIT_BITS = 11;
const LARGEST = 0xffffffff;

/** Sorts pairs `from` (included) to `to` (excluded) by their keys and then by the ties from `level` on. */
export function sortPairs(pairs: Pairs, from: number, to: number, ties: Ties, level = 0): void {
  if (to - from <= FEW) {
    insertPairs(pairs, from, to, ties, level);
    return;
  }
  let [all, any] = [LARGEST, 0];
  for (let at = 2 * from; at < 2 * to; at += 2) {
    all &= pairs[at];
    any |= pairs[at];
  }
  const differs = (all ^ any) >>> 0;
  if (differs === 0) sortTied(pairs, from, to, ties, level);
  else if (to - from > MOST_IN_CACHE) spread(pairs, from, to, differs, ties, level);
  else {
    sortByDigits(pairs, from, to, differs);
    if (level < ties.next.length || ties.last !== undefined) sortRuns(pairs, from, to, ties, level);
  }
}

/** From the last digit in which keys differ to the first. */
function sortByDigits(pairs: Pairs, from: number, to: number, differs: number): void {
  const count = to - from;
  const own = pairs.subarray(2 * from, 2 * to);
  let source = own;
  let target: Pairs = new Uint32Array(2 * count);
  const end = 32 - Math.clz32(differs);
  for (let shift = 31 - Math.clz32(differs & -differs); shift < end; shift += DIGIT_BITS) {
    const mask = (1 << Math.min(DIGIT_BITS, end - shift)) - 1;
    if (((differs >>> shift) & mask) === 0) continue;
    const places = new Uint32Array(mask + 1);
    for (let at = 0; at < source.length; at += 2) places[(source[at] >>> shift) & mask] += 1;
    toStarts(places);
    for (let at = 0; at < source.length; at += 2) {
      const key = source[at];
      const place = 2 * places[(key >>> shift) & mask]++;
      target[place] = key;
      target[place + 1] = source[at + 1];
    }
    [source, target] = [target, source];
  }
  if (source !== own) own.set(source);
}

/** Too many for the cache: first by the first digit in which they differ. */
function spread(pairs: Pairs, from: number, to: number, differs: number, ties: Ties, level: number): void {
  const shift = Math.max(0, 32 - Math.clz32(differs) - DIGIT_BITS);
  const mask = (1 << DIGIT_BITS) - 1;
  const places = new Uint32Array(mask + 1);
  for (let at = 2 * from; at < 2 * to; at += 2) places[(pairs[at] >>> shift) & mask] += 1;
  const counts = places.slice();
  toStarts(places);
  const source = pairs.slice(2 * from, 2 * to);
  for (let at = 0; at < source.length; at += 2) {
    const place = 2 * (from + places[(source[at] >>> shift) & mask]++);
    pairs[place] = source[at];
    pairs[place + 1] = source[at + 1];
  }
  let start = from;
  for (const count of counts) {
    if (count > 1) sortPairs(pairs, start, start + count, ties, level);
    start += count;
  }
}

/** Turns counts into the places where each digit begins. */
export function toStarts(counts: Uint32Array): void {
  let start = 0;
  for (let digit = 0; digit < counts.length; digit += 1) {
    const count = counts[digit];
    counts[digit] = start;
    start += count;
  }
}

function sortRuns(pairs: Pairs, from: number, to: number, ties: Ties, level: number): void {
  for (let start = from; start < to; ) {
    const key = pairs[2 * start];
    let end = start + 1;
    while (end < to && pairs[2 * end] === key) end += 1;
    if (end - start > 1) sortTied(pairs, start, end, ties, level);
    start = end;
  }
}

function sortTied(pairs: Pairs, from: number, to: number, ties: Ties, level: number): void {
  const { next, last } = ties;
  if (level < next.length) {
    const keyOf = next[level];
    for (let at = 2 * from; at < 2 * to; at += 2) pairs[at] = keyOf(pairs[at + 1]);
    sortPairs(pairs, from, to, ties, level + 1);
  } else if (last !== undefined) {
    const rows = Array.from({ length: to - from }, (_, index) => pairs[2 * (from + index) + 1]);
    rows.sort(last).forEach((row, index) => {
      pairs[2 * (from + index) + 1] = row;
    });
  }
}

function insertPairs(pairs: Pairs, from: number, to: number, ties: Ties, level: number): void {
  for (let next = from + 1; next < to; next += 1) {
    const key = pairs[2 * next];
    const row = pairs[2 * next + 1];
    let place = next;
    while (place > from) {
      const before = pairs[2 * place - 2];
      if (before < key || (before === key && !comesBefore(row, pairs[2 * place - 1], ties, level))) break;
      pairs[2 * place] = before;
      pairs[2 * place + 1] = pairs[2 * place - 1];
      place -= 1;
    }
    pairs[2 * place] = key;
    pairs[2 * place + 1] = row;
  }
}

/** Of two rows whose keys are equal. */
function comesBefore(row: number, other: number, { next, last }: Ties, level: number): boolean {
  for (let at = level; at < next.length; at += 1) {
    const difference = next[at](row) - next[at](other);
    if (difference !== 0) return difference < 0;
  }
  return last !== undefined && last(row, other) < 0;
}
