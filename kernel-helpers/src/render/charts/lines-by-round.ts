import { checkOptionNames } from '../../option-names';
import { countOf, formatNumber } from '../format-value';
import { Chart, forChart } from './chart';
import { chartSpec } from './chart-spec';
import { inlineData } from './inline-data';
import type { LineSeries, LineSeriesOptions } from './line-options';

const MAX_POINTS_PER_LINE = 200;

/** A line chart by round, one line for each series. */
export function linesByRound(series: readonly LineSeries[], options: LineSeriesOptions): Chart {
  checkOptionNames('lineChart()', options, { title: true, valueName: true });
  const title = options.title ?? series.map((line) => line.name).join(', ');
  const points = series.flatMap((line) => thin(line.points).map((point) => ({ ...point, series: line.name })));
  const spec = chartSpec({
    title,
    options: {},
    remarks: [],
    ...inlineData({
      round: points.map(({ round }) => round),
      value: points.map(({ value }) => forChart(value)),
      series: points.map((point) => point.series),
    }),
    view: {
      mark: { type: 'line', tooltip: true },
      encoding: {
        x: { field: 'round', type: 'quantitative', title: 'round' },
        y: { field: 'value', type: 'quantitative', title: options.valueName ?? 'value', scale: { zero: false } },
        // With an empty legend Vega 5 computes for ever, and JupyterLab's whole page hangs (seen on 4.6.4).
        ...(points.length > 0 && { color: { field: 'series', type: 'nominal', title: null } }),
      },
    },
  });
  return new Chart(spec, [title, ...series.map(lineText)].join('\n'));
}

/** Every n-th point and always the last one, so that a long training makes a small output. */
function thin(points: LineSeries['points']): LineSeries['points'] {
  const step = Math.ceil(points.length / MAX_POINTS_PER_LINE);
  return points.filter((_, index) => index % step === 0 || index === points.length - 1);
}

function lineText({ name, points }: LineSeries): string {
  const last = points.at(-1);
  if (last === undefined) return `${name}: no rounds`;
  return `${name}: ${formatNumber(points[0].value)} to ${formatNumber(last.value)} over ${countOf(points.length, 'round')}`;
}
