import { describe, expect, test } from '@jest/globals';
import { bundleOf } from 'kernel-helpers/display/bundle';
import { MIME } from 'kernel-helpers/mime';
import type { VegaLiteSpec } from 'kernel-helpers/render/charts/chart';
import { heatMap } from 'kernel-helpers/render/charts/heat-map';
import { histogram } from 'kernel-helpers/render/charts/histogram';
import { lineChart } from 'kernel-helpers/render/charts/line-chart';
import { lineSvg } from 'kernel-helpers/render/charts/line-svg';
import { scatter } from 'kernel-helpers/render/charts/scatter';
import { Table } from 'kernel-helpers/table/columnar-table';
import { CalendarDate } from 'kernel-helpers/values/calendar-date';
import { Decimal } from 'kernel-helpers/values/decimal';
import { Timestamp } from 'kernel-helpers/values/timestamp';
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

/** The rows of each bar of a histogram. */
function countsOf({ data }: VegaLiteSpec): readonly number[] {
  const { values } = data as { values: string };
  return values
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(',')[2]));
}

describe('a histogram', () => {
  test('counts every row once', () => {
    const { spec } = histogram({ value: numbers(1000) }, 'value', { bins: 7 });
    const rows = countsOf(spec);

    expect(rows).toHaveLength(7);
    expect(rows.reduce((total, count) => total + count, 0)).toBe(1000);
  });

  test('looks like its golden file', () => {
    const chart = histogram([{ v: 1 }, { v: 2 }, { v: 2 }, { v: 4 }], 'v', { bins: 3, title: 'Four values' });

    expectGolden('display/histogram.vl.json', goldenJson(chart.spec));
    expectGolden('display/histogram.txt', chart.text);
  });

  test('leaves missing values out', () => {
    const { spec } = histogram([{ v: 1 }, { v: null }, { v: Number.NaN }], 'v', { bins: 2 });

    expect(countsOf(spec).reduce((total, count) => total + count, 0)).toBe(1);
    expect(spec.title).toMatchObject({ subtitle: '2 rows without a value left out' });
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
    const { values } = spec.data as { values: string };
    const lines = values.split('\n');

    expect(lines.length).toBeLessThanOrEqual(202);
    expect(lines.at(-1)).toMatch(/^1000,/);
  });
});

