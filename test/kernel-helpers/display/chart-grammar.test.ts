import { describe, expect, test } from '@jest/globals';
import { bundleOf } from 'kernel-helpers/display/bundle';
import { MIME } from 'kernel-helpers/mime';
import { barChart } from 'kernel-helpers/render/charts/bar-chart';
import { boxPlot } from 'kernel-helpers/render/charts/box-plot';
import type { Chart } from 'kernel-helpers/render/charts/chart';
import { heatMap } from 'kernel-helpers/render/charts/heat-map';
import { histogram } from 'kernel-helpers/render/charts/histogram';
import { lineChart } from 'kernel-helpers/render/charts/line-chart';
import { mapChart } from 'kernel-helpers/render/charts/map-chart';
import { scatter } from 'kernel-helpers/render/charts/scatter';
import { Table } from 'kernel-helpers/table/columnar-table';
import { count, max, mean, stdev, sum } from 'kernel-helpers/table/verbs/aggregates';
import { CalendarDate } from 'kernel-helpers/values/calendar-date';
import { PNG } from 'pngjs';
import { expectGolden, goldenJson } from '../../support/golden';

const HOUSES = Table.fromRows([
  { CITY: 'Fresno', PRICE: 100, AREA: 50, YEAR: 2001, BUILT: CalendarDate.from('2024-01-01') },
  { CITY: 'Oakland', PRICE: 300, AREA: 60, YEAR: 2001, BUILT: CalendarDate.from('2024-01-01') },
  { CITY: 'Oakland', PRICE: 500, AREA: 90, YEAR: 2002, BUILT: CalendarDate.from('2024-02-01') },
  { CITY: 'San Jose', PRICE: null, AREA: 70, YEAR: 2002, BUILT: CalendarDate.from('2024-03-01') },
  { CITY: 'Fresno', PRICE: 140, AREA: 40, YEAR: 2003, BUILT: CalendarDate.from('2024-03-01') },
]);

/** The rows of a chart's data, as lines of CSV. */
function rowsOf({ spec }: Chart): readonly string[] {
  return (spec.data as { readonly values: string }).values.split('\n').slice(1);
}

function subtitleOf({ spec }: Chart): string | readonly string[] | undefined {
  return (spec.title as { readonly subtitle?: string | readonly string[] }).subtitle;
}

