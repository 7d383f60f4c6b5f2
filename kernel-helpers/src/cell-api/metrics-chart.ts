import { baseSpec, Chart, type VegaLiteSpec } from '../render/charts/chart';
import type { LineSeries } from '../render/charts/line-chart';
import { countOf, formatNumber } from '../render/format-value';

const MAX_POINTS_PER_LINE = 200;
/** Of one panel where there are several, in pixels. */
const PANEL_HEIGHT = 140;

/** The lines of one metric, such as `rmse` on the training and on the validation rows: they share an axis. */
export interface MetricPanel {
  readonly metric: string;
  readonly series: readonly LineSeries[];
}

/** Lines by their metric, in the order in which they come: `train:rmse` and `validation:rmse` are both `rmse`. */
export function metricPanels(history: readonly LineSeries[]): readonly MetricPanel[] {
  const panels = new Map<string, LineSeries[]>();
  for (const line of history) {
    const { metric } = partsOf(line.name);
    panels.set(metric, [...(panels.get(metric) ?? []), line]);
  }
  return [...panels].map(([metric, series]) => ({ metric, series }));
}

/** Metrics by round, each metric with an axis of its own; the rule marks the best round. */
export function metricsChart(history: readonly LineSeries[], bestRound?: number): Chart {
  const title = `Metrics by round${bestRound === undefined ? '' : `, the best is round ${bestRound}`}`;
  const panels = metricPanels(history);
  const text = [title, ...history.map(lineText)].join('\n');
  const base = baseSpec(title);
  const height = panels.length > 1 ? PANEL_HEIGHT : base.height;
  const views = panels.map((panel) => ({ width: base.width, height, ...panelSpec(panel, bestRound) }));
  if (views.length === 1) return new Chart({ ...base, ...views[0] }, text);
  const { width: _width, height: _height, ...page } = base;
  return new Chart({ ...page, vconcat: views }, text);
}

function panelSpec({ metric, series }: MetricPanel, bestRound: number | undefined): VegaLiteSpec {
  const lines = series.flatMap(({ name, points }) =>
    thinned(points).map(({ round, value }) => `${round},${forMetric(value)},${partsOf(name).data}`),
  );
  const x = { field: 'round', type: 'quantitative', title: 'round' };
  const line = {
    mark: { type: 'line', tooltip: true },
    encoding: {
      x,
      y: { field: 'value', type: 'quantitative', title: metric, scale: { zero: false } },
      // With an empty legend Vega 5 computes for ever, and JupyterLab's whole page hangs (seen on 4.6.4).
      ...(lines.length > 0 && { color: { field: 'data', type: 'nominal', title: null } }),
    },
  };
  const data = {
    values: ['round,value,data', ...lines].join('\n'),
    format: { type: 'csv', parse: { round: 'number', value: 'number', data: 'string' } },
  };
  if (bestRound === undefined) return { data, ...line };
  const rule = {
    data: { values: [{ round: bestRound }] },
    mark: { type: 'rule', strokeDash: [4, 4], color: '#888', tooltip: true },
    encoding: { x },
  };
  return { layer: [{ data, ...line }, rule] };
}

/** Six digits, as the card shows them. */
function forMetric(value: number): number {
  return Number(value.toPrecision(6));
}

/** `train:rmse` is the metric `rmse` on the data `train`. */
function partsOf(name: string): { readonly data: string; readonly metric: string } {
  const colon = name.indexOf(':');
  return colon === -1 ? { data: name, metric: name } : { data: name.slice(0, colon), metric: name.slice(colon + 1) };
}

/** Every n-th point and always the last one, so that a long training makes a small output. */
function thinned(points: LineSeries['points']): LineSeries['points'] {
  const step = Math.ceil(points.length / MAX_POINTS_PER_LINE);
  return points.filter((_, index) => index % step === 0 || index === points.length - 1);
}

function lineText({ name, points }: LineSeries): string {
  const last = points.at(-1);
  if (last === undefined) return `${name}: no rounds`;
  return `${name}: ${formatNumber(points[0].value)} to ${formatNumber(last.value)} over ${countOf(points.length, 'round')}`;
}
