import type { Column } from '../table';
import { codesOfBits } from './bit-codes';
import { pickRows } from './pick-rows';
import type { RowNumbers } from './row-numbers';
import { sortRows } from './sort-rows';
import { type ValueCodes, valueCodes } from './value-codes';

/** Rows in groups: those whose values are equal in some columns. */
export interface RowGroups {
  readonly count: number;
  /** The group of each row. */
  readonly groupOf: Int32Array;
  /** The first row of each group. */
  readonly firstRows: RowNumbers;
}

/** All rows as one group, which is there without rows too. */
export function oneGroup(rowCount: number): RowGroups {
  return { count: 1, groupOf: new Int32Array(rowCount), firstRows: new Int32Array(1) };
}

/** Groups rows by columns; the groups are in the order of their values, null last. */
export function rowGroups(columns: readonly Column[], rowCount: number): RowGroups {
  const found = groupsAsTheyAppear(columns, rowCount);
  const keys = columns.map((column) => ({ column: pickRows(column, found.firstRows), descending: false }));
  const order = sortRows(keys, found.count);
  const places = new Int32Array(found.count);
  order.forEach((group, place) => {
    places[group] = place;
  });
  const groupOf = new Int32Array(rowCount);
  for (let row = 0; row < rowCount; row += 1) groupOf[row] = places[found.groupOf[row]];
  return {
    count: found.count,
    groupOf,
    firstRows: order.map((group) => found.firstRows[group]),
  };
}

/** Groups rows by columns; the groups are in the order of their first rows. */
export function groupsAsTheyAppear(columns: readonly Column[], rowCount: number): RowGroups {
  const [first, ...others] = columns.map(valueCodes);
  if (first === undefined) return oneGroup(rowCount);
  let groups: ValueCodes = first;
  for (const { codes } of others) groups = pairedCodes(groups.codes, codes);
  return { groupOf: groups.codes, firstRows: groups.firstRows, count: groups.firstRows.length };
}

/** The codes of pairs. A pair of codes is one float, which holds whole numbers of 53 bits. */
function pairedCodes(left: Int32Array, right: Int32Array): ValueCodes {
  const rightCount = right.length;
  const pairs = new Float64Array(left.length);
  for (let row = 0; row < pairs.length; row += 1) pairs[row] = left[row] * rightCount + right[row];
  return codesOfBits(pairs, undefined);
}
