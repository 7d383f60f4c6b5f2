import { UserError } from '../../errors';
import type { ColumnName } from '../../values/column-name';
import { largestOf, smallestOf } from '../../values/extremes';
import { countOf, formatNumber } from '../format-value';
import type { TabularColumn } from '../tabular';
import { aggregateRows } from './aggregate-rows';
import { arranged, type Categories, categoriesOf, chosen, OTHER } from './categories';
import { Chart } from './chart';
import { type ChartData, numbersOf, titled } from './chart-data';
import { aggregateOf, type ChartFigure, readFigure } from './chart-figure';
import {
  CHART_OPTIONS,
  type ChartAggregate,
  type ChartOptions,
  SPLIT_OPTIONS,
  type SplitOptions,
} from './chart-options';
import { chartSpec, colourOf, leftOut } from './chart-spec';
import { emptyChart } from './empty-chart';
import { inlineData } from './inline-data';
import { nameAxis } from './name-axis';
import { numberAxis } from './number-axis';
import { ChartReader } from './read-chart';
import { CrossedGroups, rowsWithValues, splitColumns, splitRemarks, splitRows } from './split-rows';

export interface BarChartOptions extends ChartOptions, SplitOptions {
  /** Column with a bar for each of its values; or the column of numbers, where `y` has the values: then bars lie. */
  readonly x?: ColumnName | ChartFigure;
  /** Column of numbers that become the lengths of the bars, or an aggregate such as `mean('PRICE')`. Without it, bars count rows. */
  readonly y?: ColumnName | ChartFigure;
  /** How the numbers of rows with the same value become one bar. @default 'mean', and 'count' without numbers */
  readonly aggregate?: ChartAggregate;
  /** How bars are ordered: by length, by value (numbers and dates in their order, texts by the alphabet), or as the rows come. @default 'length' for texts, 'value' for numbers and dates */
  readonly sort?: 'length' | 'value' | 'rows';
  /** At most this many bars; the other values become one bar, `other`. @default 20 */
  readonly top?: number;
}

const NAMES = { ...CHART_OPTIONS, ...SPLIT_OPTIONS, x: true, y: true, aggregate: true, sort: true, top: true } as const;
/** Numbers that differ more are no groups. */
const MOST_NUMBERS = 200;
const LYING_BAR = 18;

/**
 * Bars that compare groups of rows: their counts, or the mean (sum, median, …) of a column.
 * @elsewhere barY, barX, bar, barPlot: barChart(table, { x: 'CITY', y: 'PRICE' })
 */
export function barChart(data: ChartData, given: BarChartOptions): Chart {
  const reader = new ChartReader('barChart()', data);
  const options = reader.read(given, NAMES);
  const { sort, top = 20 } = options;
  reader.choice('sort', sort, ['length', 'value', 'rows']);
  reader.count('top', top);
  const figures = { x: readFigure(reader, 'x', options.x), y: readFigure(reader, 'y', options.y) };
  const aggregate = aggregateOf(reader, [figures.x, figures.y], options.aggregate);
  const [x, y] = [reader.column('x', figures.x.column), reader.column('y', figures.y.column)];
  const split = splitColumns(reader, options);
  if (options.x === undefined && options.y === undefined) reader.refuse('x is missing: give it the name of a column.');
  reader.check();
  const empty = emptyChart(reader.table, options);
  if (empty !== undefined) return empty;
  const { groups, measure, areLying } = axesOf(x, y);
  const { table } = reader;
  const numbers = measure && numbersOf(table, measure).values;
  const how = aggregate ?? (measure === undefined ? 'count' : 'mean');
  if (measure === undefined && how !== 'count') {
    throw new UserError(`barChart() cannot use its options: aggregate ${how} needs a column of numbers as y.`);
  }
  const bars = orderedBars(categoriesOf(table, groups), numbers, how, { sort, top });
  // Bars that have one colour each need no room for the others.
  const isOwnColour = split.colour === groups;
  const parts = splitRows(reader, split);
  const crossed = new CrossedGroups([bars, parts.colour, parts.facet].filter(isThere), table.rowCount);
  const lengths = aggregateRows(crossed.codes, crossed.count, numbers, how);
  const drawable = rowsWithValues(
    table.rowCount,
    [bars, parts.colour, parts.facet].filter(isThere),
    numbers === undefined ? [] : [numbers],
  );
  const shown = [...lengths.keys()].filter(
    (group) => Number.isFinite(lengths[group]) && (how !== 'count' || lengths[group] > 0),
  );
  const isSingle = how !== 'count' && shown.length === crossed.codes.filter((code) => code !== -1).length;
  const what = measure === undefined || how === 'count' ? 'rows' : isSingle ? measure.name : `${how} ${measure.name}`;
  const title = titled(options.title ?? `${what} by ${groups.name}`, table);
  const places = shown.map((group) => crossed.placesOf(group));
  const labels = (part: Categories | undefined, at: number) => part && places.map((place) => part.labels[place[at]]);
  const fields = {
    group: labels(bars, 0),
    length: shown.map((group) => Number(lengths[group].toPrecision(6))),
    colour: labels(parts.colour, 1),
    facet: labels(parts.facet, parts.colour === undefined ? 1 : 2),
  };
  const isStacked = how === 'count' || how === 'sum';
  const along = {
    field: 'group',
    type: 'nominal',
    title: (areLying ? options.yTitle : options.xTitle) ?? groups.name,
    sort: null,
    axis: nameAxis(bars.labels, !areLying, parts.facet === undefined ? undefined : 25),
  };
  const across = {
    field: 'length',
    type: 'quantitative',
    title: (areLying ? options.xTitle : options.yTitle) ?? what,
    ...numberAxis([Math.min(0, smallestOf(fields.length, 0)), Math.max(0, largestOf(fields.length, 0))]),
  };
  const colour = colourOf(parts.colour);
  const isBeside = colour !== undefined && !isStacked && !isOwnColour;
  const encoding = {
    ...(areLying ? { x: across, y: along } : { x: along, y: across }),
    ...(colour !== undefined && { color: colour }),
    ...(isBeside && { [areLying ? 'yOffset' : 'xOffset']: { field: 'colour', sort: parts.colour?.labels } }),
  };
  const beside = isBeside ? (parts.colour?.labels.length ?? 1) : 1;
  const spec = chartSpec({
    title,
    options,
    remarks: [...leftOut(table, drawable), ...[bars.remark, ...splitRemarks(parts)].filter(isThere)],
    ...inlineData(fields),
    view: { mark: { type: 'bar', tooltip: true }, encoding },
    facet: parts.facet,
    ...(areLying && { height: Math.max(60, bars.labels.length * LYING_BAR * Math.min(beside, 3)) }),
  });
  return new Chart(spec, barText(title, crossed, shown, fields.length));
}

