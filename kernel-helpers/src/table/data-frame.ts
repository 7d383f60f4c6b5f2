import type { ColumnName } from '../values/column-name';
import { isDanfoDataFrame, isDanfoSeries } from '../values/danfo-frame';

/** A value in a DataFrame. */
export type FrameValue = string | number | boolean | null | undefined;

/**
 * A danfo DataFrame, described by the methods that work well on Node. The object itself has all of danfo's. What takes a
 * frame takes a `DanfoFrame`, which a frame of danfo's own type is too. `frame['RICH'] = values` adds or replaces a column; everything else is changed by methods, which give a new frame.
 */
export interface DataFrame {
  /** Rows and columns. */
  readonly shape: readonly number[];
  readonly columns: readonly string[];
  readonly index: readonly (string | number)[];
  /** danfo's types of the columns: `float32` (held as doubles), `int32`, `string`, `boolean`. */
  readonly dtypes: readonly string[];
  /** Rows of values. */
  readonly values: readonly (readonly FrameValue[])[];
  /** Where the rows came from; `synthetic stand-in` when they are made up. Kept by head, query and the like. */
  readonly origin?: string;

  head(rows?: number): DataFrame;
  tail(rows?: number): DataFrame;
  /** Count, mean, std, min, median, max and variance of the number columns. */
  describe(): DataFrame;
  column(name: ColumnName): Series;
  /** The rows where the condition is true: `houses.query(houses.column('MEDINC').gt(8))`. */
  query(condition: Series | readonly boolean[]): DataFrame;
  groupby(columns: readonly ColumnName[]): GroupedFrame;
  sortValues(column: ColumnName, options?: { readonly ascending?: boolean }): DataFrame;
  /** By labels: `loc({ columns: ['MEDINC'] })`. */
  loc(selection: LabelSelection): DataFrame;
  /** By position: `iloc({ rows: ['0:5'] })`. */
  iloc(selection: PositionSelection): DataFrame;
  /** A new frame with one more column; with `inplace` the frame itself gets it. */
  addColumn(name: string, values: Series | readonly FrameValue[], options?: { readonly inplace?: boolean }): DataFrame;
  drop(options: { readonly columns: readonly ColumnName[] }): DataFrame;
  rename(names: Readonly<Record<string, string>>): DataFrame;
  copy(): DataFrame;
  print(): void;
  toString(): string;
}

export interface LabelSelection {
  readonly rows?: readonly (string | number | boolean)[];
  readonly columns?: readonly (ColumnName | number)[];
}

export interface PositionSelection {
  readonly rows?: readonly (string | number | boolean)[];
  readonly columns?: readonly (string | number)[];
}

/** A danfo Series: one column. */
export interface Series {
  readonly values: readonly FrameValue[];
  readonly index: readonly (string | number)[];
  readonly dtypes: readonly string[];
  readonly shape: readonly number[];
  head(rows?: number): Series;
  mean(): number;
  sum(): number;
  std(): number;
  median(): number;
  min(): number;
  max(): number;
  count(): number;
  unique(): Series;
  valueCounts(): Series;
  gt(other: Series | number): Series;
  ge(other: Series | number): Series;
  lt(other: Series | number): Series;
  le(other: Series | number): Series;
  eq(other: Series | number | string): Series;
  ne(other: Series | number | string): Series;
  add(other: Series | number): Series;
  sub(other: Series | number): Series;
  mul(other: Series | number): Series;
  div(other: Series | number): Series;
  print(): void;
}

/** Rows in groups: pick columns with `col`, then aggregate. */
export interface GroupedFrame {
  col(columns: readonly string[]): GroupedFrame;
  mean(): DataFrame;
  sum(): DataFrame;
  min(): DataFrame;
  max(): DataFrame;
  count(): DataFrame;
}

/** True for a danfo DataFrame of any loaded copy of danfo. */
export function isDataFrame(value: unknown): value is DataFrame {
  return isDanfoDataFrame(value);
}

/** What was given in place of a frame, for a message that ends here: a Series has a way to become a table. */
export function insteadOfFrame(value: unknown): string {
  return isDanfoSeries(value)
    ? ', and this is a Series: pick columns of a frame with frame.loc({ columns: ["CITY"] })'
    : '';
}
