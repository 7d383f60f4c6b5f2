import type { Mask } from './keep-rows';

/** The numbers of the rows that are kept, in their order. */
export interface OrderedRows {
  readonly count: number;
  /** Undefined where all rows are in their first order. In memory that both threads see. */
  readonly rows?: Int32Array;
}

/** Rows in an order of which the first ones are known. */
export interface Sorting {
  readonly rows: Int32Array;
  readonly known: number;
}

/** With fewer rows a page could not fill itself; more are not copied for it. */
const FEWEST_FIRST = 100;
const MOST_FIRST = 1_000;

/** Yields the first rows as soon as they are known, and returns all. Without a mask, all rows are kept. */
export function* rowsOfLook(
  rowCount: number,
  mask: Mask | undefined,
  sorting: Iterable<Sorting> | undefined,
): Generator<OrderedRows, OrderedRows> {
  if (mask !== undefined) return yield* keptRows(rowCount, mask, sorting);
  let all: OrderedRows = { count: rowCount };
  for (const { rows, known } of sorting ?? []) {
    if (known < rowCount) yield { count: rowCount, rows: rows.slice(0, Math.min(known, MOST_FIRST)) };
    all = { count: rowCount, rows };
  }
  return all;
}

function* keptRows(
  rowCount: number,
  mask: Mask,
  sorting: Iterable<Sorting> | undefined,
): Generator<OrderedRows, OrderedRows> {
  const count = countOf(mask);
  const kept = rowNumbers(count);
  let [at, place] = [0, 0];
  for (const { rows, known } of sorting ?? [{ rows: undefined, known: rowCount }]) {
    for (; at < known; at += 1) {
      const row = rows === undefined ? at : rows[at];
      if (mask[row] === 1) kept[place++] = row;
    }
    if (known < rowCount && place >= Math.min(count, FEWEST_FIRST)) {
      yield { count, rows: kept.slice(0, Math.min(place, MOST_FIRST)) };
    }
  }
  return { count, rows: kept };
}

function countOf(mask: Mask): number {
  let count = 0;
  for (let row = 0; row < mask.length; row += 1) count += mask[row];
  return count;
}

/** Memory for the numbers of rows that another thread reads without a copy. */
export function rowNumbers(count: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT));
}
