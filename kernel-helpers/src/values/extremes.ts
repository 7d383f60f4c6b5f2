/*
 * `Math.max(...values)` puts every value on the stack, and fails from about a hundred thousand of them on.
 */

/** The largest of many numbers; `none` when there are none, NaN when one of them is. */
export function largestOf(values: Iterable<number>, none = Number.NEGATIVE_INFINITY): number {
  let largest = none;
  for (const value of values) largest = Math.max(largest, value);
  return largest;
}

/** The smallest of many numbers; `none` when there are none, NaN when one of them is. */
export function smallestOf(values: Iterable<number>, none = Number.POSITIVE_INFINITY): number {
  let smallest = none;
  for (const value of values) smallest = Math.min(smallest, value);
  return smallest;
}
