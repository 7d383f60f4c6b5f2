import type { ColumnName } from '../../values/column-name';
import type { ChartFigure } from './chart-figure';
import type { ChartAggregate, ChartOptions, SplitOptions } from './chart-options';
import type { ScaleOptions } from './log-scale';

/** One line of a chart by round: the value after each round. */
export interface LineSeries {
  readonly name: string;
  readonly points: readonly { readonly round: number; readonly value: number }[];
}

export interface LineSeriesOptions {
  readonly title?: string;
  /** What the values are. @default 'value' */
  readonly valueName?: string;
}

export interface LineChartOptions extends ChartOptions, SplitOptions, ScaleOptions {
  /** Column of the horizontal axis: times, numbers, or texts in the order of the rows. */
  readonly x: ColumnName;
  /** Column of the vertical axis, an aggregate of one such as `mean('PRICE')`, or several columns with a line each. */
  readonly y: ColumnName | ChartFigure | readonly ColumnName[];
  /**
   * Column with a line for each of its values: the 10 most frequent ones, and the others together as `other`.
   * @elsewhere fill, stroke, hue
   */
  readonly colour?: ColumnName;
  /** How rows of one line with the same `x` become one point. @default 'mean' */
  readonly aggregate?: ChartAggregate;
}
