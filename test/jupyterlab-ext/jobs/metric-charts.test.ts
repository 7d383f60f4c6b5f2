import { describe, expect, test } from '@jest/globals';
import { metricCharts, vegaLiteSpec } from 'jupyterlab-ext/jobs/metrics/metric-charts';
import { MetricValues } from 'jupyterlab-ext/jobs/metrics/metric-series';

describe('the metrics of a job', () => {
  test('are one series for each name, in the order of rounds', () => {
    const values = valuesOf([
      ['train:rmse', 1, 0.4],
      ['train:rmse', 0, 0.5],
      ['validation:rmse', 0, 0.6],
    ]);

    expect(values.series()).toEqual([
      {
        name: 'train:rmse',
        points: [
          { round: 0, value: 0.5 },
          { round: 1, value: 0.4 },
        ],
      },
      { name: 'validation:rmse', points: [{ round: 0, value: 0.6 }] },
    ]);
  });

  test('count a round once that came again after a checkpoint', () => {
    const values = valuesOf([
      ['train:rmse', 0, 0.5],
      ['train:rmse', 0, 0.3],
    ]);

    expect(values.series()[0].points).toEqual([{ round: 0, value: 0.3 }]);
  });

  test('name the host only where several hosts tell values of one name', () => {
    const values = valuesOf([['train:rmse', 0, 0.5]]);
    values.add({ name: 'train:rmse', host: 'algo-2', round: 0, value: 0.7 });

    expect(values.series().map(({ host }) => host)).toEqual(['algo-1', 'algo-2']);
  });
});

describe('the charts of metrics', () => {
  const points = [
    { round: 0, value: 0.5 },
    { round: 1, value: 0.4 },
  ];

  test('are one for each measure', () => {
    const charts = metricCharts([
      {
        job: 'houses-1',
        series: [
          { name: 'train:rmse', points },
          { name: 'validation:rmse', points },
          { name: 'train:mae', points },
        ],
      },
    ]);

    expect(charts.map(({ measure, lines }) => [measure, lines.map(({ data }) => data)])).toEqual([
      ['rmse', ['train', 'validation']],
      ['mae', ['train']],
    ]);
  });

  test('lay several jobs over each other', () => {
    const [chart] = metricCharts(
      ['houses-1', 'houses-2'].map((job) => ({ job, series: [{ name: 'train:rmse', points }] })),
    );

    expect(chart.lines.map(({ job }) => job)).toEqual(['houses-1', 'houses-2']);
    expect(vegaLiteSpec(chart, { round: 'round' })).toMatchObject({ encoding: { color: { field: 'job' } } });
  });

  test('leave out lines without a number to draw, with which Vega would compute for ever', () => {
    const series = [
      { name: 'train:rmse', points: [] },
      { name: 'train:mae', points: [{ round: 0, value: Number.NaN }] },
    ];

    expect(metricCharts([{ job: 'houses-1', series }])).toEqual([]);
  });

  test('draw at most 501 points of a line, the last one among them', () => {
    const many = Array.from({ length: 10_000 }, (_, round) => ({ round, value: round }));

    const [{ lines }] = metricCharts([{ job: 'houses-1', series: [{ name: 'train:rmse', points: many }] }]);

    expect(lines[0].points.length).toBeLessThanOrEqual(501);
    expect(lines[0].points.at(-1)?.round).toBe(9_999);
  });
});

function valuesOf(values: readonly (readonly [string, number, number])[]): MetricValues {
  const all = new MetricValues();
  for (const [name, round, value] of values) all.add({ name, host: 'algo-1', round, value });
  return all;
}