describe('a bar chart', () => {
  test('counts rows without numbers, the longest bar first, and looks like its golden file', () => {
    const chart = barChart(HOUSES, { x: 'city' });

    expect(rowsOf(chart)).toEqual(['Fresno,2', 'Oakland,2', 'San Jose,1']);
    expectGolden('display/bar-chart.vl.json', goldenJson(chart.spec));
    expectGolden('display/bar-chart.txt', chart.text);
  });

  test.each([
    [undefined, ['Oakland,400', 'Fresno,120']],
    ['sum', ['Oakland,800', 'Fresno,240']],
    ['median', ['Oakland,400', 'Fresno,120']],
    ['min', ['Oakland,300', 'Fresno,100']],
    ['max', ['Oakland,500', 'Fresno,140']],
    ['count', ['Fresno,2', 'Oakland,2']],
  ] as const)('takes the mean of numbers, or what aggregate asks for: %s', (aggregate, rows) => {
    expect(rowsOf(barChart(HOUSES, { x: 'CITY', y: 'PRICE', ...(aggregate && { aggregate }) }))).toEqual(rows);
  });

  test('takes the aggregates of tables, which say the column too', () => {
    for (const [figure, aggregate] of [
      [mean('PRICE'), 'mean'],
      [max('PRICE'), 'max'],
      [count('PRICE'), 'count'],
    ] as const) {
      expect(barChart(HOUSES, { x: 'CITY', y: figure }).spec).toEqual(
        barChart(HOUSES, { x: 'CITY', y: 'PRICE', aggregate }).spec,
      );
    }
    expect(barChart(HOUSES, { x: 'CITY', y: count() }).spec).toEqual(barChart(HOUSES, { x: 'CITY' }).spec);
    expect(barChart(HOUSES, { x: sum('AREA'), y: 'CITY' }).spec.encoding).toMatchObject({ x: { title: 'sum AREA' } });
    expect(lineChart(HOUSES, { x: 'YEAR', y: sum('AREA') }).spec).toEqual(
      lineChart(HOUSES, { x: 'YEAR', y: 'AREA', aggregate: 'sum' }).spec,
    );
    expect(heatMap(HOUSES, { x: 'CITY', y: 'YEAR', color: max('AREA') }).spec).toEqual(
      heatMap(HOUSES, { x: 'CITY', y: 'YEAR', colour: 'AREA', aggregate: 'max' }).spec,
    );
  });

  test('refuses aggregates that charts do not compute, and two at once', () => {
    expect(() => barChart(HOUSES, { x: 'CITY', y: stdev('PRICE') })).toThrow(
      'y cannot be stdev(…): charts compute count, sum, mean, median, min, max. Draw a table made by aggregate().',
    );
    expect(() => barChart(HOUSES, { x: 'CITY', y: mean('PRICE'), aggregate: 'sum' })).toThrow(
      'they ask for mean and sum at once: give one aggregate.',
    );
    expect(() => barChart(HOUSES, { x: 'CITY', y: 3 as never })).toThrow('y must be the name of a column, or an');
  });

  test('says how many rows have no value, but not that of a row whose small chart is left out', () => {
    const rows = Array.from({ length: 30 }, (_, row) => ({ G: row % 2, F: row % 15, V: row < 28 ? row : null }));

    expect(subtitleOf(barChart(HOUSES, { x: 'CITY', y: 'PRICE' }))).toBe('1 row without a value left out');
    expect(subtitleOf(barChart(rows, { x: 'G', y: 'V', facet: 'F' }))).toEqual([
      '2 rows without a value left out',
      'the 12 most frequent of 15 values of F',
    ]);
  });

  test('orders numbers and dates by value, and lies where the numbers are x', () => {
    expect(rowsOf(barChart(HOUSES, { x: 'YEAR' }))).toEqual(['2001,2', '2002,2', '2003,1']);
    expect(rowsOf(barChart(HOUSES, { x: 'BUILT' }))).toEqual(['2024-01-01,2', '2024-02-01,1', '2024-03-01,2']);
    expect(barChart(HOUSES, { x: 'AREA', y: 'CITY' }).spec.encoding).toMatchObject({
      x: { field: 'length', title: 'mean AREA' },
      y: { field: 'group' },
    });
  });

  test('stacks counts by colour, and puts means beside each other', () => {
    expect(barChart(HOUSES, { x: 'YEAR', colour: 'CITY' }).spec.encoding).not.toHaveProperty('xOffset');
    expect(barChart(HOUSES, { x: 'YEAR', y: 'AREA', colour: 'CITY' }).spec.encoding).toHaveProperty('xOffset');
  });

  test('says in the picture that small groups are one bar, which counts every row', () => {
    const rows = Array.from({ length: 300 }, (_, row) => ({ ZIP: `zip ${Math.floor(Math.sqrt(row))}` }));
    const chart = barChart(rows, { x: 'ZIP', top: 5 });

    expect(subtitleOf(chart)).toBe('5 of 18 values of ZIP, the rest as other');
    expect(rowsOf(chart)).toHaveLength(6);
    expect(rowsOf(chart).at(-1)).toMatch(/^other,/);
    expect(rowsOf(chart).reduce((total, row) => total + Number(row.split(',')[1]), 0)).toBe(300);
  });

  test('refuses numbers that are no groups, and text for lengths', () => {
    const values = Array.from({ length: 500 }, (_, row) => row / 7);

    expect(() => barChart({ values }, { x: 'values' })).toThrow(
      '500 values, too many for bars. Draw it with histogram()',
    );
    expect(() => barChart([{ a: 'x', b: 'y' }], { x: 'a', y: 'b' })).toThrow('neither a nor b holds any');
  });
});

