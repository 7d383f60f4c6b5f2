import { type OrderBits, orderBits } from './order-bits';
import { firstToLast, type RowNumbers } from './row-numbers';
import type { SortKey } from './sort-keys';

/** Bits that one pass sorts by: its 2,048 counters fit into the fastest cache. */
const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;
/** A run of rows whose upper bits are equal is sorted by insertion up to this length. */
const LONG_RUN = 32;

/**
 * The numbers of the rows in the order of the columns, the first counting most. Rows that are equal stay in their order;
 * NaN and null come last, whichever way the others are sorted. It sorts by digits: a radix sort.
 */
export function sortRows(sortKeys: readonly SortKey[], rowCount: number): RowNumbers {
  let rows = firstToLast(rowCount);
  for (const { column, descending } of sortKeys.toReversed()) {
    const bits = orderBits(column, descending);
    // Of two halves the lower one seldom decides, so it is looked at only where the upper ones are equal.
    if (bits.length === 2) rows = sortByHalves(rows, bits[1], bits[0]);
    else for (const one of bits) rows = sortByBits(rows, one).rows;
  }
  return rows;
}

interface SortedRows {
  readonly rows: RowNumbers;
  /** The bits of each of these rows. */
  readonly keys: Uint32Array;
}

function sortByBits(rows: RowNumbers, bits: OrderBits): SortedRows {
  let from = rows;
  let to: RowNumbers = new Int32Array(rows.length);
  let keys: Uint32Array = new Uint32Array(rows.length);
  let moved: Uint32Array = new Uint32Array(rows.length);
  for (let place = 0; place < rows.length; place += 1) keys[place] = bits[rows[place]];
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
    const next = firstPlaces(keys, shift);
    if (next === undefined) continue;
    move(from, keys, to, moved, next, shift);
    [from, to] = [to, from === rows ? new Int32Array(rows.length) : from];
    [keys, moved] = [moved, keys];
  }
  return { rows: from, keys };
}

function move(
  from: RowNumbers,
  keys: Uint32Array,
  to: RowNumbers,
  moved: Uint32Array,
  next: Int32Array,
  shift: number,
): void {
  for (let place = 0; place < keys.length; place += 1) {
    const key = keys[place];
    const digit = (key >>> shift) & (DIGITS - 1);
    const at = next[digit];
    next[digit] = at + 1;
    moved[at] = key;
    to[at] = from[place];
  }
}

/** Where the rows of each digit begin; undefined where all rows have the same digit. */
function firstPlaces(keys: Uint32Array, shift: number): Int32Array | undefined {
  const places = new Int32Array(DIGITS);
  for (let place = 0; place < keys.length; place += 1) places[(keys[place] >>> shift) & (DIGITS - 1)] += 1;
  let sum = 0;
  for (let digit = 0; digit < DIGITS; digit += 1) {
    const count = places[digit];
    if (count === keys.length) return undefined;
    places[digit] = sum;
    sum += count;
  }
  return places;
}

function sortByHalves(unsorted: RowNumbers, upper: OrderBits, lower: OrderBits): RowNumbers {
  const { rows, keys } = sortByBits(unsorted, upper);
  for (let from = 0; from < rows.length; ) {
    let to = from + 1;
    while (to < rows.length && keys[to] === keys[from]) to += 1;
    if (to - from > LONG_RUN) rows.set(sortByBits(rows.slice(from, to), lower).rows, from);
    else if (to - from > 1) insert(rows, lower, from, to);
    from = to;
  }
  return rows;
}

function insert(rows: RowNumbers, bits: OrderBits, from: number, to: number): void {
  for (let next = from + 1; next < to; next += 1) {
    const row = rows[next];
    const key = bits[row];
    let place = next;
    while (place > from && bits[rows[place - 1]] > key) {
      rows[place] = rows[place - 1];
      place -= 1;
    }
    rows[place] = row;
  }
}
