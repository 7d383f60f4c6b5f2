import type { Batch, DataType } from '@uwdata/flechette';

/** Wanted rows of one record batch of a column: `rows` rows from row `from` on. */
export interface BatchPart {
  readonly type: DataType;
  readonly batch: Batch<unknown>;
  readonly from: number;
  readonly rows: number;
  /** The place of its first row among all that are wanted. */
  readonly target: number;
}

/** The places, among all wanted rows, of those that are null. */
export function nullRows({ batch: { nullCount, validity }, from, rows, target }: BatchPart): readonly number[] {
  const found: number[] = [];
  if (nullCount === 0 || validity === undefined) return found;
  for (let row = 0; row < rows; row += 1) {
    const at = from + row;
    if (((validity[at >> 3] >> (at & 7)) & 1) === 0) found.push(target + row);
  }
  return found;
}
