import type { AnyRow } from '../row-types';
import type { Column } from '../table';
import { NO_ROW, type RowNumbers } from './pick-rows';
import { rowReader } from './row-view';

/** The numbers of the rows for which `keep` gives something true. */
export function filterRows(columns: readonly Column[], rowCount: number, keep: (row: AnyRow) => unknown): RowNumbers {
  const read = rowReader(columns);
  const kept = new Int32Array(rowCount).fill(NO_ROW);
  let count = 0;
  for (let row = 0; row < rowCount; row += 1) {
    if (!keep(read(row))) continue;
    kept[count] = row;
    count += 1;
  }
  return kept.subarray(0, count);
}
