/** Rows in columns of 32-bit numbers, `rowCount` of them: the features in their order, then label and weight. */
export interface RowBatch {
  readonly columns: readonly Float32Array[];
  readonly rowCount: number;
}

/** Takes the rows of one side, in their order. */
export interface RowSink {
  /** Adds rows of a batch, which may change afterwards. @param picked which rows; undefined: all of them */
  add(batch: RowBatch, picked?: Uint32Array): void;
}

/** Rows that are decoded, checked and sorted together: few enough for the processor's cache. */
export const ROWS_PER_BATCH = 16_384;

export function emptyColumns(width: number, rowCount: number): readonly Float32Array[] {
  return Array.from({ length: width }, () => new Float32Array(rowCount));
}

/** Copies rows of a batch into columns, from row `at` on. */
export function copyRows(
  batch: RowBatch,
  picked: Uint32Array | undefined,
  to: readonly Float32Array[],
  at: number,
): void {
  for (const [place, column] of to.entries()) {
    const from = batch.columns[place];
    if (picked === undefined) column.set(from.subarray(0, batch.rowCount), at);
    else for (let index = 0; index < picked.length; index += 1) column[at + index] = from[picked[index]];
  }
}
