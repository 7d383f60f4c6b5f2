import { UserError } from '../../errors';
import type { Column } from '../table';
import type { RowNumbers } from './row-numbers';
import { type AnswerOf, type RowFunction, visitRows } from './row-view';

/** The numbers of the rows for which `keep` gives something true. It may take values beside the row. */
export function filterRows(columns: readonly Column[], rowCount: number, keep: unknown, beside: unknown): RowNumbers {
  if (typeof keep !== 'function') {
    throw new UserError('filter() takes a function of a row, such as (row) => row.MEDINC > 8.');
  }
  if (beside !== undefined && (typeof beside !== 'object' || beside === null)) {
    throw new UserError('filter() takes values beside the row as an object, such as { least: 8 }.');
  }
  return visitRows(columns, keep as RowFunction, (answerOf) => keptRows(rowCount, answerOf), beside);
}

function keptRows(rowCount: number, answerOf: AnswerOf): RowNumbers {
  const kept = new Int32Array(rowCount);
  let count = 0;
  for (let row = 0; row < rowCount; row += 1) {
    const answer = answerOf(row);
    if (answer === false) continue;
    if (answer !== true) {
      if (answer instanceof Promise) {
        throw new UserError('The function of filter() gives a promise; it must answer at once.');
      }
      if (!answer) continue;
    }
    kept[count] = row;
    count += 1;
  }
  return kept.subarray(0, count);
}
