import { UserError } from '../../errors';
import type { Column } from '../table';
import type { RowNumbers } from './row-numbers';
import { type RowFunction, visitRows } from './row-view';

/** The numbers of the rows for which `keep` gives something true. */
export function filterRows(columns: readonly Column[], rowCount: number, keep: RowFunction): RowNumbers {
  if (typeof keep !== 'function') {
    throw new UserError('filter() takes a function of a row, such as (row) => row.MEDINC > 8.');
  }
  const isKept = visitRows(columns, keep);
  const kept = new Int32Array(rowCount);
  let count = 0;
  for (let row = 0; row < rowCount; row += 1) {
    const answer = isKept(row);
    if (answer instanceof Promise)
      throw new UserError('The function of filter() gives a promise; it must answer at once.');
    if (!answer) continue;
    kept[count] = row;
    count += 1;
  }
  return kept.slice(0, count);
}
