/**
 * The number below which a share of sorted numbers lies, between two of them in proportion, as numpy, pandas and
 * PERCENTILE_CONT of Snowflake compute it; undefined of none.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number | undefined {
  if (sorted.length === 0) return undefined;
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  // Equal neighbours may be infinite, and no number lies between two infinities.
  return low === high ? low : low + (high - low) * (place - Math.floor(place));
}
