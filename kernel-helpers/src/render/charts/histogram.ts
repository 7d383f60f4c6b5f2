import type { ColumnName } from '../../values/column-name';
import { largestOf } from '../../values/extremes';
import { countOf } from '../format-value';
import type { Categories } from './categories';
import { Chart } from './chart';
import { type ChartColumn, type ChartData, numbersOf, rangeOf, titled } from './chart-data';
import { CHART_OPTIONS, type ChartOptions, SPLIT_OPTIONS, type SplitOptions } from './chart-options';
import { chartSpec, colourOf, leftOut } from './chart-spec';
import { drawnAs } from './drawn-as';
import { emptyChart } from './empty-chart';
import { inlineData } from './inline-data';
import {
  type AxisScale,
  LOG_SCALE,
  neededValue,
  onScale,
  readScales,
  SCALE_OPTIONS,
  type ScaleOptions,
} from './log-scale';
import { ChartReader } from './read-chart';
import { CrossedGroups, splitColumns, splitRemarks, splitRows } from './split-rows';

export interface HistogramOptions extends ChartOptions, SplitOptions, ScaleOptions {
  /** How many bars. @default 30 */
  readonly bins?: number;
}

const NAMES = { ...CHART_OPTIONS, ...SPLIT_OPTIONS, ...SCALE_OPTIONS, bins: true } as const;
const TEXT_BARS = 10;
const TEXT_BAR_WIDTH = 40;
const DAY_MS = 86_400_000;
/** Where bars begin along a log scale, so that a bar of one row is seen. */
const LEAST_COUNT = 0.5;
const COUNTS_BY_LOG = { ...LOG_SCALE, domainMin: LEAST_COUNT } as const;

/** A histogram of one column. The rows of each bar are counted here, so that the output stays small. */
export function histogram(data: ChartData, column: ColumnName, options?: HistogramOptions): Chart;
export function histogram(data: ChartData, options: HistogramOptions & { readonly x: ColumnName }): Chart;
export function histogram(
  data: ChartData,
  column: ColumnName | (HistogramOptions & { readonly x?: ColumnName }),
  more: HistogramOptions = {},
): Chart {
  const reader = new ChartReader('histogram()', data);
  const isNamed = typeof column === 'string';
  const options: HistogramOptions & { readonly x?: ColumnName } = isNamed
    ? reader.read(more, NAMES)
    : reader.read(column, { ...NAMES, x: true });
  const { bins = 30 } = options;
  reader.count('bins', bins);
  const x = reader.required('x', isNamed ? column : options.x);
  readScales(reader, options);
  const { xScale, yScale } = options;
  if (yScale === 'log' && (options.colour ?? options.color) !== undefined) {
    reader.refuse(
      'bars of several colours stand on each other, which yScale log cannot show: give a facet in place of colour.',
    );
  }
  const split = splitColumns(reader, options);
  reader.check();
  const empty = emptyChart(reader.table, options);
  if (empty !== undefined) return empty;
  const { table } = reader;
  const drawn = onScale(numbersOf(table, x), xScale);
  const parts = splitRows(reader, split);
  const splits = [parts.colour, parts.facet].filter((part) => part !== undefined);
  const groups = splits.length === 0 ? undefined : new CrossedGroups(splits, table.rowCount);
  const bars = countOnScale(drawn, bins, xScale, groups);
  const { counts, edges, rows } = bars;
  const barCount = edges.length - 1;
  const { encoding, round } = drawnAs(drawn, { isBinned: true, title: options.xTitle, scale: xScale });
  const title = titled(options.title ?? drawn.name, table);
  const isEmptyShown = groups === undefined && yScale !== 'log';
  const shown = [...counts.keys()].filter((place) => isEmptyShown || counts[place] > 0);
  const colour = colourOf(parts.colour);
  const labels = (part: Categories | undefined, at: number) =>
    part && groups && shown.map((place) => part.labels[groups.placesOf(Math.floor(place / barCount))[at]]);
  const spec = chartSpec({
    title,
    options,
    remarks: [...leftOut(table, rows, neededValue({ xScale })), ...splitRemarks(parts)],
    ...inlineData({
      from: shown.map((place) => round(edges[place % barCount])),
      to: shown.map((place) => round(edges[(place % barCount) + 1])),
      rows: shown.map((place) => counts[place]),
      colour: labels(parts.colour, 0),
      facet: labels(parts.facet, parts.colour === undefined ? 0 : 1),
    }),
    view: {
      // Vega-Lite takes bars between two times for lying ones.
      mark: { type: 'bar', orient: 'vertical', tooltip: true },
      encoding: {
        x: { field: 'from', ...encoding },
        x2: { field: 'to' },
        y: {
          field: 'rows',
          type: 'quantitative',
          title: options.yTitle ?? 'rows',
          ...(yScale === 'log' && { scale: COUNTS_BY_LOG }),
        },
        ...(yScale === 'log' && { y2: { datum: LEAST_COUNT } }),
        ...(colour !== undefined && { color: colour }),
      },
    },
    facet: parts.facet,
  });
  return new Chart(spec, histogramText(title, drawn, fewBars(drawn, bins, bars, groups, xScale)));
}

