import { UserError } from '../../errors';
import type { ColumnName } from '../../values/column-name';
import { largestOf, smallestOf } from '../../values/extremes';
import { countOf, formatNumber } from '../format-value';
import { aggregateRows } from './aggregate-rows';
import { Chart, forChart } from './chart';
import { type ChartData, numbersOf, titled } from './chart-data';
import { aggregateOf, type ChartFigure, readFigure } from './chart-figure';
import { CHART_OPTIONS, type ChartAggregate, type ChartOptions } from './chart-options';
import { chartSpec } from './chart-spec';
import { drawnAs } from './drawn-as';
import { emptyChart } from './empty-chart';
import { type GridAxis, gridAxis } from './grid-axis';
import { inlineData } from './inline-data';
import { ChartReader } from './read-chart';
import type { VegaLiteSpec } from './vega-lite-spec';

export interface HeatMapOptions extends ChartOptions {
  /** Column of the horizontal axis: numbers and times in steps, other values and few whole numbers as groups. */
  readonly x: ColumnName;
  /** Column of the vertical axis. */
  readonly y: ColumnName;
  /**
   * Column of numbers that colour each field, or an aggregate such as `mean('PRICE')`; without it, the fields count rows.
   * @elsewhere fill, stroke, hue
   */
  readonly colour?: ColumnName | ChartFigure;
  /** The same as `colour`. */
  readonly color?: ColumnName | ChartFigure;
  /** How the numbers of the rows of a field become one. @default 'mean', and 'count' without `colour` */
  readonly aggregate?: ChartAggregate;
  /** Fields along each axis of numbers. @default 30 */
  readonly bins?: number;
}

const NAMES = { ...CHART_OPTIONS, x: true, y: true, colour: true, aggregate: true, bins: true } as const;
/** So many fields still have room for their numbers. */
const MOST_WITH_NUMBERS = 150;
const GROUP_HEIGHT = 26;

/** A map of fields, coloured by how many rows they have or by the mean of a third column, computed here. */
export function heatMap(data: ChartData, given: HeatMapOptions): Chart {
  const reader = new ChartReader('heatMap()', data);
  const options = reader.read(given, NAMES);
  const { bins = 30 } = options;
  reader.count('bins', bins);
  const figure = readFigure(reader, 'colour', options.colour);
  const aggregate = aggregateOf(reader, [figure], options.aggregate);
  const columns = { x: reader.required('x', options.x), y: reader.required('y', options.y) };
  const measure = reader.column('colour', figure.column);
  reader.check();
  const empty = emptyChart(reader.table, options);
  if (empty !== undefined) return empty;
  const { table } = reader;
  const how = aggregate ?? (measure === undefined ? 'count' : 'mean');
  if (measure === undefined && how !== 'count') {
    throw new UserError(`heatMap() cannot use its options: aggregate ${how} needs a column of numbers as colour.`);
  }
  const x = gridAxis(table, columns.x, { axis: 'x', bins, title: options.xTitle });
  const y = gridAxis(table, columns.y, { axis: 'y', bins, title: options.yTitle });
  const numbers = measure && numbersOf(table, measure);
  const fields = fieldsOf(x, y, numbers?.values, how);
  const what = numbers === undefined || how === 'count' ? 'rows' : `${how} ${numbers.name}`;
  const title = titled(options.title ?? `${what[0].toUpperCase()}${what.slice(1)} by ${x.name} and ${y.name}`, table);
  const isTime = numbers?.time !== undefined && how !== 'count';
  const colour = isTime ? drawnAs(numbers).encoding : { type: 'quantitative', title: what };
  const range = [smallestOf(fields.map(({ value }) => value)), largestOf(fields.map(({ value }) => value))] as const;
  const stored = inlineData({
    column: x.stored(fields.map(({ column }) => column)),
    row: y.stored(fields.map(({ row }) => row)),
    [how]: fields.map(({ value }) => (isTime ? Math.round(value) : forChart(value))),
  });
  const areGroups = x.isOfGroups && y.isOfGroups;
  const colourEncoding = { field: how, ...colour, scale: colourScale(range, areGroups) };
  const places = { ...x.encoding, ...y.encoding };
  const squares = { mark: { type: 'rect', tooltip: true }, encoding: { ...places, color: colourEncoding } };
  const hasNumbers = areGroups && fields.length <= MOST_WITH_NUMBERS && !isTime;
  const spec = chartSpec({
    title,
    options,
    remarks: [x.remark, y.remark].filter((remark) => remark !== undefined),
    data: stored.data,
    transform: [...(stored.transform ?? []), ...x.transform, ...y.transform],
    view: hasNumbers ? { layer: [squares, numbersLayer(places, how, range)] } : squares,
    ...(y.isOfGroups && { height: Math.max(80, y.count * GROUP_HEIGHT) }),
  });
  return new Chart(spec, heatMapText(title, fields, what, isTime ? drawnAs(numbers).text : forText));
}

interface Field {
  readonly column: number;
  readonly row: number;
  readonly value: number;
}

function fieldsOf(x: GridAxis, y: GridAxis, numbers: Float64Array | undefined, how: ChartAggregate): readonly Field[] {
  const groups = x.codes.map((column, row) =>
    column === -1 || y.codes[row] === -1 ? -1 : column * y.count + y.codes[row],
  );
  const values = aggregateRows(groups, x.count * y.count, numbers, how);
  const fields = Array.from(
    values,
    (value, group): Field => ({ column: Math.floor(group / y.count), row: group % y.count, value }),
  );
  const isEmpty = ({ value }: Field): boolean => !Number.isFinite(value) || (how === 'count' && value === 0);
  const areBothGroups = x.isOfGroups && y.isOfGroups;
  // Between groups nought is an answer, such as "never mistaken for"; between numbers an empty field stays empty.
  return fields.filter((field) => !isEmpty(field) || (areBothGroups && field.value === 0));
}

/** Shades from dark to bright are read on light and on dark pages; what goes both ways from nought has two colours. */
function colourScale([low, high]: readonly [number, number], areGroups: boolean): VegaLiteSpec {
  return areGroups && low < 0 && high > 0 ? { scheme: 'blueorange', domainMid: 0 } : { scheme: 'viridis' };
}

function numbersLayer(places: VegaLiteSpec, field: string, [low, high]: readonly [number, number]): VegaLiteSpec {
  const goesBothWays = low < 0 && high > 0;
  const isBright = goesBothWays
    ? `abs(datum['${field}']) < ${forChart(0.6 * Math.max(-low, high))}`
    : `datum['${field}'] > ${forChart(low + 0.55 * (high - low))}`;
  return {
    mark: { type: 'text', fontSize: 10 },
    encoding: {
      ...places,
      text: { field, type: 'quantitative', format: ',.4~r' },
      color: { condition: { test: isBright, value: 'black' }, value: 'white' },
    },
  };
}

function forText(value: number): string {
  return formatNumber(forChart(value));
}

function heatMapText(title: string, fields: readonly Field[], what: string, text: (value: number) => string): string {
  const values = fields.map(({ value }) => value);
  const [low, high] = [text(smallestOf(values)), text(largestOf(values))];
  return `${title}\nheat map of ${countOf(fields.length, 'field')}: ${what} from ${low} to ${high}`;
}
