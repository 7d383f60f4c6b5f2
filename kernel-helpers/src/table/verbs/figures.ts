import { quantileOfSorted } from '../../values/quantile-of-sorted';

/** The figures of some numbers, of which none is null; undefined where there are too few numbers for one. */
export type Figure = (numbers: Float64Array) => number | undefined;

export const mean: Figure = (numbers) => {
  if (numbers.length === 0) return undefined;
  let sum = 0;
  for (let index = 0; index < numbers.length; index += 1) sum += numbers[index];
  return sum / numbers.length;
};

/** Of a sample, with n - 1. */
export const variance: Figure = (numbers) => {
  const middle = mean(numbers);
  if (middle === undefined || numbers.length < 2) return undefined;
  return squaresAround(middle, numbers) / (numbers.length - 1);
};

/** The sum of the squares of all distances from a number. */
export function squaresAround(middle: number, numbers: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < numbers.length; index += 1) sum += (numbers[index] - middle) ** 2;
  return sum;
}

export const stdev: Figure = (numbers) => {
  const square = variance(numbers);
  return square === undefined ? undefined : Math.sqrt(square);
};

/** The number below which a share of sorted numbers lies, between two of them in proportion. */
export function quantile(share: number): Figure {
  return (sorted) => quantileOfSorted(sorted, share);
}
