import type { Column } from '../table';
import { columnNumbers } from './column-numbers';
import type { RowGroups } from './row-groups';

/** The numbers of a column without nulls, those of each group together. */
export interface GroupedNumbers {
  readonly numbers: Float64Array;
  /** Where each group begins, and where the last ends. */
  readonly starts: Int32Array;
}

export function groupedNumbers(column: Column, { groupOf, count }: RowGroups): GroupedNumbers {
  const { nulls } = column;
  const values = columnNumbers(column);
  const starts = new Int32Array(count + 1);
  for (let row = 0; row < groupOf.length; row += 1) if (nulls?.[row] !== 1) starts[groupOf[row] + 1] += 1;
  for (let group = 0; group < count; group += 1) starts[group + 1] += starts[group];
  const next = starts.slice(0, count);
  const numbers = new Float64Array(starts[count]);
  for (let row = 0; row < groupOf.length; row += 1) {
    if (nulls?.[row] === 1) continue;
    const group = groupOf[row];
    numbers[next[group]] = values[row];
    next[group] += 1;
  }
  return { numbers, starts };
}
