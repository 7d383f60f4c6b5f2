export interface LinePoint {
  readonly x: number;
  readonly y: number;
}

/**
 * At most `most` points for each group of rows, from left to right: the lowest and the highest of each step along the
 * axis, since the eye sees no others. The rows may be in any order, and none is copied.
 */
export function thinLine(
  xs: Float64Array,
  ys: Float64Array,
  groups: Int32Array,
  groupCount: number,
  most: number,
): readonly (readonly LinePoint[])[] {
  const steps = Math.max(1, Math.floor(most / 2));
  const [low, high] = finiteRange(xs, ys);
  const width = (high - low) / steps || 1;
  const lowest = new Int32Array(groupCount * steps).fill(-1);
  const highest = new Int32Array(groupCount * steps).fill(-1);
  for (let row = 0; row < xs.length; row += 1) {
    if (groups[row] === -1 || !Number.isFinite(xs[row]) || !Number.isFinite(ys[row])) continue;
    const step = groups[row] * steps + Math.min(steps - 1, Math.floor((xs[row] - low) / width));
    if (lowest[step] === -1 || ys[row] < ys[lowest[step]]) lowest[step] = row;
    if (highest[step] === -1 || ys[row] > ys[highest[step]]) highest[step] = row;
  }
  return Array.from({ length: groupCount }, (_, group) =>
    Array.from({ length: steps }, (_, step) => [lowest[group * steps + step], highest[group * steps + step]])
      .flatMap(([one, other]) => (one === other ? [one] : xs[one] <= xs[other] ? [one, other] : [other, one]))
      .filter((row) => row !== -1)
      .map((row) => ({ x: xs[row], y: ys[row] })),
  );
}

function finiteRange(xs: Float64Array, ys: Float64Array): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < xs.length; row += 1) {
    if (!Number.isFinite(xs[row]) || !Number.isFinite(ys[row])) continue;
    if (xs[row] < low) low = xs[row];
    if (xs[row] > high) high = xs[row];
  }
  return [low, high];
}
