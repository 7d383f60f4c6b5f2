import type { ColumnName } from '../../values/column-name';
import { countOf, formatCount } from '../format-value';
import { Chart } from './chart';
import { type ChartColumn, type ChartData, numbersOf, rangeOf, titled } from './chart-data';
import { CHART_OPTIONS, type ChartOptions, SPLIT_OPTIONS, type SplitOptions } from './chart-options';
import { chartSpec } from './chart-spec';
import { type DrawnAs, drawnAs } from './drawn-as';
import { emptyChart } from './empty-chart';
import { inlineData } from './inline-data';
import { neededValue, onScale, readScales, SCALE_OPTIONS, type ScaleOptions } from './log-scale';
import { colourOfPoints, sizeOfPoints } from './point-looks';
import { ChartReader } from './read-chart';
import { splitColumns, splitRows } from './split-rows';
import { evenlyTaken, takenRemark } from './taken-rows';
import type { VegaLiteSpec } from './vega-lite-spec';

export interface ScatterOptions extends ChartOptions, SplitOptions, ScaleOptions {
  /** Column of the horizontal axis. */
  readonly x: ColumnName;
  /** Column of the vertical axis. */
  readonly y: ColumnName;
  /**
   * Column whose values colour the points: numbers along a scale of colours, other values by their groups.
   * @elsewhere fill, stroke, hue
   */
  readonly colour?: ColumnName;
  /** Column of numbers that become the areas of the points. */
  readonly size?: ColumnName;
  /** Draws the line on which x equals y, to compare predictions with the truth. @default false */
  readonly diagonal?: boolean;
  /** Draws at most this many points, taken evenly from the rows. @default 1000, and 500 with colour, size or facet */
  readonly maxPoints?: number;
}

const NAMES = {
  ...CHART_OPTIONS,
  ...SPLIT_OPTIONS,
  ...SCALE_OPTIONS,
  x: true,
  y: true,
  size: true,
  diagonal: true,
  maxPoints: true,
} as const;

/** So many fit into a saved notebook, with their picture. */
const MOST_PLAIN_POINTS = 1000;
const MOST_POINTS = 500;

/**
 * A scatter chart of two columns; it says how many rows it draws when it cannot draw all.
 * @elsewhere dot, scatterPlot, scatterplot: scatter(table, { x: 'AREA', y: 'PRICE' })
 */
export function scatter(data: ChartData, given: ScatterOptions): Chart {
  const reader = new ChartReader('scatter()', data);
  const options = reader.read(given, NAMES);
  const { diagonal = false } = options;
  const isPlain = [options.colour, options.size, options.facet].every((name) => name === undefined);
  const maxPoints = options.maxPoints ?? (isPlain ? MOST_PLAIN_POINTS : MOST_POINTS);
  reader.count('maxPoints', maxPoints);
  readScales(reader, options);
  const columns = { x: reader.required('x', options.x), y: reader.required('y', options.y) };
  const size = reader.column('size', options.size);
  const split = splitColumns(reader, options);
  reader.check();
  const empty = emptyChart(reader.table, options);
  if (empty !== undefined) return empty;
  const { table } = reader;
  const x = onScale(numbersOf(table, columns.x), options.xScale);
  const y = onScale(numbersOf(table, columns.y), options.yScale);
  const { facet } = splitRows(reader, { colour: undefined, facet: split.facet });
  const colour = split.colour && colourOfPoints(table, split.colour);
  const areas = size && sizeOfPoints(table, size);
  const xAxis = drawnAs(x, { title: options.xTitle, scale: options.xScale });
  const yAxis = drawnAs(y, { title: options.yTitle, scale: options.yScale });
  const needed = [x.values, y.values, ...(areas === undefined ? [] : [areas.values])];
  const { rows, drawable } = evenlyTaken(table.rowCount, needed, maxPoints, facet?.codes);
  const title = titled(options.title ?? `${y.name} by ${x.name}`, table);
  const points = {
    mark: {
      type: 'circle',
      opacity: colour === undefined ? 0.5 : 1,
      tooltip: true,
      ...(size === undefined && { size: rows.length > 200 ? 14 : 30 }),
    },
    encoding: {
      x: { field: 'x', ...xAxis.encoding },
      y: { field: 'y', ...yAxis.encoding },
      ...colour?.encoding,
      ...areas?.encoding,
    },
  };
  const spec = chartSpec({
    title,
    options,
    remarks: [
      ...takenRemark(rows.length, drawable, table.rowCount, neededValue(options)),
      ...[colour?.remark, facet?.remark].filter((remark) => remark !== undefined),
    ],
    ...inlineData({
      x: rows.map((row) => xAxis.round(x.values[row])),
      y: rows.map((row) => yAxis.round(y.values[row])),
      colour: colour?.of(rows),
      size: areas?.of(rows),
      facet: facet && rows.map((row) => facet.labels[facet.codes[row]]),
    }),
    view: diagonal ? { layer: [points, diagonalLayer(x, y, [xAxis, yAxis])] } : points,
    facet,
  });
  return new Chart(spec, scatterText(title, x, y, rows.length));
}

function diagonalLayer(x: ChartColumn, y: ChartColumn, [xAxis, yAxis]: readonly [DrawnAs, DrawnAs]): VegaLiteSpec {
  const [lowX, highX] = rangeOf(x);
  const [lowY, highY] = rangeOf(y);
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
