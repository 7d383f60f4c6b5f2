import { columnLength } from '../../values/text-column';
import type { JoinKind } from '../row-types';
import type { Column } from '../table';
import { joinCodes } from './join-codes';
import type { KeyPair } from './join-columns';
import { firstToLast, NO_ROW, type RowNumbers } from './row-numbers';

/** For each row of the joined table, the rows of both tables that it is made of. */
export interface JoinedRows {
  /** Undefined where it is all rows in their order. */
  readonly left?: RowNumbers;
  readonly right?: RowNumbers;
}

/** As JoinedRows, where each row of the left table gave one row or more. */
interface MadeRows {
  readonly left?: RowNumbers;
  readonly right: RowNumbers;
}

/**
 * Finds the rows that belong together. They come in the order of the left table, and those of the right table that found
 * no partner after them; a right join is in the order of the right table. Null equals nothing, as in SQL.
 */
export function joinRows(pairs: readonly KeyPair[], rows: readonly [number, number], how: JoinKind): JoinedRows {
  if (how === 'right') {
    const turned = pairs.map(([ours, theirs]): KeyPair => [theirs, ours]);
    const { left, right } = joinRows(turned, [rows[1], rows[0]], 'left');
    return { left: right, right: left };
  }
  const [leftCount, rightCount] = rows;
  const { left, right, count } = joinCodes(pairs, leftCount, rightCount);
  const only = onlyPartners(right, count);
  const keepsAll = how !== 'inner';
  const made =
    only === undefined ? madeRows(left, partnersByCode(right, count), keepsAll) : rowsOfPairs(left, only, keepsAll);
  return how === 'full' ? withUnmatched(made, leftCount, rightCount) : made;
}

/** The rows of the right table, those of each code together and in their order. */
interface Partners {
  readonly rows: Int32Array;
  /** Where the rows of each code begin, and where the last end. */
  readonly starts: Int32Array;
}

function partnersByCode(codes: Int32Array, count: number): Partners {
  const starts = new Int32Array(count + 1);
  for (let row = 0; row < codes.length; row += 1) if (codes[row] !== NO_ROW) starts[codes[row] + 1] += 1;
  for (let code = 0; code < count; code += 1) starts[code + 1] += starts[code];
  const next = starts.slice(0, count);
  const rows = new Int32Array(starts[count]);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row];
    if (code === NO_ROW) continue;
    rows[next[code]] = row;
    next[code] += 1;
  }
  return { rows, starts };
}

/** The row of the right table for each code; undefined where some code has several. */
function onlyPartners(codes: Int32Array, count: number): RowNumbers | undefined {
  const rows = new Int32Array(count).fill(NO_ROW);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row];
    if (code === NO_ROW) continue;
    if (rows[code] !== NO_ROW) return undefined;
    rows[code] = row;
  }
  return rows;
}

/** Joins rows that have one partner at most. */
function rowsOfPairs(codes: Int32Array, partners: RowNumbers, keepsAll: boolean): MadeRows {
  const right = new Int32Array(codes.length);
  let alone = 0;
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row];
    const partner = code === NO_ROW ? NO_ROW : partners[code];
    if (partner === NO_ROW) alone += 1;
    right[row] = partner;
  }
  if (alone === 0 || keepsAll) return { right };
  const left = new Int32Array(codes.length - alone);
  let size = 0;
  for (let row = 0; row < codes.length; row += 1) {
    if (right[row] === NO_ROW) continue;
    left[size] = row;
    right[size] = right[row];
    size += 1;
  }
  return { left, right: right.subarray(0, size) };
}

function madeRows(codes: Int32Array, { rows, starts }: Partners, keepsAll: boolean): MadeRows {
  const partnersOf = (code: number): number => (code === NO_ROW ? 0 : starts[code + 1] - starts[code]);
  let size = 0;
  for (let row = 0; row < codes.length; row += 1) {
    const found = partnersOf(codes[row]);
    size += found === 0 && keepsAll ? 1 : found;
  }
  const left = new Int32Array(size);
  const right = new Int32Array(size);
  let place = 0;
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row];
    const found = partnersOf(code);
    for (let index = 0; index < found; index += 1) {
      left[place] = row;
      right[place] = rows[starts[code] + index];
      place += 1;
    }
    if (found > 0 || !keepsAll) continue;
    left[place] = row;
    right[place] = NO_ROW;
    place += 1;
  }
  return { left, right };
}

/** The rows of the right table that found no partner, after all others. */
function withUnmatched({ left, right }: MadeRows, leftCount: number, rightCount: number): JoinedRows {
  const found = new Uint8Array(rightCount);
  for (const row of right) if (row !== NO_ROW) found[row] = 1;
  const alone = firstToLast(rightCount).filter((row) => found[row] === 0);
  return {
    left: joined(left ?? firstToLast(leftCount), new Int32Array(alone.length).fill(NO_ROW)),
    right: joined(right, alone),
  };
}

function joined(rows: RowNumbers, more: RowNumbers): RowNumbers {
  const both = new Int32Array(rows.length + more.length);
  both.set(rows);
  both.set(more, rows.length);
  return both;
}

/** How many rows the columns have. */
export function rowsIn(columns: readonly Column[]): number {
  return columns.length === 0 ? 0 : columnLength(columns[0]);
}