describe('a line chart over a column', () => {
  test('has a point for each place, the mean of its rows, and says so', () => {
    const chart = lineChart(HOUSES, { x: 'BUILT', y: 'PRICE' });

    expect(rowsOf(chart)).toEqual([
      `${Date.parse('2024-01-01')},200`,
      `${Date.parse('2024-02-01')},500`,
      `${Date.parse('2024-03-01')},140`,
    ]);
    expect(subtitleOf(chart)).toBe('mean of the rows at each place; 1 row without a value left out');
    expect(chart.spec.encoding).toMatchObject({ x: { type: 'temporal', scale: { type: 'utc' } } });
  });

  test('has a line for each group of colour, or for each column', () => {
    const byColour = lineChart(HOUSES, { x: 'AREA', y: 'PRICE', colour: 'CITY' });
    const byColumn = lineChart(HOUSES, { x: 'YEAR', y: ['PRICE', 'AREA'] });

    expect(byColour.text).toBe(
      'PRICE by AREA\nFresno: 140 to 100 over 2 points\nOakland: 300 to 500 over 2 points\nSan Jose: no points',
    );
    expect(subtitleOf(byColour)).toBe('1 row without a value left out');
    expect(subtitleOf(byColumn)).toBe('mean of the rows at each place; 1 missing value left out');
    expect(byColumn.text).toContain('PRICE: 200 to 140 over 3 points\nAREA: 55 to 40 over 3 points');
  });

  test('keeps the lowest and the highest value of many, in any order of the rows', () => {
    const x = Float64Array.from({ length: 100_000 }, (_, row) => (row * 7_919) % 100_000);
    const y = x.map((place) => (place === 55_555 ? 99 : place === 44_444 ? -99 : Math.sin(place)));
    const chart = lineChart({ x, y }, { x: 'x', y: 'y' });
    const points = rowsOf(chart).map((row) => row.split(',').map(Number));

    expect(points.length).toBeLessThanOrEqual(600);
    expect(points.map(([, value]) => value)).toEqual(expect.arrayContaining([99, -99]));
    expect(points.map(([place]) => place)).toEqual(points.map(([place]) => place).sort((one, other) => one - other));
    expect(subtitleOf(chart)).toContain('thinned');
  });
});

describe('a scatter chart', () => {
  test('colours by groups, by few whole numbers and by a scale, and has areas', () => {
    const colour = (name: 'CITY' | 'YEAR' | 'PRICE') =>
      (scatter(HOUSES, { x: 'AREA', y: 'PRICE', colour: name }).spec.encoding as { color: object }).color;

    expect(colour('CITY')).toMatchObject({ type: 'nominal', scale: { domain: ['Fresno', 'Oakland', 'San Jose'] } });
    expect(colour('YEAR')).toMatchObject({ type: 'nominal', scale: { domain: ['2001', '2002', '2003'] } });
    expect(scatter({ x: [1, 2], c: [0.5, 1] }, { x: 'x', y: 'x', colour: 'c' }).spec.encoding).toMatchObject({
      color: { type: 'quantitative', scale: { scheme: 'viridis' } },
    });
    expect(scatter(HOUSES, { x: 'AREA', y: 'PRICE', size: 'YEAR' }).spec.encoding).toHaveProperty('size');
  });

  test('says in the picture which rows it leaves out', () => {
    expect(subtitleOf(scatter(HOUSES, { x: 'AREA', y: 'PRICE' }))).toBe('1 row without a value left out');
    expect(subtitleOf(scatter(HOUSES, { x: 'AREA', y: 'PRICE', maxPoints: 2 }))).toBe(
      '2 of 4 rows, taken evenly; 1 row without a value left out',
    );
  });
});

