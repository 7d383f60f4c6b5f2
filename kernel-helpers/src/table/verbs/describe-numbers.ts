import { columnTexts } from '../../values/cells';
import { quantileOf } from '../../values/quantile-of-sorted';
import type { NumberColumn } from '../table';
import type { ValueFacts } from './column-facts';
import { mean, squaresAround } from './figures';
import { sortedNumbers } from './sorted-numbers';
import { countsOfWholes, type WholeRange } from './whole-places';

type Figures = Pick<ValueFacts, 'mean' | 'stdev' | 'min' | 'q1' | 'median' | 'q3' | 'max'>;

/** Runs of equal numbers, from the smallest to the largest. NaN, which comes last, is one value. */
interface Runs {
  readonly distinct: number;
  /** The most frequent number, and of several the smallest. */
  readonly top: number;
  readonly topCount: number;
  /** Added from the smallest to the largest. */
  readonly sum: number;
}

/** The figures of numbers in any order, which may be changed. */
export function figuresOf(numbers: Float64Array): Figures {
  const middle = mean(numbers) ?? Number.NaN;
  const squares = squaresAround(middle, numbers);
  const sorted = sortedNumbers(numbers);
  return figures(sorted.length, middle, squares, (index) => sorted[index]);
}

/** What is told of sorted numbers. */
export function factsOfSorted(column: NumberColumn, sorted: Float64Array): ValueFacts {
  const runs = runsOf(sorted);
  const middle = runs.sum / sorted.length;
  return {
    ...frequencies(column, runs),
    ...figures(sorted.length, middle, squaresAround(middle, sorted), (index) => sorted[index]),
  };
}

/** The same, to the last bit, of whole numbers near each other; none of them is sorted. */
export function factsOfWholes(column: NumberColumn, range: WholeRange): ValueFacts {
  const counts = countsOfWholes(column, range);
  const runs = runsOfCounts(counts, range.from);
  const ends = counts.slice();
  for (let place = 1; place < ends.length; place += 1) ends[place] += ends[place - 1];
  const length = ends.at(-1) ?? 0;
  const middle = runs.sum / length;
  return {
    ...frequencies(column, runs),
    ...figures(length, middle, squaresOfCounts(middle, counts, range.from), (index) => {
      return range.from + firstAbove(ends, index);
    }),
  };
}

function frequencies(column: NumberColumn, runs: Runs): Pick<ValueFacts, 'distinct' | 'top' | 'topCount'> {
  const { distinct, top, topCount } = runs;
  if (topCount < 2) return { distinct, top: null, topCount: null };
  const text = columnTexts({ ...column, values: Float64Array.of(top), nulls: undefined });
  return { distinct, top: text(0), topCount };
}

/** @param at gives the number at an index of them all, sorted. */
function figures(length: number, middle: number, squares: number, at: (index: number) => number): Figures {
  const quarter = (share: number): number | null => quantileOf(length, at, share) ?? null;
  return {
    mean: length === 0 ? null : middle,
    stdev: length < 2 ? null : Math.sqrt(squares / (length - 1)),
    min: quarter(0),
    q1: quarter(0.25),
    median: quarter(0.5),
    q3: quarter(0.75),
    max: quarter(1),
  };
}

function runsOf(sorted: Float64Array): Runs {
  let [distinct, top, topCount, sum] = [0, Number.NaN, 0, 0];
  let begin = 0;
  const { length } = sorted;
  for (let index = 1; index <= length; index += 1) {
    const before = sorted[index - 1];
    sum += before;
    if (index < length && (sorted[index] === before || Number.isNaN(before))) continue;
    distinct += 1;
    if (index - begin > topCount) {
      top = before;
      topCount = index - begin;
    }
    begin = index;
  }
  return { distinct, top, topCount, sum };
}

/** Each number is added by itself, so that the sum is rounded as that of the sorted numbers is. */
function runsOfCounts(counts: Int32Array, from: number): Runs {
  let [distinct, top, topCount, sum] = [0, Number.NaN, 0, 0];
  for (let place = 0; place < counts.length; place += 1) {
    const count = counts[place];
    if (count === 0) continue;
    const value = from + place;
    distinct += 1;
    if (count > topCount) {
      top = value;
      topCount = count;
    }
    for (let left = count; left > 0; left -= 1) sum += value;
  }
  return { distinct, top, topCount, sum };
}

function squaresOfCounts(middle: number, counts: Int32Array, from: number): number {
  let sum = 0;
  for (let place = 0; place < counts.length; place += 1) {
    const square = (from + place - middle) ** 2;
    for (let left = counts[place]; left > 0; left -= 1) sum += square;
  }
  return sum;
}

/** The first place whose end is larger than an index. */
function firstAbove(ends: Int32Array, index: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ends[middle] > index) high = middle;
    else low = middle + 1;
  }
  return low;
}
