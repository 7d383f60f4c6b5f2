import { checkOptionNames } from '../../option-names';
import type { ColumnName } from '../../values/column-name';
import { largestOf, smallestOf } from '../../values/extremes';
import { countOf } from '../format-value';
import { baseSpec, Chart } from './chart';
import { type ChartColumn, type ChartData, chartTable, checkCount, columnToDraw, rangeOf, titled } from './chart-data';
import { type DrawnAs, drawnAs } from './drawn-as';
import { inlineData } from './inline-data';

export interface HeatMapOptions {
  /** Column of the horizontal axis. */
  readonly x: ColumnName;
  /** Column of the vertical axis. */
  readonly y: ColumnName;
  /** Column whose mean colours each field. */
  readonly colour: ColumnName;
  readonly title?: string;
  /** Fields along each axis. @default 30 */
  readonly bins?: number;
}

/** An axis of numbers need not begin at zero. */
const FREE = { scale: { zero: false } } as const;

interface Field {
  readonly column: number;
  readonly row: number;
  sum: number;
  rows: number;
}

/** A map of fields, coloured by the mean of a third column. Means are computed here, so that the output stays small. */
export function heatMap(data: ChartData, options: HeatMapOptions): Chart {
  checkOptionNames('heatMap()', options, { x: true, y: true, colour: true, title: true, bins: true });
  const { bins = 30 } = options;
  checkCount('heatMap()', 'bins', bins);
  const table = chartTable(data);
  const x = columnToDraw(table, options.x);
  const y = columnToDraw(table, options.y);
  const colour = columnToDraw(table, options.colour);
  const drawn = { x: drawnAs(x, { isBinned: true }), y: drawnAs(y, { isBinned: true }), colour: drawnAs(colour) };
  const axes = { x: axisOf(x, bins), y: axisOf(y, bins) };
  const fields = meansByField(axes.x.fieldOf, axes.y.fieldOf, x.values, y.values, colour.values);
  const title = titled(options.title ?? `Mean ${colour.name} by ${x.name} and ${y.name}`, table);
  const spec = {
    ...baseSpec(title),
    ...placedFields(fields, axes, drawn.colour),
    mark: { type: 'rect', tooltip: true },
    encoding: {
      x: { field: 'x', ...drawn.x.encoding, ...(x.time === undefined && FREE) },
      x2: { field: 'x2' },
      y: { field: 'y', ...drawn.y.encoding, ...(y.time === undefined && FREE) },
      y2: { field: 'y2' },
      color: { field: 'mean', ...drawn.colour.encoding, scale: { scheme: 'viridis' } },
    },
  };
  return new Chart(spec, heatMapText(title, fields, colour));
}

/** Each field is stored as its place on the grid: its edges are computed where it is drawn. */
function placedFields(fields: readonly Field[], axes: { readonly x: Axis; readonly y: Axis }, colour: DrawnAs): object {
  const { data, transform = [] } = inlineData({
    column: fields.map(({ column }) => column),
    row: fields.map(({ row }) => row),
    mean: fields.map(({ sum, rows }) => colour.round(sum / rows)),
  });
  const edge = ({ low, width }: Axis, place: string, as: string) => ({ calculate: `${low}+${width}*${place}`, as });
  return {
    data,
    transform: [
      ...transform,
      edge(axes.x, 'datum.column', 'x'),
      edge(axes.x, '(datum.column+1)', 'x2'),
      edge(axes.y, 'datum.row', 'y'),
      edge(axes.y, '(datum.row+1)', 'y2'),
    ],
  };
}

interface Axis {
  readonly low: number;
  readonly width: number;
  fieldOf(value: number): number;
}

function axisOf(column: ChartColumn, bins: number): Axis {
  const [low, high] = rangeOf(column);
  const width = high > low ? (high - low) / bins : 1;
  return { low, width, fieldOf: (value) => Math.min(Math.floor((value - low) / width), bins - 1) };
}

function meansByField(
  columnOf: Axis['fieldOf'],
  rowOf: Axis['fieldOf'],
  xs: Float64Array,
  ys: Float64Array,
  colours: Float64Array,
): Field[] {
  const fields = new Map<string, Field>();
  colours.forEach((colour, index) => {
    if (![colour, xs[index], ys[index]].every(Number.isFinite)) return;
    const [column, row] = [columnOf(xs[index]), rowOf(ys[index])];
    const field = fields.get(`${column},${row}`) ?? { column, row, sum: 0, rows: 0 };
    field.sum += colour;
    field.rows += 1;
    fields.set(`${column},${row}`, field);
  });
  return [...fields.values()].sort((one, other) => one.column - other.column || one.row - other.row);
}

function heatMapText(title: string, fields: readonly Field[], colour: ChartColumn): string {
  const means = fields.map((field) => field.sum / field.rows);
  const { text } = drawnAs(colour);
  const [low, high] = [text(smallestOf(means)), text(largestOf(means))];
  return `${title}\nheat map of ${countOf(fields.length, 'field')}: mean ${colour.name} from ${low} to ${high}`;
}
