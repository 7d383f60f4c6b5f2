import type { MetricPoint, MetricSeries } from './metric-series';

export interface JobMetrics {
  /** The job's name. */
  readonly job: string;
  readonly series: readonly MetricSeries[];
}

/** A chart of one measure: `rmse` of training and validation, of one job or of several. */
export interface MetricChart {
  readonly measure: string;
  readonly lines: readonly MetricLine[];
}

export interface MetricLine {
  readonly job: string;
  /** What it was measured on: `train`, `validation`, … */
  readonly data: string;
  readonly points: readonly MetricPoint[];
}

const MOST_POINTS_PER_LINE = 500;

/** One chart for each measure. Lines without a point are left out: a chart without points is none. */
export function metricCharts(jobs: readonly JobMetrics[]): MetricChart[] {
  const charts = new Map<string, MetricLine[]>();
  for (const { job, series } of jobs) {
    for (const { name, host, points } of series) {
      const shown = points.filter(({ value }) => Number.isFinite(value));
      if (shown.length === 0) continue;
      const { measure, data } = partsOf(name);
      const line = { job, data: host === undefined ? data : `${data} ${host}`.trim(), points: thin(shown) };
      charts.set(measure, [...(charts.get(measure) ?? []), line]);
    }
  }
  return [...charts].map(([measure, lines]) => ({ measure, lines }));
}

/** The Vega-Lite 5 spec of a chart, without its width. Colours tell jobs apart where there are several, else what was measured on. */
export function vegaLiteSpec({ measure, lines }: MetricChart, words: { readonly round: string }): object {
  const hasSeveralJobs = new Set(lines.map(({ job }) => job)).size > 1;
  const values = lines.flatMap(({ job, data, points }) =>
    points.map(({ round, value }) => ({ round, value, job, data })),
  );
  const ofLine = (field: string) => ({ field, type: 'nominal', title: null });
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    height: 200,
    autosize: { type: 'fit-x', contains: 'padding' },
    background: 'transparent',
    data: { values },
    mark: { type: 'line', tooltip: true, point: values.length <= lines.length },
    encoding: {
      x: {
        field: 'round',
        type: 'quantitative',
        title: words.round,
        axis: { format: 'd', tickCount: Math.min(10, spreadOf(values)) },
      },
      y: { field: 'value', type: 'quantitative', title: measure, scale: { zero: false } },
      ...(hasSeveralJobs ? { color: ofLine('job'), strokeDash: ofLine('data') } : { color: ofLine('data') }),
    },
    config: { legend: { orient: 'bottom', labelLimit: 260, columns: 1 } },
  };
}

/** How many rounds lie between the first and the last one: ticks between rounds would mean nothing. */
function spreadOf(values: readonly { readonly round: number }[]): number {
  const rounds = values.map(({ round }) => round);
  const first = rounds.reduce((least, round) => Math.min(least, round), Number.POSITIVE_INFINITY);
  const last = rounds.reduce((most, round) => Math.max(most, round), Number.NEGATIVE_INFINITY);
  return Math.max(1, last - first);
}

function partsOf(name: string): { readonly measure: string; readonly data: string } {
  const colon = name.indexOf(':');
  return colon < 0 ? { measure: name, data: name } : { measure: name.slice(colon + 1), data: name.slice(0, colon) };
}

/** Every n-th point and always the last one. */
function thin(points: readonly MetricPoint[]): readonly MetricPoint[] {
  const step = Math.ceil(points.length / MOST_POINTS_PER_LINE);
  return points.filter((_, index) => index % step === 0 || index === points.length - 1);
}
