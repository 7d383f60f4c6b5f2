import { NO_ROW, type RowNumbers } from './row-numbers';

/** Rows to pick, looked at once for all columns of a table. */
export interface RowPicks {
  /** The row for each place of the made column. */
  readonly rows: RowNumbers;
  /** How many rows from the first on are picked if these are all of them in their order, as a filter gives that keeps everything. */
  readonly allOf?: number;
  /** True where some row is not there. */
  readonly hasMissing: boolean;
  /** The rows that are there and their places, in an order that is quick to read; undefined where that is their own. */
  readonly placed?: PlacedRows;
  /** True where the rows go back and forth in wide steps, as after sorting. */
  readonly isScattered: boolean;
}

export interface PlacedRows {
  readonly rows: RowNumbers;
  readonly places: Int32Array;
}

/** Rows whose numbers are equal but for these bits are near: their values fit into the fast memory of a processor. */
const BLOCK_BITS = 15;
/** Fewer rows than this are picked as they come. */
const FEWEST_FOR_BLOCKS = 2 ** 16;
/** Rows whose numbers differ by this on average are not near. */
const WIDE_STEP = 16;
/** Rows read so many times from the first to the last and back come back to the same memory. */
const FEWEST_SWEEPS = 4;

export function rowPicks(rows: RowNumbers): RowPicks {
  let hasMissing = false;
  let isAll = true;
  let last = NO_ROW;
  let [before, travelled] = [0, 0];
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place];
    if (row !== place) isAll = false;
    if (row > last) last = row;
    if (row === NO_ROW) hasMissing = true;
    travelled += row > before ? row - before : before - row;
    before = row;
  }
  if (isAll) return { rows, allOf: rows.length, hasMissing: false, isScattered: false };
  const isScattered =
    rows.length >= FEWEST_FOR_BLOCKS &&
    last >= 2 ** BLOCK_BITS &&
    travelled > WIDE_STEP * rows.length &&
    travelled > FEWEST_SWEEPS * last;
  const placed = isScattered ? rowsByBlock(rows, last) : hasMissing ? rowsThere(rows) : undefined;
  return { rows, hasMissing, isScattered, ...(placed && { placed }) };
}

/** Rows that are all there, each at most once, in the order of their numbers: nothing has to be looked at. */
export function picksInOrder(rows: RowNumbers, rowCount: number): RowPicks {
  const isAll = rows.length === rowCount;
  return { rows, hasMissing: false, isScattered: false, ...(isAll && { allOf: rowCount }) };
}

/**
 * Rows of one block together, and in each block in the order of their places. Reading a value at random from all memory
 * takes three times as long as reading it from a block.
 */
function rowsByBlock(rows: RowNumbers, last: number): PlacedRows {
  const next = new Int32Array((last >>> BLOCK_BITS) + 2);
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place];
    if (row !== NO_ROW) next[(row >>> BLOCK_BITS) + 1] += 1;
  }
  for (let block = 1; block < next.length; block += 1) next[block] += next[block - 1];
  const there = next[next.length - 1];
  const near = new Int32Array(there);
  const places = new Int32Array(there);
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place];
    if (row === NO_ROW) continue;
    const block = row >>> BLOCK_BITS;
    const at = next[block];
    next[block] = at + 1;
    near[at] = row;
    places[at] = place;
  }
  return { rows: near, places };
}

function rowsThere(rows: RowNumbers): PlacedRows {
  const there = new Int32Array(rows.length);
  const places = new Int32Array(rows.length);
  let count = 0;
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place];
    if (row === NO_ROW) continue;
    there[count] = row;
    places[count] = place;
    count += 1;
  }
  return { rows: there.subarray(0, count), places: places.subarray(0, count) };
}
