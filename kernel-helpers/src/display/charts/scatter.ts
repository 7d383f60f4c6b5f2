import { countOf, formatCount, formatNumber } from '../format-value';
import { baseSpec, Chart, forChart, inlinePoints, type VegaLiteSpec } from './chart';
import { type ChartData, chartTable, numbersOf, rangeOf, titled } from './chart-data';

export interface ScatterOptions {
  /** Column of the horizontal axis. */
  readonly x: string;
  /** Column of the vertical axis. */
  readonly y: string;
  readonly title?: string;
  /** Draws the line on which x equals y, to compare predictions with the truth. @default false */
  readonly diagonal?: boolean;
  /** Draws at most so many points, evenly taken from the rows. @default 1000 */
  readonly maxPoints?: number;
}

/** A scatter chart of two columns; it says how many rows it draws when it cannot draw all. */
export function scatter(data: ChartData, options: ScatterOptions): Chart {
  const table = chartTable(data);
  const xs = numbersOf(table, options.x);
  const ys = numbersOf(table, options.y);
  const rows = evenlyTaken(xs, ys, options.maxPoints ?? 1000);
  const title = titled(options.title ?? `${options.y} by ${options.x}`, table);
  const points = {
    data: inlinePoints(
      ['x', 'y'],
      rows.map((row) => [xs[row], ys[row]]),
    ),
    mark: { type: 'circle', size: 14, opacity: 0.5, tooltip: true },
    encoding: {
      x: { field: 'x', type: 'quantitative', title: options.x },
      y: { field: 'y', type: 'quantitative', title: options.y },
    },
  };
  const layer = options.diagonal === true ? [points, diagonalLayer(xs, ys, options)] : [points];
  return new Chart({ ...baseSpec(title), layer }, scatterText(title, xs, ys, options, rows.length));
}

function diagonalLayer(xs: Float64Array, ys: Float64Array, options: ScatterOptions): VegaLiteSpec {
  const [lowX, highX] = rangeOf(xs, options.x);
  const [lowY, highY] = rangeOf(ys, options.y);
  const ends = [Math.max(lowX, lowY), Math.min(highX, highY)].map((end) => ({ x: forChart(end), y: forChart(end) }));
  return {
    data: { values: ends },
    mark: { type: 'line', color: '#888', strokeDash: [4, 4] },
    encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
  };
}

/** Rows where both values are numbers, every n-th of them so that at most `most` are left. */
function evenlyTaken(xs: Float64Array, ys: Float64Array, most: number): number[] {
  const rows = Array.from(xs.keys()).filter((row) => Number.isFinite(xs[row]) && Number.isFinite(ys[row]));
  if (rows.length <= most) return rows;
  return Array.from({ length: most }, (_, index) => rows[Math.floor((index * rows.length) / most)]);
}

function scatterText(
  title: string,
  xs: Float64Array,
  ys: Float64Array,
  options: ScatterOptions,
  drawn: number,
): string {
  const span = (values: Float64Array, name: string): string => {
    const [low, high] = rangeOf(values, name);
    return `${name} from ${formatNumber(forChart(low))} to ${formatNumber(forChart(high))}`;
  };
  const share = drawn < xs.length ? `${formatCount(drawn)} of ${countOf(xs.length, 'row')}` : countOf(xs.length, 'row');
  return `${title}\nscatter chart of ${share}: ${span(xs, options.x)}, ${span(ys, options.y)}`;
}
