import type { ColumnName } from '../../values/column-name';
import { largestOf } from '../../values/extremes';
import { countOf } from '../format-value';
import type { Categories } from './categories';
import { Chart } from './chart';
import { type ChartColumn, type ChartData, numbersOf, rangeOf, titled } from './chart-data';
import { CHART_OPTIONS, type ChartOptions, SPLIT_OPTIONS, type SplitOptions } from './chart-options';
import { chartSpec, colourOf, leftOut } from './chart-spec';
import { drawnAs } from './drawn-as';
import { inlineData } from './inline-data';
import { ChartReader } from './read-chart';
import { CrossedGroups, splitColumns, splitRemarks, splitRows } from './split-rows';

export interface HistogramOptions extends ChartOptions, SplitOptions {
  /** How many bars. @default 30 */
  readonly bins?: number;
}

const NAMES = { ...CHART_OPTIONS, ...SPLIT_OPTIONS, bins: true } as const;
const TEXT_BARS = 10;
const TEXT_BAR_WIDTH = 40;

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
  const split = splitColumns(reader, options);
  reader.check();
  const { table } = reader;
  const drawn = numbersOf(table, x);
  const parts = splitRows(reader, split);
  const groups = new CrossedGroups(
    [parts.colour, parts.facet].filter((part) => part !== undefined),
    table.rowCount,
  );
  const { counts, edges, rows } = countBars(drawn, bins, groups);
  const { encoding, round } = drawnAs(drawn, { isBinned: true, title: options.xTitle });
  const title = titled(options.title ?? drawn.name, table);
  const isSplit = groups.count > 1 || parts.colour !== undefined || parts.facet !== undefined;
  const shown = [...counts.keys()].filter((place) => !isSplit || counts[place] > 0);
  const colour = colourOf(parts.colour);
  const labels = (part: Categories | undefined, at: number) =>
    part && shown.map((place) => part.labels[groups.placesOf(Math.floor(place / bins))[at]]);
  const spec = chartSpec({
    title,
    options,
    remarks: [...leftOut(table, rows), ...splitRemarks(parts)],
    ...inlineData({
      from: shown.map((place) => round(edges[place % bins])),
      to: shown.map((place) => round(edges[(place % bins) + 1])),
      rows: shown.map((place) => counts[place]),
      colour: labels(parts.colour, 0),
      facet: labels(parts.facet, parts.colour === undefined ? 0 : 1),
    }),
    view: {
      mark: { type: 'bar', tooltip: true },
      encoding: {
        x: { field: 'from', ...encoding },
        x2: { field: 'to' },
        y: { field: 'rows', type: 'quantitative', title: options.yTitle ?? 'rows' },
        ...(colour !== undefined && { color: colour }),
      },
    },
    facet: parts.facet,
  });
  return new Chart(spec, histogramText(title, drawn));
}

interface Bars {
  /** Rows of each bar: those of the first group, then those of the next. */
  readonly counts: Uint32Array;
  /** One more than there are bars. */
  readonly edges: readonly number[];
  /** Rows that have a value. */
  readonly rows: number;
}

function countBars(column: ChartColumn, bins: number, groups?: CrossedGroups): Bars {
  const [low, high] = rangeOf(column);
  const width = high > low ? (high - low) / bins : 1;
  const counts = new Uint32Array(bins * (groups?.count ?? 1));
  const { values } = column;
  let rows = 0;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    if (!Number.isFinite(value)) continue;
    rows += 1;
    const group = groups === undefined ? 0 : groups.codes[row];
    if (group !== -1) counts[group * bins + Math.min(Math.floor((value - low) / width), bins - 1)] += 1;
  }
  return { counts, rows, edges: Array.from({ length: bins + 1 }, (_, index) => low + index * width) };
}

function histogramText(title: string, column: ChartColumn): string {
  const { counts, edges } = countBars(column, TEXT_BARS);
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
