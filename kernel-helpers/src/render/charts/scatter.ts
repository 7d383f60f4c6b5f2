import { checkOptionNames } from '../../option-names';
import type { ColumnName } from '../../values/column-name';
import { countOf, formatCount } from '../format-value';
import { baseSpec, Chart, type VegaLiteSpec } from './chart';
import { type ChartColumn, type ChartData, chartTable, checkCount, columnToDraw, rangeOf, titled } from './chart-data';
import { drawnAs } from './drawn-as';
import { inlineData } from './inline-data';

export interface ScatterOptions {
  /** Column of the horizontal axis. */
  readonly x: ColumnName;
  /** Column of the vertical axis. */
  readonly y: ColumnName;
  readonly title?: string;
  /** Draws the line on which x equals y, to compare predictions with the truth. @default false */
  readonly diagonal?: boolean;
  /** Draws at most this many points, taken evenly from the rows. @default 1000 */
  readonly maxPoints?: number;
}

/** A scatter chart of two columns; it says how many rows it draws when it cannot draw all. */
export function scatter(data: ChartData, options: ScatterOptions): Chart {
  checkOptionNames('scatter()', options, { x: true, y: true, title: true, diagonal: true, maxPoints: true });
  const { maxPoints = 1000 } = options;
  checkCount('scatter()', 'maxPoints', maxPoints);
  const table = chartTable(data);
  const x = columnToDraw(table, options.x);
  const y = columnToDraw(table, options.y);
  const [xAxis, yAxis] = [drawnAs(x), drawnAs(y)];
  const rows = evenlyTaken(x.values, y.values, maxPoints);
  const title = titled(options.title ?? `${y.name} by ${x.name}`, table);
  const points = {
    ...inlineData({
      x: rows.map((row) => xAxis.round(x.values[row])),
      y: rows.map((row) => yAxis.round(y.values[row])),
    }),
    mark: { type: 'circle', size: 14, opacity: 0.5, tooltip: true },
    encoding: {
      x: { field: 'x', ...xAxis.encoding },
      y: { field: 'y', ...yAxis.encoding },
    },
  };
  const layer = options.diagonal === true ? [points, diagonalLayer(x, y)] : [points];
  return new Chart({ ...baseSpec(title), layer }, scatterText(title, x, y, rows.length));
}

function diagonalLayer(x: ChartColumn, y: ChartColumn): VegaLiteSpec {
  const [lowX, highX] = rangeOf(x);
  const [lowY, highY] = rangeOf(y);
  const [xAxis, yAxis] = [drawnAs(x), drawnAs(y)];
  const ends = [Math.max(lowX, lowY), Math.min(highX, highY)].map((end) => ({
    x: xAxis.round(end),
    y: yAxis.round(end),
  }));
  return {
    data: { values: ends },
    mark: { type: 'line', color: '#888', strokeDash: [4, 4] },
    encoding: { x: { field: 'x', type: xAxis.encoding.type }, y: { field: 'y', type: yAxis.encoding.type } },
  };
}

/** The rows in which both values are numbers; if there are more than `most`, `most` of them at equal distances. */
function evenlyTaken(xs: Float64Array, ys: Float64Array, most: number): number[] {
  const rows = Array.from(xs.keys()).filter((row) => Number.isFinite(xs[row]) && Number.isFinite(ys[row]));
  if (rows.length <= most) return rows;
  return Array.from({ length: most }, (_, index) => rows[Math.floor((index * rows.length) / most)]);
}

function scatterText(title: string, x: ChartColumn, y: ChartColumn, drawn: number): string {
  const span = (column: ChartColumn): string => {
    const [low, high] = rangeOf(column);
    const { text } = drawnAs(column);
    return `${column.name} from ${text(low)} to ${text(high)}`;
  };
  const rowCount = x.values.length;
  const share = drawn < rowCount ? `${formatCount(drawn)} of ${countOf(rowCount, 'row')}` : countOf(rowCount, 'row');
  return `${title}\nscatter chart of ${share}: ${span(x)}, ${span(y)}`;
}
