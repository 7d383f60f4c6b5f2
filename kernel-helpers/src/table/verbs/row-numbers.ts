/** Numbers of rows, counted from 0. */
export type RowNumbers = Int32Array;

/** Stands among row numbers for a row that is not there: all its cells are null. */
export const NO_ROW = -1;

/** The numbers of all rows in their order. */
export function firstToLast(rowCount: number): RowNumbers {
  const rows = new Int32Array(rowCount);
  for (let row = 0; row < rowCount; row += 1) rows[row] = row;
  return rows;
}
