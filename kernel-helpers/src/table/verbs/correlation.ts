/** Collects pairs of numbers for Pearson's correlation, by Welford's way: no digits are lost to large means. */
export function correlation(): { add(left: number, right: number): void; value(): number | undefined } {
  let count = 0;
  let [leftMean, rightMean] = [0, 0];
  let [leftSquares, rightSquares, products] = [0, 0, 0];
  return {
    add: (left, right) => {
      count += 1;
      const leftStep = left - leftMean;
      const rightStep = right - rightMean;
      leftMean += leftStep / count;
      rightMean += rightStep / count;
      leftSquares += leftStep * (left - leftMean);
      rightSquares += rightStep * (right - rightMean);
      products += leftStep * (right - rightMean);
    },
    value: () => {
      const square = leftSquares * rightSquares;
      // The root of the product is exact for a column with itself; very large numbers have no product.
      const size = Number.isFinite(square) ? Math.sqrt(square) : Math.sqrt(leftSquares) * Math.sqrt(rightSquares);
      // One value alone, or values that are all equal, have no correlation.
      return count < 2 || size === 0 ? undefined : Math.max(-1, Math.min(1, products / size));
    },
  };
}
