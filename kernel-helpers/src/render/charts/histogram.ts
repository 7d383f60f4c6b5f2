import { checkOptionNames } from '../../option-names';
import type { ColumnName } from '../../values/column-name';
import { largestOf } from '../../values/extremes';
import { countOf } from '../format-value';
import { baseSpec, Chart } from './chart';
import { type ChartColumn, type ChartData, chartTable, checkCount, columnToDraw, rangeOf, titled } from './chart-data';
import { drawnAs } from './drawn-as';

export interface HistogramOptions {
  readonly title?: string;
  /** How many bars. @default 30 */
  readonly bins?: number;
}

const TEXT_BARS = 10;
const TEXT_BAR_WIDTH = 40;

/** A histogram of one column. The rows of each bar are counted here, so that the output stays small. */
export function histogram(data: ChartData, column: ColumnName, options: HistogramOptions = {}): Chart {
  checkOptionNames('histogram()', options, { title: true, bins: true });
  const { bins = 30 } = options;
  checkCount('histogram()', 'bins', bins);
  const table = chartTable(data);
  const drawn = columnToDraw(table, column);
  const bars = countBars(drawn, bins);
  const { encoding, round } = drawnAs(drawn, { isBinned: true });
  const title = titled(options.title ?? drawn.name, table);
  const spec = {
    ...baseSpec(title),
    data: { values: bars.map(({ from, to, rows }) => ({ from: round(from), to: round(to), rows })) },
    mark: { type: 'bar', tooltip: true },
    encoding: {
      x: { field: 'from', ...encoding },
      x2: { field: 'to' },
      y: { field: 'rows', type: 'quantitative', title: 'rows' },
    },
  };
  return new Chart(spec, histogramText(title, drawn));
}

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

function countBars(column: ChartColumn, bins: number): Bar[] {
  const [low, high] = rangeOf(column);
  const width = high > low ? (high - low) / bins : 1;
  const rows = new Array<number>(bins).fill(0);
  for (const value of column.values) {
    if (Number.isFinite(value)) rows[Math.min(Math.floor((value - low) / width), bins - 1)] += 1;
  }
  return rows.map((count, index) => ({ from: low + index * width, to: low + (index + 1) * width, rows: count }));
}

function histogramText(title: string, column: ChartColumn): string {
  const bars = countBars(column, TEXT_BARS);
  const most = largestOf(bars.map((bar) => bar.rows));
  const { text } = drawnAs(column);
  const labels = bars.map((bar) => `${text(bar.from)} to ${text(bar.to)}`);
  const width = largestOf(labels.map((label) => label.length));
  const lines = bars.map((bar, index) => {
    const blocks = '█'.repeat(Math.round((bar.rows / most) * TEXT_BAR_WIDTH));
    return `${labels[index].padStart(width)}  ${blocks} ${countOf(bar.rows, 'row')}`;
  });
  return [title, ...lines].join('\n');
}
