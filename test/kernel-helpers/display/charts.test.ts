import { describe, expect, test } from '@jest/globals';
import { MIME } from 'kernel-helpers/cell/mime';
import { bundleOf } from 'kernel-helpers/display/bundle';
import { heatMap } from 'kernel-helpers/display/charts/heat-map';
import { histogram } from 'kernel-helpers/display/charts/histogram';
import { lineChart } from 'kernel-helpers/display/charts/line-chart';
import { lineSvg } from 'kernel-helpers/display/charts/line-svg';
import { scatter } from 'kernel-helpers/display/charts/scatter';
import { expectGolden, goldenJson } from '../../support/golden';

/** Numbers that look like data and are the same on every machine (a linear congruential generator). */
function numbers(count: number): Float64Array {
  let state = 42;
  return Float64Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return (state / 2 ** 31) * 5;
  });
}

const MAX_OUTPUT_BYTES = 30_000;

describe('a histogram', () => {
  test('counts every row once', () => {
    const { spec } = histogram({ value: numbers(1000) }, 'value', { bins: 7 });
    const { values } = spec.data as { values: { rows: number }[] };

    expect(values).toHaveLength(7);
    expect(values.reduce((total, { rows }) => total + rows, 0)).toBe(1000);
  });

  test('looks as agreed', () => {
    const chart = histogram([{ v: 1 }, { v: 2 }, { v: 2 }, { v: 4 }], 'v', { bins: 3, title: 'Four values' });

    expectGolden('display/histogram.vl.json', goldenJson(chart.spec));
    expectGolden('display/histogram.txt', chart.text);
  });

  test('leaves missing values out', () => {
    const { spec } = histogram([{ v: 1 }, { v: null }, { v: Number.NaN }], 'v', { bins: 2 });
    const { values } = spec.data as { values: { rows: number }[] };

    expect(values.reduce((total, { rows }) => total + rows, 0)).toBe(1);
  });
});

describe('a scatter chart', () => {
  test('draws the line on which prediction and truth agree', () => {
    const chart = scatter(
      { truth: [1, 2, 3], predicted: [1.5, 2.5, 2] },
      { x: 'truth', y: 'predicted', diagonal: true },
    );

    expectGolden('display/scatter.vl.json', goldenJson(chart.spec));
    expectGolden('display/scatter.txt', chart.text);
  });

  test('draws a part of many rows, says so, and stays small', () => {
    const chart = scatter({ x: numbers(20_640), y: numbers(20_640) }, { x: 'x', y: 'y' });

    expect(chart.text).toContain('1,000 of 20,640 rows');
    expect(JSON.stringify(bundleOf(chart)).length).toBeLessThan(MAX_OUTPUT_BYTES);
  });
});

describe('a heat map', () => {
  test('takes the mean of each field', () => {
    const rows = [
      { x: 0, y: 0, v: 1 },
      { x: 0.1, y: 0.1, v: 3 },
      { x: 1, y: 1, v: 10 },
    ];
    const chart = heatMap(rows, { x: 'x', y: 'y', colour: 'v', bins: 2 });

    expectGolden('display/heat-map.vl.json', goldenJson(chart.spec));
    expect(chart.text).toContain('2 fields: mean v from 2 to 10');
  });

  test('stays small with full fields', () => {
    const values = numbers(60_000);
    const data = { x: values.slice(0, 20_000), y: values.slice(20_000, 40_000), v: values.slice(40_000) };
    const chart = heatMap(data, { x: 'x', y: 'y', colour: 'v', bins: 20 });

    expect(JSON.stringify(bundleOf(chart)).length).toBeLessThan(MAX_OUTPUT_BYTES);
  });
});

describe('a line chart by round', () => {
  const series = [
    { name: 'train:rmse', points: [0, 1, 2].map((round) => ({ round, value: 1 / (round + 1) })) },
    { name: 'validation:rmse', points: [0, 1, 2].map((round) => ({ round, value: 1.1 / (round + 1) })) },
  ];

  test('has a line for each metric', () => {
    const chart = lineChart(series, { title: 'Error by round', valueName: 'rmse' });

    expectGolden('display/line-chart.vl.json', goldenJson(chart.spec));
    expectGolden('display/line-chart.txt', chart.text);
  });

  test('has no legend before the first round, which would hang the page', () => {
    expect(lineChart([]).spec.encoding).not.toHaveProperty('color');
    expect(lineChart([{ name: 'train:rmse', points: [] }]).spec.encoding).not.toHaveProperty('color');
  });

  test('is drawn as SVG for cards that change often', () => {
    expectGolden('display/line-chart.svg.html', lineSvg(series).text);
  });

  test('is empty before the first round', () => {
    expect(lineSvg([]).text).toBe('');
    expect(lineSvg([{ name: 'train:rmse', points: [] }]).text).toBe('');
  });

  test('keeps the last round of a long training', () => {
    const points = Array.from({ length: 1001 }, (_, round) => ({ round, value: 1 / (round + 1) }));
    const { spec } = lineChart([{ name: 'train:rmse', points }]);
    const { values } = spec.data as { values: { round: number }[] };

    expect(values.length).toBeLessThanOrEqual(201);
    expect(values.at(-1)?.round).toBe(1000);
  });
});

describe('every chart', () => {
  test('shows itself as Vega-Lite with a text twin', () => {
    const chart = histogram({ v: [1, 2] }, 'v');

    expect(bundleOf(chart)).toEqual({ [MIME.vegaLite]: chart.spec, [MIME.text]: chart.text });
  });

  test('names the columns there are when asked for one that is not there', () => {
    expect(() => histogram({ MEDINC: [1], HOUSEAGE: [2] }, 'MEDINCOME')).toThrow(
      'There is no column MEDINCOME to draw. The columns are MEDINC, HOUSEAGE.',
    );
  });

  test('says when a column holds no number', () => {
    expect(() => scatter([{ x: 'a', y: 1 }], { x: 'x', y: 'y', diagonal: true })).toThrow(
      'Column x holds no number to draw.',
    );
  });

  test('says what it can draw when given something else', () => {
    expect(() => histogram('text' as unknown as object, 'v')).toThrow(/A chart draws a Table, a DataFrame/);
  });

  test('says in its title that data are a stand-in', () => {
    const frame = { columns: ['v'], shape: [2, 1], values: [[1], [2]], origin: 'synthetic stand-in' };

    expect(histogram(frame, 'v').text).toMatch(/^v \(synthetic stand-in\)/);
  });
});

describe('two hundred thousand values', () => {
  const many = numbers(200_000);

  test.each([
    ['a histogram', () => histogram({ value: many }, 'value')],
    ['a scatter chart', () => scatter({ x: many, y: many }, { x: 'x', y: 'y' })],
    ['a heat map', () => heatMap({ x: many, y: many, colour: many }, { x: 'x', y: 'y', colour: 'colour' })],
    ['a line chart', () => lineChart([{ name: 'rmse', points: [...many].map((value, round) => ({ round, value })) }])],
    ['a table of objects', () => [...many].map((value) => ({ value }))],
    ['a table of columns', () => Object.fromEntries([...many].map((value, index) => [`c${index}`, [value]]))],
  ])('fit into %s', (_what, make) => {
    expect(String(bundleOf(make())[MIME.text])).toMatch(/./);
  });
});
