import { quantileOfSorted } from '../../values/quantile-of-sorted';
import type { ChartAggregate } from './chart-options';

/** One value for each group of rows; NaN for a group without a value. `values` is not needed to count. */
export function aggregateRows(
  groups: Int32Array,
  groupCount: number,
  values: Float64Array | undefined,
  how: ChartAggregate,
): Float64Array {
  if (values === undefined || how === 'count') return countRows(groups, groupCount, values);
  if (how === 'median') return medians(groups, groupCount, values);
  const rows = countRows(groups, groupCount, values);
  const results = new Float64Array(groupCount).fill(START[how]);
  for (let row = 0; row < groups.length; row += 1) {
    const group = groups[row];
    const value = values[row];
    if (group === -1 || !Number.isFinite(value)) continue;
    if (how === 'min') results[group] = Math.min(results[group], value);
    else if (how === 'max') results[group] = Math.max(results[group], value);
    else results[group] += value;
  }
  return results.map((result, group) => {
    if (rows[group] === 0) return Number.NaN;
    return how === 'mean' ? result / rows[group] : result;
  });
}

const START = { sum: 0, mean: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY } as const;

/** Rows of each group; with values, only those that have one. */
function countRows(groups: Int32Array, groupCount: number, values?: Float64Array): Float64Array {
  const counts = new Float64Array(groupCount);
  for (let row = 0; row < groups.length; row += 1) {
    const group = groups[row];
    if (group !== -1 && (values === undefined || Number.isFinite(values[row]))) counts[group] += 1;
  }
  return counts;
}

function medians(groups: Int32Array, groupCount: number, values: Float64Array): Float64Array {
  return Float64Array.from(
    valuesByGroup(groups, groupCount, values),
    (sorted) => quantileOfSorted(sorted, 0.5) ?? Number.NaN,
  );
}

/** The finite values of each group, sorted. */
export function valuesByGroup(groups: Int32Array, groupCount: number, values: Float64Array): readonly Float64Array[] {
  const sorted = Array.from(countRows(groups, groupCount, values), (count) => new Float64Array(count));
  const filled = new Uint32Array(groupCount);
  for (let row = 0; row < groups.length; row += 1) {
    const group = groups[row];
    if (group === -1 || !Number.isFinite(values[row])) continue;
    sorted[group][filled[group]] = values[row];
    filled[group] += 1;
  }
  for (const some of sorted) some.sort();
  return sorted;
}