function isThere<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}

interface Axes {
  readonly groups: TabularColumn;
  readonly measure?: TabularColumn | undefined;
  /** Bars from left to right. */
  readonly areLying: boolean;
}

function axesOf(x: TabularColumn | undefined, y: TabularColumn | undefined): Axes {
  if (x === undefined || y === undefined) {
    const groups = x ?? y;
    if (groups === undefined) throw new UserError('barChart() needs x.');
    return { groups, areLying: x === undefined };
  }
  if (y.numeric) return { groups: x, measure: y, areLying: false };
  if (x.numeric) return { groups: y, measure: x, areLying: true };
  throw new UserError(
    `barChart() needs numbers for its bars, and neither ${x.name} nor ${y.name} holds any. Leave out y to count rows.`,
  );
}

function orderedBars(
  all: Categories,
  numbers: Float64Array | undefined,
  how: ChartAggregate,
  { sort, top }: { readonly sort: BarChartOptions['sort']; readonly top: number },
): Categories {
  if (all.isOrdered && all.labels.length > MOST_NUMBERS) {
    throw new UserError(
      `Column ${all.name} has ${countOf(all.labels.length, 'value')}, too many for bars. Draw it with histogram(), or with lineChart().`,
    );
  }
  const lengths = [...aggregateRows(all.codes, all.labels.length, numbers, how)];
  const by = sort ?? (all.isOrdered ? 'value' : 'length');
  const few =
    all.isOrdered && by === 'value'
      ? all
      : chosen(
          all,
          lengths.map((length) => (Number.isNaN(length) ? 0 : length)),
          top,
        );
  if (by === 'rows' || (all.isOrdered && by === 'value')) return few;
  const sums = aggregateRows(few.codes, few.labels.length, numbers, how);
  const last = few.labels.length - 1;
  const isRest = (place: number): boolean => few.remark !== undefined && place === last && few.labels[place] === OTHER;
  const order = [...few.labels.keys()].sort((one, other) => {
    if (isRest(one) || isRest(other)) return isRest(one) ? 1 : -1;
    return by === 'length'
      ? sums[other] - sums[one] || one - other
      : few.labels[one].localeCompare(few.labels[other], 'en');
  });
  return arranged(few, order);
}

const TEXT_WIDTH = 40;
const TEXT_LINES = 25;

function barText(title: string, crossed: CrossedGroups, shown: readonly number[], lengths: readonly number[]): string {
  const most = largestOf(lengths.map(Math.abs));
  const labels = shown.map((group) => crossed.nameOf(group));
  const width = largestOf(
    labels.map((label) => label.length),
    0,
  );
  const lines = labels.map((label, index) => {
    const blocks = '█'.repeat(most > 0 ? Math.round((Math.abs(lengths[index]) / most) * TEXT_WIDTH) : 0);
    return `${label.padStart(width)}  ${blocks} ${formatNumber(lengths[index])}`;
  });
  const more = lines.length > TEXT_LINES ? [`and ${countOf(lines.length - TEXT_LINES, 'more bar')}`] : [];
  return [title, ...lines.slice(0, TEXT_LINES), ...more].join('\n');
}
