import type { ColumnName } from '../../values/column-name';

/** What every chart can be told besides its columns. */
export interface ChartOptions {
  readonly title?: string;
  /** Pixels of the plot, or of each of its parts where there is a `facet`. @default the width of the cell, up to 640 with axes and legend */
  readonly width?: number;
  /** Pixels of the plot, or of each of its parts. @default 260, and 150 with a facet */
  readonly height?: number;
  /** Title of the horizontal axis. @default the column's name */
  readonly xTitle?: string;
  /** Title of the vertical axis. @default the column's name */
  readonly yTitle?: string;
}

/** The option that every chart has besides its axes. */
export interface ColourOption {
  /**
   * Column whose values have colours: its 10 most frequent values, and the others together as `other`.
   * @elsewhere fill, stroke, hue
   */
  readonly colour?: ColumnName;
  /** The same as `colour`. */
  readonly color?: ColumnName;
}

/** How rows become several marks or several small charts. */
export interface SplitOptions extends ColourOption {
  /**
   * Column with a small chart for each of its values, at most for the 12 most frequent ones.
   * @elsewhere fx, fy, facet_col, col
   */
  readonly facet?: ColumnName;
}

/** How the values of several rows become one. */
export type ChartAggregate = 'count' | 'sum' | 'mean' | 'median' | 'min' | 'max';

export const AGGREGATES: readonly ChartAggregate[] = ['count', 'sum', 'mean', 'median', 'min', 'max'];

/** The names of `ChartOptions`, for the check of a chart's options. */
export const CHART_OPTIONS = { title: true, width: true, height: true, xTitle: true, yTitle: true } as const;
export const SPLIT_OPTIONS = { colour: true, facet: true } as const;
