/**
 * The number below which a share of sorted numbers lies, between two of them in proportion, as numpy, pandas and
 * PERCENTILE_CONT of Snowflake compute it; undefined of none.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number | undefined {
  return quantileOf(sorted.length, (index) => sorted[index], share);
}

/** The same of sorted numbers that lie in no list. */
export function quantileOf(length: number, at: (index: number) => number, share: number): number | undefined {
  if (length === 0) return undefined;
  const place = (length - 1) * share;
  const low = at(Math.floor(place));
  const high = at(Math.ceil(place));
  // Equal neighbours may be infinite, and no number lies between two infinities.
  return low === high ? low : low + (high - low) * (place - Math.floor(place));
}
