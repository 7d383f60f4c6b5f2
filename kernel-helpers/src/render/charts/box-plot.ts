import { UserError } from '../../errors';
import type { ColumnName } from '../../values/column-name';
import { quantileOfSorted } from '../../values/quantile-of-sorted';
import { countOf, formatNumber } from '../format-value';
import type { TabularColumn } from '../tabular';
import { valuesByGroup } from './aggregate-rows';
import { type Categories, categoriesOf, mostFrequent } from './categories';
import { Chart, forChart } from './chart';
import { type ChartColumn, type ChartData, numbersOf, rangeOf, titled } from './chart-data';
import { CHART_OPTIONS, type ChartOptions, SPLIT_OPTIONS, type SplitOptions } from './chart-options';
import { chartSpec, colourOf, leftOut } from './chart-spec';
import { emptyChart } from './empty-chart';
import { inlineData } from './inline-data';
import { LOG_SCALE, neededValue, onScale, readScales, SCALE_OPTIONS, type ScaleOptions } from './log-scale';
import { nameAxis } from './name-axis';
import { numberAxis } from './number-axis';
import { ChartReader } from './read-chart';
import { CrossedGroups, rowsWithValues, splitColumns, splitRemarks, splitRows } from './split-rows';
import type { VegaLiteSpec } from './vega-lite-spec';

export interface BoxPlotOptions extends ChartOptions, SplitOptions, ScaleOptions {
  /** Column with a box for each of its values, at most 20; or the column of numbers, where `y` has the values: then boxes lie. */
  readonly x?: ColumnName;
  /** Column of numbers whose quartiles are drawn. */
  readonly y?: ColumnName;
}

const NAMES = { ...CHART_OPTIONS, ...SPLIT_OPTIONS, ...SCALE_OPTIONS, x: true, y: true } as const;
const MOST_BOXES = 20;
/** Whiskers end at the last value within this many heights of the box, as Tukey drew them. */
const WHISKER_HEIGHTS = 1.5;

/**
 * Boxes from the first to the third quartile of each group, with the median, and whiskers; values beyond are counted.
 * @elsewhere boxY, boxX, boxplot, box: boxPlot(table, { x: 'CITY', y: 'PRICE' })
 */
export function boxPlot(data: ChartData, given: BoxPlotOptions): Chart {
  const reader = new ChartReader('boxPlot()', data);
  const options = reader.read(given, NAMES);
  const [x, y] = [reader.column('x', options.x), reader.column('y', options.y)];
  readScales(reader, options);
  const split = splitColumns(reader, options);
  if (options.x === undefined && options.y === undefined) reader.refuse('y is missing: give it a column of numbers.');
  reader.check();
  const empty = emptyChart(reader.table, options);
  if (empty !== undefined) return empty;
  const { table } = reader;
  const { measure, groups, areLying } = axesOf(x, y);
  const [scale, otherScale] = areLying ? [options.xScale, options.yScale] : [options.yScale, options.xScale];
  if (otherScale === 'log') {
    throw new UserError(
      `boxPlot() cannot use its options: a log scale needs numbers, and these are along ${areLying ? 'x' : 'y'}.`,
    );
  }
  const numbers = onScale(numbersOf(table, measure), scale);
  rangeOf(numbers);
  const boxes = groups && mostFrequent(categoriesOf(table, groups), MOST_BOXES);
  const parts = splitRows(reader, split);
  const groupings = [boxes, parts.colour, parts.facet].filter((part) => part !== undefined);
  const crossed = new CrossedGroups(groupings, table.rowCount);
  const drawn = valuesByGroup(crossed.codes, crossed.count, numbers.values)
    .map((sorted, group) => boxOf(sorted, crossed.labelsOf(group), crossed.nameOf(group)))
    .filter((box) => box !== undefined);
  const title = titled(
    options.title ?? (groups === undefined ? numbers.name : `${numbers.name} by ${groups.name}`),
    table,
  );
  const drawable = rowsWithValues(table.rowCount, groupings, [numbers.values]);
  const beyond = drawn.reduce((total, box) => total + box.beyond, 0);
  const label = (part: Categories | undefined, at: number) => part && drawn.map(({ labels }) => labels[at]);
  const colourAt = boxes === undefined ? 0 : 1;
  const spec = chartSpec({
    title,
    options,
    remarks: [
      ...(beyond > 0 ? [`${countOf(beyond, 'value')} beyond the whiskers not drawn`] : []),
      ...leftOut(table, drawable, neededValue(options)),
      ...[boxes?.remark, ...splitRemarks(parts)].filter((remark) => remark !== undefined),
    ],
    ...inlineData({
      group: label(boxes, 0),
      colour: label(parts.colour, colourAt),
      facet: label(parts.facet, colourAt + (parts.colour === undefined ? 0 : 1)),
      lowest: drawn.map(({ lowest }) => forChart(lowest)),
      q1: drawn.map(({ q1 }) => forChart(q1)),
      median: drawn.map(({ median }) => forChart(median)),
      q3: drawn.map(({ q3 }) => forChart(q3)),
      highest: drawn.map(({ highest }) => forChart(highest)),
      rows: drawn.map((box) => box.rows),
    }),
    view: { layer: boxLayers({ boxes, colour: parts.colour, numbers, areLying, options }) },
    facet: parts.facet,
    ...(areLying && { height: Math.max(60, (boxes?.labels.length ?? 1) * 26) }),
  });
  return new Chart(spec, [title, ...drawn.slice(0, 25).map(boxText)].join('\n'));
}

