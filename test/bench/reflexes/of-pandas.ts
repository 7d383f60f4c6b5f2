import { HOUSES } from './houses';
import type { Reflex } from './reflex';
import { hasColumns, hasRows, hasRowsInAnyOrder, holds, is, isChart } from './right-answers';

/** Pearson's coefficient of MEDINC and MEDHOUSEVAL, as its formula in Python tells it. */
const CORRELATION = 0.9604895122968381;
const COLUMNS = Object.keys(HOUSES[0] ?? {});
const MEAN_BY_CITY = [
  ['Fresno', 4.75],
  ['Oakland', 7],
  ['San Diego', 6.75],
] as const;

/** What a person who knows pandas (or dplyr) would type, written down before the verbs were. */
export const OF_PANDAS: readonly Reflex[] = [
  {
    task: 'keep the houses with an income above 8 that are older than 20 years',
    guesses: ['t.filter(r => r.MEDINC > 8 && r.HOUSEAGE > 20)', "t.query('MEDINC > 8 and HOUSEAGE > 20')"],
    isRight: hasRowsInAnyOrder(['Oakland', 8.25, 30], ['San Diego', 12, 22]),
  },
  {
    task: 'sort by value, the dearest first',
    guesses: [
      "t.sortValues('MEDHOUSEVAL', { ascending: false })",
      "t.sortBy('MEDHOUSEVAL', { ascending: false })",
      "t.sort('MEDHOUSEVAL', { descending: true })",
    ],
    isRight: hasRows(...HOUSES.map((house) => [house.MEDHOUSEVAL]).sort(([a = 0], [b = 0]) => b - a)),
  },
  {
    task: 'the three dearest',
    guesses: [
      "t.nlargest(3, 'MEDHOUSEVAL')",
      "t.sortBy('MEDHOUSEVAL', { ascending: false }).head(3)",
      "t.sort('MEDHOUSEVAL', { descending: true }).head(3)",
    ],
    isRight: hasRows([5], [4.5], [3.5]),
  },
  {
    task: 'the first three rows',
    guesses: ['t.head(3)'],
    isRight: hasRows(['2023-03-01'], ['2023-08-14'], ['2024-02-20']),
  },
  {
    task: 'a summary of every column',
    guesses: ['t.describe()', 't.summary()'],
    isRight: is(74 / 12),
  },
  {
    task: 'how many houses each city has',
    guesses: ["t['CITY'].valueCounts()", "t.column('CITY').valueCounts()", "t.valueCounts('CITY')"],
    isRight: hasRowsInAnyOrder(['Fresno', 4], ['Oakland', 4], ['San Diego', 4]),
  },
  {
    task: 'the mean of a column',
    guesses: ["t['MEDINC'].mean()", "t.column('MEDINC').mean()", "t.mean('MEDINC')"],
    isRight: is(74 / 12),
  },
  {
    task: 'the mean income of each city',
    guesses: ["t.groupBy('CITY').mean('MEDINC')", "t.groupBy('CITY').agg({ MEDINC: 'mean' })"],
    isRight: hasRowsInAnyOrder(...MEAN_BY_CITY),
  },
  {
    task: 'the mean income and all people of each city',
    guesses: [
      "t.groupBy('CITY').agg({ MEDINC: 'mean', POPULATION: 'sum' })",
      "t.groupBy('CITY').aggregate({ MEDINC: 'mean', POPULATION: 'sum' })",
      "import { mean, sum } from 'kernel-helpers';\nt.groupBy('CITY').summarise({ income: mean('MEDINC'), people: sum('POPULATION') })",
      "import { mean, sum } from 'kernel-helpers';\nt.groupBy('CITY').aggregate({ income: mean('MEDINC'), people: sum('POPULATION') })",
    ],
    isRight: hasRowsInAnyOrder(['Fresno', 4.75, 3000], ['Oakland', 7, 4800], ['San Diego', 6.75, 4100]),
  },
  {
    task: 'how many houses have no age',
    guesses: [
      "t['HOUSEAGE'].isNull().sum()",
      't.isNull().sum()',
      't.filter(r => r.HOUSEAGE === null).length',
      't.describe()',
    ],
    isRight: is(1),
  },
  {
    task: 'the cities there are',
    guesses: [
      "t['CITY'].unique()",
      "t.column('CITY').unique()",
      "t.unique('CITY')",
      "new Set(t.column('CITY').values)",
    ],
    isRight: holds(['Fresno', 'Oakland', 'San Diego']),
  },
  {
    task: 'the correlation of income and value',
    guesses: ['t.corr()', "t.corr('MEDINC', 'MEDHOUSEVAL')"],
    isRight: is(CORRELATION),
  },
  {
    task: 'put the county of each city, from a CSV file, beside the houses',
    guesses: [
      "import { readCsv } from 'kernel-helpers';\nconst cities = await readCsv('cities.csv');\nt.merge(cities, { on: 'CITY', how: 'left' })",
      "import { readCsv } from 'kernel-helpers';\nconst cities = await readCsv('cities.csv');\nt.join(cities, { on: 'CITY', how: 'left' })",
      "import { readCsv } from 'kernel-helpers';\nconst cities = await readCsv('cities.csv');\nt.leftJoin(cities, 'CITY')",
    ],
    isRight: hasColumns(HOUSES.length, [...COLUMNS, 'COUNTY']),
  },
  {
    task: 'add a column with the income for each person',
    guesses: [
      't.assign({ PER_HEAD: r => r.MEDINC / r.POPULATION })',
      "t.addColumn('PER_HEAD', r => r.MEDINC / r.POPULATION)",
      "t.withColumn('PER_HEAD', r => r.MEDINC / r.POPULATION)",
      't.mutate({ PER_HEAD: r => r.MEDINC / r.POPULATION })',
    ],
    isRight: hasColumns(HOUSES.length, [...COLUMNS, 'PER_HEAD']),
  },
  {
    task: 'rename a column',
    guesses: ["t.rename({ MEDINC: 'INCOME' })", "t.rename({ columns: { MEDINC: 'INCOME' } })"],
    isRight: hasColumns(
      HOUSES.length,
      COLUMNS.map((name) => (name === 'MEDINC' ? 'INCOME' : name)),
    ),
  },
  {
    task: 'drop two columns',
    guesses: [
      "t.drop(['LATITUDE', 'LONGITUDE'])",
      "t.drop('LATITUDE', 'LONGITUDE')",
      "t.drop({ columns: ['LATITUDE', 'LONGITUDE'] })",
    ],
    isRight: hasColumns(
      HOUSES.length,
      COLUMNS.filter((name) => !name.endsWith('ITUDE')),
    ),
  },
  {
    task: 'three rows at random',
    guesses: ['t.sample(3)', 't.sample({ n: 3 })'],
    isRight: hasColumns(3, COLUMNS),
  },
  {
    task: 'the mean income of each city, a column for each kind',
    guesses: [
      "t.pivotTable({ index: 'CITY', columns: 'KIND', values: 'MEDINC', aggfunc: 'mean' })",
      "t.pivot({ index: 'CITY', columns: 'KIND', values: 'MEDINC' })",
      "t.pivot({ rows: 'CITY', columns: 'KIND', values: 'MEDINC', aggregate: 'mean' })",
    ],
    isRight: hasRowsInAnyOrder(['Fresno', 2.5, 5.5], ['Oakland', 5, 9], ['San Diego', 4, 9.5]),
  },
  {
    task: 'a histogram of the incomes',
    guesses: [
      "t['MEDINC'].hist()",
      "t.hist('MEDINC')",
      "import { histogram } from 'kernel-helpers';\nhistogram(t, 'MEDINC')",
    ],
    isRight: isChart(['bar'], ['MEDINC']),
  },
  {
    task: 'save the table to the file houses.csv',
    guesses: [
      "await t.toCsv('houses.csv')",
      "await t.toCSV('houses.csv')",
      "import { writeCsv } from 'kernel-helpers';\nawait writeCsv(t, 'houses.csv')",
    ],
    isRight: ({ file = '' }) => file.trim().split('\n').length === HOUSES.length + 1 && file.includes('Fresno'),
  },
];