describe('a box plot', () => {
  test('has the quartiles of each group as numpy computes them, and looks like its golden file', () => {
    const chart = boxPlot({ G: [...'aaaaabb'], V: [1, 2, 3, 4, 100, 5, 6] }, { x: 'G', y: 'V' });

    // numpy.percentile([1, 2, 3, 4, 100], [25, 50, 75]) is [2, 3, 4].
    expect(rowsOf(chart)).toEqual(['a,1,2,3,4,4,5', 'b,5,5.25,5.5,5.75,6,2']);
    expect(subtitleOf(chart)).toBe('1 value beyond the whiskers not drawn');
    expectGolden('display/box-plot.vl.json', goldenJson(chart.spec));
    expectGolden('display/box-plot.txt', chart.text);
  });
});

describe('a histogram by groups', () => {
  test('counts each group, in one chart or in several', () => {
    const byColour = histogram(HOUSES, { x: 'AREA', colour: 'YEAR', bins: 2 });

    expect(rowsOf(byColour)).toEqual(['40,65,2,2001', '65,90,2,2002', '40,65,1,2003']);
    expect(rowsOf(byColour).reduce((total, row) => total + Number(row.split(',')[2]), 0)).toBe(5);
    expect(histogram(HOUSES, 'AREA', { facet: 'CITY' }).spec).toMatchObject({
      facet: { field: 'facet', title: 'CITY' },
      spec: { mark: { type: 'bar' } },
    });
  });
});

describe('a heat map of groups', () => {
  test('counts rows, with nought where there are none, and writes the numbers', () => {
    const chart = heatMap({ actual: [0, 0, 1, 1], predicted: [0, 1, 1, 1] }, { x: 'predicted', y: 'actual' });

    expect(rowsOf(chart)).toEqual(['0,0,1', '0,1,0', '1,0,1', '1,1,2']);
    expect(chart.text).toBe('Rows by predicted and actual\nheat map of 4 fields: rows from 0 to 2');
    expect(JSON.stringify(chart.spec)).toContain('"mark":{"type":"text"');
  });
});

test('without a width of its own a chart is as wide as its cell, and its picture has a fixed width', () => {
  const chart = scatter(HOUSES, { x: 'AREA', y: 'PRICE' });
  const wide = scatter(HOUSES, { x: 'AREA', y: 'PRICE', width: 600 });
  const widthOf = (one: Chart): number => PNG.sync.read(Buffer.from(String(bundleOf(one)[MIME.png]), 'base64')).width;

  expect(chart.spec).toMatchObject({ width: 'container', params: [{ name: 'width' }] });
  expect(wide.spec).toMatchObject({ width: 600 });
  expect(wide.spec).not.toHaveProperty('params');
  expect(widthOf(wide) - widthOf(chart)).toBe(1.5 * (600 - 420));
});

test('small charts are fewer in a line, and wider, where there are few', () => {
  const facets = (count: number) =>
    histogram({ v: [1, 2, 3, 4, 5, 6], f: [0, 1, 2, 3, 4, 5].map((place) => place % count) }, 'v', { facet: 'f' }).spec;

  expect([2, 3, 4, 6].map((count) => facets(count).columns)).toEqual([2, 3, 2, 3]);
});

test.each([
  ['years without a comma', [2018, 2024], { tickMinStep: 1, format: 'd' }],
  ['few whole numbers without marks between them', [0, 8], { tickMinStep: 1 }],
  ['many thousands by a letter', [0, 5e8], { labelExpr: expect.stringContaining("'B'") }],
  ['very large numbers by a power of ten', [0, 5e15], { format: '.4~e' }],
])('an axis writes %s', (_, x, axis) => {
  expect(scatter({ x, y: x }, { x: 'x', y: 'y' }).spec.encoding).toMatchObject({ x: { axis } });
});

