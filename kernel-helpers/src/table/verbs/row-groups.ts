import type { Column } from '../table';
import type { RowNumbers } from './pick-rows';
import { pickRows } from './pick-rows';
import { sortRows } from './sort-rows';
import { valueCodes } from './value-codes';

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
  return {
    count: found.count,
    groupOf: found.groupOf.map((group) => places[group]),
    firstRows: order.map((group) => found.firstRows[group]),
  };
}

/** Groups rows by columns; the groups are in the order of their first rows. */
export function groupsAsTheyAppear(columns: readonly Column[], rowCount: number): RowGroups {
  const [first, ...others] = columns.map(valueCodes);
  if (first === undefined) return oneGroup(rowCount);
  let groups = { groupOf: first.codes, firstRows: first.firstRows };
  for (const { codes } of others) groups = pairedGroups(groups.groupOf, codes);
  return { ...groups, count: groups.firstRows.length, firstRows: Int32Array.from(groups.firstRows) };
}

function pairedGroups(
  left: Int32Array,
  right: Int32Array,
): { readonly groupOf: Int32Array; readonly firstRows: number[] } {
  const known = new Map<number, number>();
  const firstRows: number[] = [];
  const groupOf = left.map((group, row) => {
    const pair = group * right.length + right[row];
    const old = known.get(pair);
    if (old !== undefined) return old;
    known.set(pair, firstRows.length);
    return firstRows.push(row) - 1;
  });
  return { groupOf, firstRows };
}