interface Bars {
  /** Rows of each bar: those of the first group, then those of the next. */
  readonly counts: Uint32Array;
  /** One more than there are bars. */
  readonly edges: readonly number[];
  /** Rows that have a value. */
  readonly rows: number;
}

/** Bars of equal width from the smallest to the largest value. A single number has one bar around it, a single time its day. */
function countBars(column: ChartColumn, wanted: number, groups?: CrossedGroups): Bars {
  const [low, high] = rangeOf(column);
  const bins = low === high ? 1 : wanted;
  const ofOne = column.time === undefined ? { width: 1, start: low - 0.5 } : { width: DAY_MS, start: low };
  const { width, start } = low === high ? ofOne : { width: (high - low) / bins, start: low };
  const last = bins - 1;
  const counts = new Uint32Array(bins * (groups?.count ?? 1));
  const codes = groups?.codes;
  const { values } = column;
  let rows = 0;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    // Neither a missing value nor an infinite one.
    if (!(value >= low && value <= high)) continue;
    rows += 1;
    const bar = Math.min(Math.floor((value - start) / width), last);
    if (codes === undefined) counts[bar] += 1;
    else if (codes[row] !== -1) counts[codes[row] * bins + bar] += 1;
  }
  return { counts, rows, edges: Array.from({ length: bins + 1 }, (_, index) => start + index * width) };
}

/** Along a log scale bars are equally wide if their edges are so many times apart. */
function countOnScale(column: ChartColumn, bins: number, scale: AxisScale | undefined, groups?: CrossedGroups): Bars {
  if (scale !== 'log') return countBars(column, bins, groups);
  const bars = countBars({ name: column.name, values: column.values.map(Math.log10) }, bins, groups);
  return { ...bars, edges: bars.edges.map((edge) => 10 ** edge) };
}

/** The bars of a text, which has few: several of the chart's become one. */
function fewBars(
  column: ChartColumn,
  bins: number,
  { counts, edges }: Bars,
  groups: CrossedGroups | undefined,
  scale: AxisScale | undefined,
): Bars {
  const together = bins / TEXT_BARS;
  if (groups !== undefined || !Number.isInteger(together) || counts.length < TEXT_BARS) {
    return countOnScale(column, TEXT_BARS, scale);
  }
  const few = new Uint32Array(TEXT_BARS);
  for (const [bar, count] of counts.entries()) few[Math.floor(bar / together)] += count;
  return { counts: few, rows: 0, edges: edges.filter((_, index) => index % together === 0) };
}

function histogramText(title: string, column: ChartColumn, { counts, edges }: Bars): string {
  const most = largestOf(counts);
  const { text } = drawnAs(column);
  const labels = Array.from(counts, (_, bar) => `${text(edges[bar])} to ${text(edges[bar + 1])}`);
  const width = largestOf(labels.map((label) => label.length));
  const lines = labels.map((label, bar) => {
    const blocks = '█'.repeat(Math.round((counts[bar] / most) * TEXT_BAR_WIDTH));
    return `${label.padStart(width)}  ${blocks} ${countOf(counts[bar], 'row')}`;
  });
  return [title, ...lines].join('\n');
}
