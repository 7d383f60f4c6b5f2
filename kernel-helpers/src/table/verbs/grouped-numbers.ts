import type { Column } from '../table';
import { columnNumbers } from './column-numbers';
import type { RowGroups } from './row-groups';
import { sortedNumbers } from './sorted-numbers';

/** The numbers of a column without nulls, those of each group together. */
export interface GroupedNumbers {
  readonly numbers: Float64Array;
  /** Where each group begins, and where the last ends. */
  readonly starts: Int32Array;
}

export function groupedNumbers(column: Column, { groupOf, count }: RowGroups): GroupedNumbers {
  const { nulls } = column;
  const values = floatsOf(column);
  if (count === 1) {
    const numbers = knownNumbers(values, nulls);
    return { numbers, starts: Int32Array.of(0, numbers.length) };
  }
  const starts = new Int32Array(count + 1);
  for (let row = 0; row < groupOf.length; row += 1) {
    if (nulls === undefined || nulls[row] !== 1) starts[groupOf[row] + 1] += 1;
  }
  for (let group = 0; group < count; group += 1) starts[group + 1] += starts[group];
  const next = starts.slice(0, count);
  const numbers = new Float64Array(starts[count]);
  for (let row = 0; row < groupOf.length; row += 1) {
    if (nulls !== undefined && nulls[row] === 1) continue;
    const group = groupOf[row];
    const place = next[group];
    next[group] = place + 1;
    numbers[place] = values[row];
  }
  return { numbers, starts };
}

/** As `groupedNumbers()`, and those of each group from the smallest to the largest. */
export function sortedInGroups(column: Column, groups: RowGroups): GroupedNumbers {
  const { numbers, starts } = groupedNumbers(column, groups);
  let most = 0;
  for (let group = 0; group < groups.count; group += 1) most = Math.max(most, starts[group + 1] - starts[group]);
  const spare = new Float64Array(most);
  for (let group = 0; group < groups.count; group += 1) {
    const some = numbers.subarray(starts[group], starts[group + 1]);
    const sorted = sortedNumbers(some, spare.subarray(0, some.length));
    if (sorted !== some) some.set(sorted);
  }
  return { numbers, starts };
}

/** The mean of each group; undefined where all values are null. */
export function groupMeans(column: Column, { groupOf, count }: RowGroups): readonly (number | undefined)[] {
  const { nulls } = column;
  const values = floatsOf(column);
  const sums = new Float64Array(count);
  const counts = new Int32Array(count);
  for (let row = 0; row < groupOf.length; row += 1) {
    if (nulls !== undefined && nulls[row] === 1) continue;
    const group = groupOf[row];
    sums[group] += values[row];
    counts[group] += 1;
  }
  return Array.from(sums, (sum, group) => (counts[group] === 0 ? undefined : sum / counts[group]));
}

/**
 * The numbers of a column without nulls, copied.
 * @param to takes them from its beginning on.
 */
export function knownNumbers(
  values: Float64Array,
  nulls: Uint8Array | undefined,
  to: Float64Array = new Float64Array(values.length),
): Float64Array {
  if (nulls === undefined) {
    to.set(values);
    return to;
  }
  let count = 0;
  for (let row = 0; row < values.length; row += 1) {
    if (nulls[row] === 1) continue;
    to[count] = values[row];
    count += 1;
  }
  return to.subarray(0, count);
}

/** Of one kind of array, since a loop that meets several kinds takes five times as long. */
export function floatsOf(column: Column): Float64Array {
  const numbers = columnNumbers(column);
  return numbers instanceof Float64Array ? numbers : Float64Array.from(numbers);
}