test.each([
  ['numbers', [0.5, 8.25]],
  ['large numbers that differ little', [1_000_000_000, 1_000_000_010.5]],
])('an axis writes %s as Vega does', (_, x) => {
  expect((scatter({ x, y: x }, { x: 'x', y: 'y' }).spec.encoding as { x: object }).x).not.toHaveProperty('axis');
});

test('a histogram of dates has standing bars, and one of a single value one bar around it', () => {
  const days = { D: ['2024-01-01', '2024-02-01'].map((day) => CalendarDate.from(day)) };

  expect(histogram(days, 'D').spec.mark).toMatchObject({ orient: 'vertical' });
  expect(rowsOf(histogram({ v: [3, 3] }, 'v'))).toEqual(['2.5,3.5,2']);
  expect(rowsOf(histogram({ D: days.D.slice(0, 1) }, 'D'))).toEqual([
    `${Date.parse('2024-01-01')},${Date.parse('2024-01-02')},1`,
  ]);
});

test('bars coloured by their own column keep their width', () => {
  const { encoding } = barChart(HOUSES, { x: 'CITY', y: 'AREA', colour: 'CITY' }).spec;

  expect(encoding).toHaveProperty('color');
  expect(encoding).not.toHaveProperty('xOffset');
});

test('texts name a column once that splits the rows in two ways', () => {
  const [, bar] = barChart(HOUSES, { x: 'CITY', y: 'PRICE', colour: 'CITY', facet: 'YEAR' }).text.split('\n');
  expect(bar).toMatch(/^ *Oakland, \d{4} /);
  const [, box] = boxPlot(HOUSES, { x: 'CITY', y: 'PRICE', colour: 'CITY' }).text.split('\n');
  expect(box).toMatch(/^(Fresno|Oakland): /);
  const [, line] = lineChart(HOUSES, { x: 'YEAR', y: 'PRICE', colour: 'CITY', facet: 'CITY' }).text.split('\n');
  expect(line).toMatch(/^(Fresno|Oakland): /);
});

describe('a log scale', () => {
  const rows = { x: [1, 10, 100, 1000, 0, -5], y: [1, 2, 3, 4, 5, 6] };

  test('is drawn by Vega, and zeros and negative numbers are left out and said', () => {
    for (const chart of [
      scatter(rows, { x: 'x', y: 'y', xScale: 'log' }),
      lineChart(rows, { x: 'x', y: 'y', xScale: 'log' }),
      histogram(rows, { x: 'x', xScale: 'log', bins: 3 }),
      boxPlot(rows, { x: 'x', xScale: 'log' }),
    ]) {
      expect(JSON.stringify(chart.spec)).toContain('"scale":{"type":"log"');
      expect(subtitleOf(chart)).toContain('2 rows without a value above zero left out');
      expect(bundleOf(chart)[MIME.png]).toMatch(/^iVBOR/);
    }
  });

  test('has bars of equal steps', () => {
    expect(rowsOf(histogram(rows, { x: 'x', xScale: 'log', bins: 3 }))).toEqual(['1,10,1', '10,100,1', '100,1000,2']);
    expect(rowsOf(histogram({ v: [1, 1, 4] }, { x: 'v', yScale: 'log', bins: 3 }))).toEqual(['1,2,2', '3,4,1']);
  });

  test('is refused for what is no number above zero', () => {
    const texts = { t: ['a', 'b'], n: [0, -1], d: [new Date(0), new Date(1)], y: [1, 2] };

    expect(() => lineChart(texts, { x: 't', y: 'y', xScale: 'log' })).toThrow('Column t holds texts');
    expect(() => scatter(texts, { x: 'd', y: 'y', xScale: 'log' })).toThrow('Column d holds times');
    expect(() => scatter(texts, { x: 'n', y: 'y', xScale: 'log' })).toThrow('Column n holds no number above zero');
    expect(() => boxPlot(texts, { x: 't', y: 'y', xScale: 'log' })).toThrow('these are along y');
    expect(() => histogram(texts, { x: 'y', yScale: 'log', colour: 't' })).toThrow('give a facet in place of colour');
    expect(() => scatter(texts, { x: 'y', y: 'y', xScale: 'ln' as never })).toThrow(
      'xScale must be one of linear, log',
    );
  });
});