interface Axes {
  readonly measure: TabularColumn;
  readonly groups?: TabularColumn | undefined;
  readonly areLying: boolean;
}

function axesOf(x: TabularColumn | undefined, y: TabularColumn | undefined): Axes {
  if (y?.numeric) return { measure: y, groups: x, areLying: false };
  if (x?.numeric) return { measure: x, groups: y, areLying: true };
  const names = [x, y].flatMap((column) => (column === undefined ? [] : [column.name]));
  throw new UserError(`boxPlot() needs a column of numbers, and ${names.join(' and ')} holds none.`);
}

interface Box {
  readonly name: string;
  readonly labels: readonly string[];
  readonly rows: number;
  readonly beyond: number;
  readonly lowest: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly highest: number;
}

function boxOf(sorted: Float64Array, labels: readonly string[], name: string): Box | undefined {
  if (sorted.length === 0) return undefined;
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((share) => quantileOfSorted(sorted, share) ?? Number.NaN);
  const reach = WHISKER_HEIGHTS * (q3 - q1);
  const within = sorted.filter((value) => value >= q1 - reach && value <= q3 + reach);
  const [lowest, highest] = [within[0], within[within.length - 1]];
  return { name, labels, rows: sorted.length, beyond: sorted.length - within.length, lowest, q1, median, q3, highest };
}

interface BoxLook {
  readonly boxes: Categories | undefined;
  readonly colour: Categories | undefined;
  readonly numbers: ChartColumn;
  readonly areLying: boolean;
  readonly options: BoxPlotOptions;
}

function boxLayers({ boxes, colour, numbers, areLying, options }: BoxLook): readonly VegaLiteSpec[] {
  const [along, across] = areLying ? ['y', 'x'] : ['x', 'y'];
  const [alongTitle, acrossTitle] = areLying ? [options.yTitle, options.xTitle] : [options.xTitle, options.yTitle];
  const places = {
    ...(boxes !== undefined && {
      [along]: {
        field: 'group',
        type: 'nominal',
        title: alongTitle ?? boxes.name,
        sort: boxes.labels,
        axis: nameAxis(boxes.labels, !areLying),
      },
    }),
    ...(colour !== undefined && { [`${along}Offset`]: { field: 'colour', sort: colour.labels } }),
  };
  const isLog = (areLying ? options.xScale : options.yScale) === 'log';
  const axis = isLog ? { scale: LOG_SCALE } : numberAxis(rangeOf(numbers), numbers.values);
  const value = (field: string): VegaLiteSpec => ({
    [across]: { field, type: 'quantitative', title: acrossTitle ?? numbers.name, scale: { zero: false }, ...axis },
  });
  const tooltip = [
    ...(boxes === undefined ? [] : [{ field: 'group', type: 'nominal', title: boxes.name }]),
    ...(colour === undefined ? [] : [{ field: 'colour', type: 'nominal', title: colour.name }]),
    ...['highest', 'q3', 'median', 'q1', 'lowest', 'rows'].map((field) => ({ field, type: 'quantitative' })),
  ];
  const ofColour = colourOf(colour);
  return [
    {
      mark: { type: 'rule', color: '#888' },
      encoding: { ...places, ...value('lowest'), [`${across}2`]: { field: 'highest' }, tooltip },
    },
    {
      mark: { type: 'bar', ...(colour === undefined && { [areLying ? 'height' : 'width']: { band: 0.6 } }) },
      encoding: {
        ...places,
        ...value('q1'),
        [`${across}2`]: { field: 'q3' },
        tooltip,
        ...(ofColour !== undefined && { color: ofColour }),
      },
    },
    {
      mark: {
        type: 'tick',
        // A box whose quartiles are one value has no height: its median alone is seen.
        color: { expr: "datum.q1 === datum.q3 ? '#888' : 'white'" },
        thickness: 2,
        ...(colour === undefined && { [areLying ? 'height' : 'width']: { band: 0.6 } }),
      },
      encoding: { ...places, ...value('median'), tooltip },
    },
  ];
}

function boxText({ name, lowest, q1, median, q3, highest, rows }: Box): string {
  const numbers = [lowest, q1, median, q3, highest].map((value) => formatNumber(forChart(value)));
  return `${name === '' ? '' : `${name}: `}${numbers[0]} [${numbers[1]} ${numbers[2]} ${numbers[3]}] ${numbers[4]}, ${countOf(rows, 'row')}`;
}
