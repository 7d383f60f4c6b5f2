import type { ColumnName } from '../../values/column-name';

/** What an aggregate computes. */
export type AggregateKind =
  | 'count'
  | 'sum'
  | 'mean'
  | 'median'
  | 'quantile'
  | 'min'
  | 'max'
  | 'stdev'
  | 'variance'
  | 'distinct'
  | 'first'
  | 'last'
  | 'corr';

/**
 * One figure of many rows, such as `mean('MEDINC')`: plain data that says what is to be computed, for `aggregate()`.
 * All of them leave out nulls, and are null where nothing is left; counts are 0 then.
 */
export interface Aggregate<Value = unknown, Name extends string = string> {
  readonly kind: AggregateKind;
  /** The columns that it reads: none, one or two. */
  readonly columns: readonly Name[];
  /** Of a quantile: from 0 to 1. */
  readonly share?: number;
  /** Only for the type check: the type of the figure. */
  readonly value?: Value;
}

/** Stands for the type of the column: the aggregate gives one of its values. */
export type ColumnValue = 'a value of its column';

/** Stands for the type of a sum: that of the column, and number for booleans. */
export type ColumnSum = 'the sum of its column';

/** How many rows; with a column, how many of its values are not null. */
export function count<Name extends ColumnName = never>(column?: Name): Aggregate<number, Name> {
  return { kind: 'count', columns: column === undefined ? [] : [column] };
}

/** The sum; exact for bigints and decimals. Of booleans it is how many are true. */
export function sum<Name extends ColumnName>(column: Name): Aggregate<ColumnSum, Name> {
  return { kind: 'sum', columns: [column] };
}

/** @elsewhere op, avg, average: mean('PRICE') */
export function mean<Name extends ColumnName>(column: Name): Aggregate<number | null, Name> {
  return { kind: 'mean', columns: [column] };
}

/** Half of the values are below it; between two values it is the middle of both. */
export function median<Name extends ColumnName>(column: Name): Aggregate<number | null, Name> {
  return { kind: 'median', columns: [column] };
}

/**
 * The value below which a share of the values lies, between two values in proportion, as `quantile` of pandas and
 * PERCENTILE_CONT of Snowflake have it.
 * @param share from 0 to 1: `quantile('MEDINC', 0.9)`
 */
export function quantile<Name extends ColumnName>(column: Name, share: number): Aggregate<number | null, Name> {
  return { kind: 'quantile', columns: [column], share };
}

/** The smallest value: the earliest date, the first text. */
export function min<Name extends ColumnName>(column: Name): Aggregate<ColumnValue, Name> {
  return { kind: 'min', columns: [column] };
}

/** The largest value: the latest date, the last text. */
export function max<Name extends ColumnName>(column: Name): Aggregate<ColumnValue, Name> {
  return { kind: 'max', columns: [column] };
}

/** The standard deviation of a sample, with n - 1; null for one value alone. */
export function stdev<Name extends ColumnName>(column: Name): Aggregate<number | null, Name> {
  return { kind: 'stdev', columns: [column] };
}

/** The variance of a sample, with n - 1; null for one value alone. */
export function variance<Name extends ColumnName>(column: Name): Aggregate<number | null, Name> {
  return { kind: 'variance', columns: [column] };
}

/** How many different values there are, without null. */
export function distinct<Name extends ColumnName>(column: Name): Aggregate<number, Name> {
  return { kind: 'distinct', columns: [column] };
}

/** The first value that is not null, in the order of the rows. */
export function first<Name extends ColumnName>(column: Name): Aggregate<ColumnValue, Name> {
  return { kind: 'first', columns: [column] };
}

/** The last value that is not null, in the order of the rows. */
export function last<Name extends ColumnName>(column: Name): Aggregate<ColumnValue, Name> {
  return { kind: 'last', columns: [column] };
}

/** Pearson's correlation of two columns, over the rows where neither is null; from -1 to 1. */
export function corr<Name extends ColumnName, Other extends ColumnName>(
  column: Name,
  other: Other,
): Aggregate<number | null, Name | Other> {
  return { kind: 'corr', columns: [column, other] };
}

/** The aggregates of one column that `aggregate({ MEDINC: 'mean' })` may name as text. */
export type AggregateName = Exclude<AggregateKind, 'quantile' | 'corr'>;

const AGGREGATE_NAMES: Readonly<Record<AggregateName, true>> = {
  count: true,
  sum: true,
  mean: true,
  median: true,
  min: true,
  max: true,
  stdev: true,
  variance: true,
  distinct: true,
  first: true,
  last: true,
};

export function isAggregateName(name: unknown): name is AggregateName {
  return typeof name === 'string' && Object.hasOwn(AGGREGATE_NAMES, name);
}

export function isAggregate(value: unknown): value is Aggregate {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && 'columns' in value && Array.isArray(value.columns)
  );
}

/** The aggregate of that name, of one column. */
export function namedAggregate(kind: AggregateName, column: string): Aggregate {
  return { kind, columns: [column] };
}

/** What the names of aggregates are, for messages. */
export const KNOWN_AGGREGATES: readonly string[] = Object.keys(AGGREGATE_NAMES);
