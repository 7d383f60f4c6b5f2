import { COUNTIES, HOUSES } from './houses';
import type { Reflex } from './reflex';
import { hasRows, hasRowsInAnyOrder, holds, is, isChart } from './right-answers';

const CITIES = HOUSES.map(({ CITY }) => CITY);
const D3 = "import * as d3 from 'd3';\n";
const MEAN_BY_CITY = [
  ['Fresno', 4.75],
  ['Oakland', 7],
  ['San Diego', 6.75],
] as const;
const DEAREST_FIRST = HOUSES.map((house) => [house.MEDHOUSEVAL]).sort(([a = 0], [b = 0]) => b - a);

/** What a person who knows Observable (Plot, d3, arquero) would type, written down before the verbs were. */
export const OF_OBSERVABLE: readonly Reflex[] = [
  {
    task: 'keep the houses that were sold from August 2024 on',
    guesses: [
      "t.filter(d => d.SOLD >= new Date('2024-08-01'))",
      "t.filter(d => d.SOLD >= '2024-08-01')",
      't.filter(d => d.SOLD.getFullYear() === 2024 && d.SOLD.getMonth() >= 7)',
    ],
    isRight: hasRowsInAnyOrder(['Fresno', '2024-11-05'], ['San Diego', '2024-09-28']),
  },
  {
    task: 'the mean of a column',
    guesses: [
      `${D3}d3.mean(t, d => d.MEDINC)`,
      "import { mean } from 'kernel-helpers';\nmean(t, d => d.MEDINC)",
      't.reduce((sum, d) => sum + d.MEDINC, 0) / t.length',
    ],
    isRight: is(74 / 12),
  },
  {
    task: 'go through all rows',
    guesses: [
      'let people = 0;\nfor (const d of t) people += d.POPULATION;\npeople',
      'let everybody = 0;\nt.forEach(d => { everybody += d.POPULATION; });\neverybody',
    ],
    isRight: is(11_900),
  },
  {
    task: 'take the first rows apart',
    guesses: [
      'const [first, second] = t;\n[first.SOLD, second.SOLD]',
      'const [one, two] = t.objects();\n[one.SOLD, two.SOLD]',
    ],
    isRight: holds(['2023-03-01', '2023-08-14']),
  },
  {
    task: 'the city of each house as an array',
    guesses: ['t.map(d => d.CITY)', '[...t].map(d => d.CITY)', 'Array.from(t, d => d.CITY)'],
    isRight: holds(CITIES),
  },
  {
    task: 'how many rows there are',
    guesses: ['t.length', 't.numRows', 't.numRows()'],
    isRight: is(HOUSES.length),
  },
  {
    task: 'the value of the first row',
    guesses: ['t[0].MEDHOUSEVAL', 't.at(0).MEDHOUSEVAL', 't.get(0).MEDHOUSEVAL', 't.object(0).MEDHOUSEVAL'],
    isRight: is(1.25),
  },
  {
    task: 'an array of objects',
    guesses: ['[...t]', 't.objects()', 't.toArray()'],
    isRight: hasRows(...HOUSES.map(({ CITY, MEDINC, SOLD }) => [CITY, MEDINC, SOLD])),
  },
  {
    task: 'the mean income of each city',
    guesses: [
      "import { op } from 'kernel-helpers';\nt.groupby('CITY').rollup({ income: op.mean('MEDINC') })",
      "import { mean } from 'kernel-helpers';\nt.groupBy('CITY').rollup({ income: mean('MEDINC') })",
      `${D3}d3.rollup(t, v => d3.mean(v, d => d.MEDINC), d => d.CITY)`,
    ],
    isRight: hasRowsInAnyOrder(...MEAN_BY_CITY),
  },
  {
    task: 'sort by value, the dearest first',
    guesses: [
      't.sort((a, b) => b.MEDHOUSEVAL - a.MEDHOUSEVAL)',
      "import { desc } from 'kernel-helpers';\nt.orderby(desc('MEDHOUSEVAL'))",
      '[...t].sort((a, b) => b.MEDHOUSEVAL - a.MEDHOUSEVAL)',
    ],
    isRight: hasRows(...DEAREST_FIRST),
  },
  {
    task: 'add a column with the income for each person',
    guesses: [
      't.derive({ PER_HEAD: d => d.MEDINC / d.POPULATION })',
      't.map(d => ({ ...d, PER_HEAD: d.MEDINC / d.POPULATION }))',
      '[...t].map(d => ({ ...d, PER_HEAD: d.MEDINC / d.POPULATION }))',
    ],
    isRight: hasRows(...HOUSES.map(({ MEDINC, POPULATION }) => [MEDINC, POPULATION, MEDINC / POPULATION])),
  },
  {
    task: 'the houses of one city, out of groups by city',
    guesses: [
      `${D3}d3.group(t, d => d.CITY).get('Fresno')`,
      "Map.groupBy(t, d => d.CITY).get('Fresno')",
      "t.groupBy(d => d.CITY).get('Fresno')",
    ],
    isRight: hasRows(...HOUSES.filter(({ CITY }) => CITY === 'Fresno').map(({ SOLD }) => [SOLD])),
  },
  {
    task: 'the largest income',
    guesses: [
      `${D3}d3.max(t, d => d.MEDINC)`,
      'Math.max(...t.map(d => d.MEDINC))',
      "Math.max(...t.column('MEDINC').values)",
    ],
    isRight: is(12),
  },
  {
    task: 'a bar chart with a colour for each kind',
    guesses: [
      "import { barChart } from 'kernel-helpers';\nbarChart(t, { x: 'CITY', y: 'POPULATION', fill: 'KIND' })",
      "import { barChart } from 'kernel-helpers';\nbarChart(t, { x: 'CITY', y: 'POPULATION', color: 'KIND' })",
      "import { barY } from 'kernel-helpers';\nbarY(t, { x: 'CITY', y: 'POPULATION', fill: 'KIND' })",
    ],
    isRight: isChart(['bar'], ['CITY', 'POPULATION', 'KIND']),
  },
  {
    task: 'dots with a colour for each city',
    guesses: [
      "import { scatter } from 'kernel-helpers';\nscatter(t, { x: 'MEDINC', y: 'MEDHOUSEVAL', fill: 'CITY' })",
      "import { scatter } from 'kernel-helpers';\nscatter(t, { x: 'MEDINC', y: 'MEDHOUSEVAL', color: 'CITY' })",
      "import { dot } from 'kernel-helpers';\ndot(t, { x: 'MEDINC', y: 'MEDHOUSEVAL', fill: 'CITY' })",
    ],
    isRight: isChart(['point', 'circle'], ['MEDINC', 'MEDHOUSEVAL', 'CITY']),
  },
  {
    task: 'a line over time for each city',
    guesses: [
      "import { lineChart } from 'kernel-helpers';\nlineChart(t, { x: 'SOLD', y: 'MEDHOUSEVAL', stroke: 'CITY' })",
      "import { lineChart } from 'kernel-helpers';\nlineChart(t, { x: 'SOLD', y: 'MEDHOUSEVAL', color: 'CITY' })",
      "import { lineY } from 'kernel-helpers';\nlineY(t, { x: 'SOLD', y: 'MEDHOUSEVAL', stroke: 'CITY' })",
    ],
    isRight: isChart(['line'], ['SOLD', 'MEDHOUSEVAL', 'CITY']),
  },
  {
    task: 'a box of the incomes of each city',
    guesses: [
      "import { boxPlot } from 'kernel-helpers';\nboxPlot(t, { x: 'CITY', y: 'MEDINC' })",
      "import { boxY } from 'kernel-helpers';\nboxY(t, { x: 'CITY', y: 'MEDINC' })",
    ],
    isRight: isChart(['boxplot', 'bar'], ['CITY', 'MEDINC']),
  },
  {
    task: 'a histogram of the incomes for each city',
    guesses: [
      "import { histogram } from 'kernel-helpers';\nhistogram(t, { x: 'MEDINC', fx: 'CITY' })",
      "import { histogram } from 'kernel-helpers';\nhistogram(t, { x: 'MEDINC', facet: 'CITY' })",
      "import { histogram } from 'kernel-helpers';\nhistogram(t, 'MEDINC', { facet: 'CITY' })",
    ],
    isRight: isChart(['bar'], ['MEDINC', 'CITY']),
  },
  {
    task: 'a table of all rows that can be scrolled and sorted',
    guesses: [
      "import { Inputs } from 'kernel-helpers';\nInputs.table(t)",
      "import { table } from 'kernel-helpers';\ntable(t)",
      "import { show } from 'kernel-helpers';\nshow(t)",
    ],
    isRight: ({ isInteractive, shown }) => isInteractive && shown.includes('5'),
  },
  {
    task: 'put the county of each city, from a CSV file, beside the houses',
    guesses: [
      "const cities = await FileAttachment('cities.csv').csv({ typed: true });\nt.join_left(cities, 'CITY')",
      "import { csv } from 'kernel-helpers';\nconst cities = await csv('cities.csv');\nt.joinLeft(cities, 'CITY')",
      "import { readCsv } from 'kernel-helpers';\nconst cities = await readCsv('cities.csv');\nt.join(cities, 'CITY')",
    ],
    isRight: hasRows(...HOUSES.map(({ CITY, SOLD }) => [CITY, SOLD, COUNTIES[CITY]])),
  },
];
