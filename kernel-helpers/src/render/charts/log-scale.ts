import { UserError } from '../../errors';
import type { ChartColumn } from './chart-data';
import type { ChartReader } from './read-chart';
import type { VegaLiteSpec } from './vega-lite-spec';

/** How numbers lie along an axis. */
export type AxisScale = 'linear' | 'log';

/** Along which axes charts of numbers can have another scale. */
export interface ScaleOptions {
  /**
   * With `'log'`, equal steps along the axis multiply by ten. Zeros and negative numbers are left out, and the chart says so. @default 'linear'
   * @elsewhere logX, log_x, logx
   */
  readonly xScale?: AxisScale;
  /**
   * The same for the vertical axis. @default 'linear'
   * @elsewhere logY, log_y, logy
   */
  readonly yScale?: AxisScale;
}

export const SCALE_OPTIONS = { xScale: true, yScale: true } as const;
/** It ends where the values do: the next power of ten may leave most of the chart empty. */
export const LOG_SCALE: VegaLiteSpec = { type: 'log', nice: false };
const SCALES: readonly AxisScale[] = ['linear', 'log'];

export function readScales(reader: ChartReader, { xScale, yScale }: ScaleOptions): void {
  reader.choice('xScale', xScale, SCALES);
  reader.choice('yScale', yScale, SCALES);
}

/** The column as an axis can show it: a log scale has no place for zeros and negative numbers. */
export function onScale(column: ChartColumn, scale: AxisScale | undefined): ChartColumn {
  if (scale !== 'log') return column;
  if (column.time !== undefined) {
    throw new UserError(`Column ${column.name} holds times, and a log scale needs numbers.`);
  }
  const { name, values } = column;
  if (values.every((value) => !(value <= 0))) return column;
  const above = values.map((value) => (value > 0 ? value : Number.NaN));
  if (above.every(Number.isNaN)) throw new UserError(`Column ${name} holds no number above zero for a log scale.`);
  return { name, values: above };
}

/** What the values have that a chart draws, for its remark about the rows that it leaves out. */
export function neededValue({ xScale, yScale }: ScaleOptions): string {
  return xScale === 'log' || yScale === 'log' ? 'a value above zero' : 'a value';
}
