interface Solution {
  /** An expression that is right. */
  readonly right: string;
  /** Expressions that learners are likely to write, each with a part of the hint that they get. */
  readonly wrong: readonly (readonly [expression: string, hint: string])[];
}

/** The exercise of each lesson. */
export const SOLUTIONS: Readonly<Record<string, Solution>> = {
  '2-shares': {
    right: 'border(3, 7)',
    wrong: [
      ['3 * Math.floor(20640 / 7)', 'You rounded the size of a share'],
      ['Math.round(3 * 20640 / 7)', 'one row too far'],
      ['3 * 20640 / 7', 'not a whole number'],
      ['border(4, 7)', 'a neighbour'],
      ['share(3, 7)', 'write `await` before'],
      ['await share(3, 7)', 'of the kind Table'],
      ['1', '⌊i × T / n⌋'],
    ],
  },
  '4-reading-a-log': {
    right: 'validation.points.reduce((best, point) => (point.value < best.value ? point : best)).round',
    wrong: [
      ['training.points.at(-1).round', 'the training error was the smallest'],
      ['Math.min(...validation.points.map(({ value }) => value))', 'This is the error itself'],
      ['0', 'whose `value` is the smallest'],
    ],
  },
};