describe('every chart', () => {
  test('shows itself as Vega-Lite with a picture and a text twin', () => {
    const chart = histogram({ v: [1, 2] }, 'v');

    expect(bundleOf(chart)).toEqual({
      [MIME.vegaLite]: chart.spec,
      [MIME.text]: chart.text,
      [MIME.png]: expect.stringMatching(/^iVBOR/),
    });
  });

  const PLACES = { MEDINC: [1, 2], HOUSEAGE: [2, 3], 'Price in €': [3, 4] };
  const DRAW: readonly (readonly [string, (name: string) => { readonly text: string }])[] = [
    ['histogram', (name) => histogram(PLACES, name)],
    ['scatter, x', (name) => scatter(PLACES, { x: name, y: 'HOUSEAGE' })],
    ['scatter, y', (name) => scatter(PLACES, { x: 'HOUSEAGE', y: name })],
    ['heat map, x', (name) => heatMap(PLACES, { x: name, y: 'HOUSEAGE', colour: 'HOUSEAGE' })],
    ['heat map, y', (name) => heatMap(PLACES, { x: 'HOUSEAGE', y: name, colour: 'HOUSEAGE' })],
    ['heat map, colour', (name) => heatMap(PLACES, { x: 'HOUSEAGE', y: 'HOUSEAGE', colour: name })],
  ];

  test.each(DRAW)('finds a column whatever its case, and shows its own name: %s', (_, draw) => {
    expect(draw('medinc').text).toBe(draw('MEDINC').text);
    expect(draw('price IN €').text).toContain('Price in €');
  });

  test.each(DRAW)('names the nearest column, or all columns: %s', (_, draw) => {
    expect(() => draw('MEDINCO')).toThrow('The data has no column MEDINCO. Did you mean MEDINC?');
    expect(() => draw('nothing near')).toThrow('It has MEDINC, HOUSEAGE, Price in €.');
  });

  test('takes the exact name first, and throws if several names differ in case alone', () => {
    const data = { a: [1, 1], A: [5, 5] };

    expect(histogram(data, 'a').text).toMatch(/^a\n/);
    expect(histogram(data, 'A').text).toMatch(/^A\n/);
    expect(() => histogram({ aa: [1], AA: [2] }, 'Aa')).toThrow('Aa could be aa or AA.');
  });

  test('refuses options that it does not have, and counts that are not whole or not positive', () => {
    const data = { x: [1, 2], y: [1, 2] };
    const typo = { bin: 3 } as object;

    expect(() => histogram(data, 'x', typo)).toThrow(
      'histogram() cannot use its options: there is no option bin. Did you mean bins?',
    );
    expect(() => scatter(data, { x: 'x', y: 'y', ...typo, colours: 'x' } as never)).toThrow(
      /option bin\..*option colours\./,
    );
    expect(() => heatMap(data, { x: 'x', y: 'y', colours: 'x' } as never)).toThrow('Did you mean colour?');
    expect(() => lineChart([], { titel: 'x' } as object)).toThrow('Did you mean title?');
    for (const bins of [0, -1, 1.5, Number.NaN, Infinity]) {
      expect(() => histogram(data, 'x', { bins })).toThrow(
        `bins must be a whole number from 1 to 100000, not ${bins}.`,
      );
    }
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
    const made = new Table(Table.fromRows([{ v: 1 }, { v: 2 }]).columns, { origin: 'synthetic stand-in' });

    for (const data of [made, made.toDataFrame()]) {
      expect(histogram(data, 'v').text).toMatch(/^v \(synthetic stand-in\)/);
    }
  });
});

describe('a chart of a Table', () => {
  test('draws decimals, dates and timestamps of far years as the nearest numbers', () => {
    const table = Table.fromRows([
      {
        P: Decimal.from('12345678901234567890123.45'),
        D: CalendarDate.from('9999-12-31'),
        T: Timestamp.from('9999-12-31T23:59:59'),
      },
      { P: 1, D: CalendarDate.from('0001-01-01'), T: Timestamp.from('0001-01-01T00:00:00') },
    ]);

    expect(scatter(table, { x: 'D', y: 'P' }).text).toContain(
      'D from 0001-01-01T00:00:00 to 9999-12-31T00:00:00, P from 1 to 1.235e+22',
    );
    expect(scatter(table, { x: 'T', y: 'P' }).text).toContain('T from 0001-01-01T00:00:00 to 9999-12-31T23:59:59');
    expect(histogram(table, 'T').text).toContain(' to 9999-12-31T23:59:59 ');
  });

  test.each([
    ['a clock without a zone', Timestamp.from('2024-03-31T02:30:00'), 'T', '2024-03-31T02:30:00'],
    ['a day', CalendarDate.from('2024-03-31'), 'T', '2024-03-31T00:00:00'],
    ['an instant', Timestamp.from('2024-03-31T02:30:00+02:00'), 'T (UTC)', '2024-03-31T00:30:00+00:00'],
    ['a Date', new Date('2024-03-31T00:30:00Z'), 'T (UTC)', '2024-03-31T00:30:00+00:00'],
  ])('draws %s on an axis of time, to the millisecond', (_, T, title, text) => {
    const rows = [{ T, N: 1 }];
    const charts = [
      scatter(rows, { x: 'T', y: 'N' }),
      heatMap(rows, { x: 'T', y: 'N', colour: 'N' }),
      histogram(rows, 'T'),
    ];

    for (const { spec } of charts) {
      expect(JSON.stringify(spec)).toContain(`"type":"temporal","title":"${title}","scale":{"type":"utc"}`);
      expect(JSON.stringify(spec)).toContain(String(Number(T)));
    }
    expect(charts[0].text).toContain(`T from ${text} to ${text}`);
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
