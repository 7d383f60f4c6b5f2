import type { Chart } from './chart';
import type { ChartData } from './chart-data';
import type { LineChartOptions, LineSeries, LineSeriesOptions } from './line-options';
import { linesByColumn } from './lines-by-column';
import { linesByRound } from './lines-by-round';

export type { LineChartOptions, LineSeries, LineSeriesOptions };

/**
 * Lines over time or over any other column; or lines by round, as a job's `history` has them.
 * @elsewhere lineY, line, linePlot, plot: lineChart(table, { x: 'DAY', y: 'PRICE' })
 */
export function lineChart(data: ChartData, options: LineChartOptions): Chart;
export function lineChart(series: readonly LineSeries[], options?: LineSeriesOptions): Chart;
export function lineChart(data: ChartData, options: LineChartOptions | LineSeriesOptions = {}): Chart {
  return isSeries(data) ? linesByRound(data, options) : linesByColumn(data, options as LineChartOptions);
}

function isSeries(data: unknown): data is readonly LineSeries[] {
  return (
    Array.isArray(data) && data.every((line) => typeof line === 'object' && line !== null && Array.isArray(line.points))
  );
}
