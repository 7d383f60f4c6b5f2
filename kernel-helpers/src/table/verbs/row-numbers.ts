/** Numbers of rows, counted from 0. */
export type RowNumbers = Int32Array;

/** Stands among row numbers for a row that is not there: all its cells are null. */
export const NO_ROW = -1;