const NO_HOUSES = HOUSES.filter(() => false);

test.each([
  ['bars', () => barChart(NO_HOUSES, { x: 'CITY', y: 'PRICE' })],
  ['lines', () => lineChart(NO_HOUSES, { x: 'YEAR', y: 'PRICE' })],
  ['points', () => scatter(NO_HOUSES, { x: 'AREA', y: 'PRICE' })],
  ['boxes', () => boxPlot(NO_HOUSES, { x: 'CITY', y: 'PRICE' })],
  ['a histogram', () => histogram(NO_HOUSES, { x: 'PRICE' })],
  ['a heat map', () => heatMap(NO_HOUSES, { x: 'CITY', y: 'PRICE' })],
])('a chart of data without rows says so: %s', (_, draw) => {
  expect(draw().text).toBe('Nothing to draw\nno rows');
  expect(bundleOf(draw())[MIME.png]).toMatch(/^iVBOR/);
});

const CALLS: readonly (readonly [string, (options: never) => Chart, object])[] = [
  ['barChart', (options) => barChart(HOUSES, options), { x: 'CITY', y: 'PRICE' }],
  ['lineChart', (options) => lineChart(HOUSES, options), { x: 'YEAR', y: 'PRICE' }],
  ['scatter', (options) => scatter(HOUSES, options), { x: 'AREA', y: 'PRICE' }],
  ['boxPlot', (options) => boxPlot(HOUSES, options), { x: 'CITY', y: 'PRICE' }],
  ['histogram', (options) => histogram(HOUSES, options), { x: 'PRICE' }],
];

test.each([
  ['heatMap', (options: object) => heatMap(HOUSES, { x: 'CITY', y: 'YEAR', ...options })],
  ['mapChart', (options: object) => mapChart({ lat: [40, 41], lon: [-3, 2], PRICE: [1, 2] }, options)],
] as const)('%s() takes color for colour', (_, draw) => {
  expect(draw({ color: 'PRICE' }).spec).toEqual(draw({ colour: 'PRICE' }).spec);
});

describe.each(CALLS)('%s()', (caller, draw, options) => {
  const drawWith = (more: object): Chart => draw({ ...options, ...more } as never);

  test('takes the same options as the others', () => {
    const chart = drawWith({ title: 'T', width: 300, height: 200, xTitle: 'across', yTitle: 'up', colour: 'YEAR' });

    expect(chart.spec).toMatchObject({ title: { text: 'T' }, width: 300, height: 200 });
    expect(JSON.stringify(chart.spec)).toMatch(/"title":"across".*"title":"up"|"title":"up".*"title":"across"/);
    expect(drawWith({ facet: 'CITY' }).spec).toMatchObject({ facet: { field: 'facet' }, columns: 3 });
  });

  test('names everything that is wrong at once', () => {
    expect(() => drawWith({ colours: 'CITY', facet: 'CITI' })).toThrow(
      `${caller}() cannot use its options: there is no option colours. Did you mean colour? The data has no column CITI. Did you mean CITY?`,
    );
  });

  test('takes color for colour, and refuses both', () => {
    expect(drawWith({ color: 'CITY' }).spec).toEqual(drawWith({ colour: 'CITY' }).spec);
    expect(() => drawWith({ color: 'CITY', colour: 'CITY' })).toThrow(
      `${caller}() cannot use its options: colour and color are one option: give only one of them.`,
    );
  });

  test('shows a picture, and all of it within 30 KB', () => {
    const bundle = bundleOf(drawWith({ colour: 'CITY', facet: 'YEAR' }));

    expect(bundle[MIME.png]).toMatch(/^iVBOR/);
    expect(JSON.stringify(bundle).length).toBeLessThan(30_000);
  });
});
