interface Solution {
  /** An expression that is right. */
  readonly right: string;
  /** Expressions that learners are likely to write, each with a part of the hint that they get. */
  readonly wrong: readonly (readonly [expression: string, hint: string])[];
}

/** The exercise of each lesson. */
export const SOLUTIONS: Readonly<Record<string, Solution>> = {
  '1-first-chart': {
    right: "houses.filter(({ MEDINC }) => MEDINC > 8).aggregate({ V: mean('MEDHOUSEVAL') }).column('V').values[0]",
    wrong: [
      ["houses.aggregate({ V: mean('MEDHOUSEVAL') }).column('V').values[0]", 'the mean of all districts'],
      [
        "houses.filter(({ MEDINC }) => MEDINC > 8).aggregate({ V: mean('MEDINC') }).column('V').values[0]",
        'the mean of their income',
      ],
      ['houses.filter(({ MEDINC }) => MEDINC > 8).rowCount', 'how many districts are rich'],
      ['houses.filter(({ MEDINC }) => MEDINC > 8)', 'of the kind Table'],
      ['3', '`filter` keeps the districts'],
    ],
  },
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
  '3-over-and-underfitting': {
    right: "errors.sortBy('VALIDATION').column('DEPTH').values[0]",
    wrong: [
      ["errors.sortBy('TRAINING').column('DEPTH').values[0]", 'rows that the model has seen'],
      ['1', 'nearest to each other'],
      ["errors.sortBy('VALIDATION').column('VALIDATION').values[0]", 'This is an error'],
      ['4', 'Sort the table by VALIDATION'],
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
  '5-leakage': {
    right: "'loan'",
    wrong: [
      ["'MEDINC'", 'A strong column is not a leak'],
      ["'ROOMS_PER_PERSON'", 'known before the sale'],
      ["'MEDHOUSEVAL'", 'what we want to predict'],
      ["corr('LOAN', 'MEDHOUSEVAL')", 'a text in quotation marks'],
      ["'TAX'", 'on the day before the house is sold'],
    ],
  },
  '6-one-house': {
    right: 'features(fresno).toRows().at(-1).FEATURE',
    wrong: [
      ['features(fresno).toRows()[0].FEATURE', 'raises the prediction the most'],
      ["'BIAS'", 'BIAS is no feature'],
      ["'PLACE'", 'no feature of that name'],
      ['features(fresno)', 'of the kind Table'],
    ],
  },
  '7-scheduled-script': {
    right: "'run scheduled/price-report.ipynb -p minimumIncome=5'",
    wrong: [
      ["'run scheduled/price-report.ipynb'", 'with the value that its cell holds'],
      ["'run scheduled/price-report.ipynb -p minimumincome=5'", 'small and capital letters'],
      ["'run scheduled/price-report.ipynb --minimumIncome 5'", 'name=value without spaces'],
      ["'scheduled/price-report.ipynb -p minimumIncome=5'", 'The first word is the command'],
    ],
  },
};
