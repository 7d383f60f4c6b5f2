import type { Column } from '../table';
import { countColumn } from './aggregate-groups';
import { pickRows } from './pick-rows';
import { rowGroups } from './row-groups';
import { sortRows } from './sort-rows';

/** How often each value is there, the most frequent first; null is a value too. */
export function valueCounts(column: Column, rowCount: number): readonly Column[] {
  const { groupOf, firstRows, count } = rowGroups([column], rowCount);
  const counts = new Float64Array(count);
  for (const group of groupOf) counts[group] += 1;
  const counted = countColumn(column.name === 'count' ? 'count_' : 'count', counts);
  const order = sortRows([{ column: counted, descending: true }], count);
  return [pickRows(pickRows(column, firstRows), order), pickRows(counted, order)];
}
