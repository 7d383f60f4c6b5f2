import { InternalError, UserError } from '../errors';
import { requireName } from '../find-names';
import { INSPECT } from '../mime';
import { checkOptionNames } from '../option-names';
import { JUPYTER_DISPLAY, type MimeBundle, SHOW_ITSELF } from '../render/self-display';
import { tableBundle, tableText } from '../render/table-view';
import { fromTable } from '../render/tabular';
import { columnCells, rowsOfColumns } from '../values/cells';
import type { ColumnName } from '../values/column-name';
import type { DanfoFrame } from '../values/danfo-frame';
import { columnLength } from '../values/text-column';
import { columnsOfDataFrame } from './columns-of-data-frame';
import { columnsOfRows } from './columns-of-rows';
import { type DataFrame, insteadOfFrame, isDataFrame } from './data-frame';
import { dataFrameOfColumns } from './data-frame-of-columns';
import { interactively } from './interactive-tables';
import { namedColumns } from './named-columns';
import { renamedColumns } from './rename-column';
import type {
  AnyRow,
  ColumnOf,
  FigureOf,
  Grouped,
  Joined,
  JoinKind,
  Left,
  MadeCell,
  NameIn,
  Picked,
  Renamed,
  RowObject,
  With,
} from './row-types';
import { sliceColumn } from './slice-column';
import type { Column } from './table';
import { addedColumn } from './verbs/added-column';
import { aggregateColumns } from './verbs/aggregate-columns';
import {
  type Aggregate,
  type AggregateName,
  type ColumnSum,
  type ColumnValue,
  corr,
  count,
  namedAggregate,
} from './verbs/aggregates';
import type { ColumnFacts } from './verbs/column-facts';
import { correlateColumns } from './verbs/correlate-columns';
import { describeColumns } from './verbs/describe-columns';
import { filterRows } from './verbs/filter-rows';
import { checkJoinKind, type JoinOn, keyPairs } from './verbs/join-columns';
import { joinTables } from './verbs/join-tables';
import { pickRowsInOrder, pickRowsOfAll } from './verbs/pick-rows';
import { pivotRows } from './verbs/pivot-rows';
import { groupsAsTheyAppear, oneGroup, type RowGroups, rowGroups } from './verbs/row-groups';
import type { RowNumbers } from './verbs/row-numbers';
import { eachRow } from './verbs/row-view';
import { checkRowCount, sampleRows } from './verbs/sample-rows';
import { sortKeys } from './verbs/sort-keys';
import { sortRows } from './verbs/sort-rows';
import { valueCounts } from './verbs/value-counts';

export interface TableOptions {
  /** Where the rows came from, shown with them when it matters, for example `synthetic stand-in`. */
  readonly origin?: string;
}

export interface SortOptions {
  /** The largest value first; a list says it for each column. Null comes last either way. @default false */
  readonly descending?: boolean | readonly boolean[];
  /** The other way to say it, as pandas does. @default true */
  readonly ascending?: boolean | readonly boolean[];
}

export interface SampleOptions {
  /** A whole number; the same one gives the same rows. @default another one each time */
  readonly seed?: number;
}

export interface PivotOptions<Name extends string = string> {
  /**
   * The columns whose values become rows.
   * @elsewhere index
   */
  readonly rows: Name | readonly Name[];
  /** The column whose values become columns. */
  readonly columns: Name;
  /** The column whose values stand in the cells. @default none: the cells count rows */
  readonly values?: Name;
  /** What to make of the values of a cell: `mean`, `sum`, `count` and the like. @default mean */
  readonly aggregate?: AggregateName | ((column: string) => Aggregate);
}

export interface JoinOptions<On = JoinOn, How extends JoinKind = JoinKind> {
  /** Names that both tables have, or names of this table with those of the other: `{ CITY: 'TOWN' }`. */
  readonly on: On;
  /** Which rows stay that find no partner: none, those of this table, of the other, or of both. @default 'inner' */
  readonly how?: How;
}

/** The figures that are asked for, by the names of their columns. */
export type Figures<Row> = Readonly<Record<string, Aggregate<unknown, ColumnName<NameIn<Row>>> | AggregateName>>;

/**
 * Rows held as columns of typed arrays. It never changes: every verb gives another table. As a cell's result it shows its
 * first rows. The type of its rows is what a cell says, `Table<House>`; without one, every name and every cell is allowed.
 * @elsewhere toCsv, toCSV, to_csv: await writeCsv(table, 'houses.csv')
 * @elsewhere desc, orderBy, sortBy: table.sortBy('PRICE', { descending: true })
 * @elsewhere hist: histogram(table, { x: 'PRICE' })
 * @elsewhere plot: barChart(table, { x: 'CITY', y: 'PRICE' })
 */
export class Table<Row extends object = AnyRow> {
  /**
   * How many rows there are.
   * @elsewhere length, size, shape, numRows, nRows, nrow: table.rowCount
   */
  readonly rowCount: number;
  readonly columns: readonly Column[];
  readonly origin?: string;

  /** @param columns columns of one length with different names. */
  constructor(columns: readonly Column[], options: TableOptions = {}) {
    this.columns = columns;
    this.rowCount = columns.length === 0 ? 0 : columnLength(columns[0]);
    if (options.origin !== undefined) this.origin = options.origin;
    checkColumns(columns, this.rowCount);
  }

  /** From objects that all have the same keys, such as `[{ CITY: 'Fresno', PEOPLE: 540_000 }]`. */
  static fromRows<Given extends RowObject>(rows: readonly Given[], options?: TableOptions): Table {
    return new Table(columnsOfRows(rows), options);
  }

  /** From a danfo DataFrame; its index is left out. */
  static fromDataFrame(frame: DanfoFrame): Table {
    if (!isDataFrame(frame))
      throw new UserError(`Table.fromDataFrame() takes a danfo DataFrame${insteadOfFrame(frame)}.`);
    return new Table(columnsOfDataFrame(frame), { origin: frame.origin });
  }

  /**
   * Their names, in their order.
   * @elsewhere names, keys, colnames: table.columnNames
   */
  get columnNames(): readonly string[] {
    return this.columns.map((column) => column.name);
  }

  /**
   * The column of exactly that name, otherwise the only one whose name differs only in case.
   * @elsewhere col, getColumn, getChild, array: table.column('PRICE')
   */
  column<Name extends NameIn<Row>>(name: ColumnName<Name>): ColumnOf<Row[Name]> {
    const names = this.columnNames;
    return this.columns[names.indexOf(requireName(name, names, 'The table'))] as ColumnOf<Row[Name]>;
  }

  /** Says what the rows are, for a table that came without a type: `as<House>()`. Nothing is checked or changed. */
  as<Other extends object>(): Table<Other> {
    return this as unknown as Table<Other>;
  }

  /**
   * The table with only these columns, in this order.
   * @elsewhere pick, loc, selectColumns: table.select('CITY', 'PRICE')
   */
  select<Name extends ColumnName<NameIn<Row>>>(
    ...names: readonly (Name | readonly Name[])[]
  ): Table<Picked<Row, Name>> {
    return this.#with(namedColumns(names.flat(), this.columns));
  }

  /**
   * The table with other names for some columns.
   * @example houses.rename({ MEDINC: 'INCOME' })
   */
  rename<const Names extends { readonly [Name in ColumnName<NameIn<Row>>]?: string }>(
    names: Names,
  ): Table<Renamed<Row, Names>> {
    return this.#with(renamedColumns(names, this.columns));
  }

  /**
   * The table without these columns.
   * @elsewhere drop, omit, dropColumns, dropColumn: table.without('LATITUDE', 'LONGITUDE')
   */
  without<Name extends ColumnName<NameIn<Row>>>(...names: readonly (Name | readonly Name[])[]): Table<Left<Row, Name>> {
    const left = new Set(namedColumns(names.flat(), this.columns));
    return this.#with(this.columns.filter((column) => !left.has(column)));
  }

  /** Rows `from` (included) to `to` (excluded), both counted from 0; values are shared, not copied. */
  slice(from = 0, to = this.rowCount): Table<Row> {
    const end = Math.min(Math.max(to, 0), this.rowCount);
    const start = Math.min(Math.max(from, 0), end);
    return this.#with(this.columns.map((column) => sliceColumn(column, start, end)));
  }

  /**
   * The first rows.
   * @elsewhere limit, take, top, first: table.head(10)
   */
  head(rows = 5): Table<Row> {
    return this.slice(0, checkRowCount('head()', rows));
  }

  /** The last rows. */
  tail(rows = 5): Table<Row> {
    return this.slice(this.rowCount - checkRowCount('tail()', rows));
  }

  /**
   * The rows for which the function gives something true. A cell without a value is null, and JavaScript counts null as 0:
   * `row.ROOMS < 5` keeps such a row, `row.ROOMS !== null && row.ROOMS < 5` does not.
   * Values beside the row may be passed, as a query in Snowflake needs them.
   * @example houses.filter((row) => row.MEDINC > 8)
   * @example houses.filter((row, { least }) => row.MEDINC > least, { least: 8 })
   * @elsewhere query, where, subset: table.filter((row) => row.PRICE > 8)
   * @elsewhere dropNa, dropna, dropNulls, dropNull: table.filter((row) => row.PRICE !== null)
   */
  filter(keep: (row: Row) => unknown): Table<Row>;
  filter<const Beside extends object>(keep: (row: Row, beside: Beside) => unknown, beside: Beside): Table<Row>;
  filter<Beside extends object>(keep: (row: Row, beside: Beside) => unknown, beside?: Beside): Table<Row> {
    return this.#pickInOrder(filterRows(this.columns, this.rowCount, keep, beside));
  }

  /**
   * The rows in the order of one column, of several, or of what a function gives for each row. Equal rows keep their
   * order; NaN and null come last.
   * @example houses.sortBy('MEDINC', { descending: true })
   * @elsewhere sort, sortValues, orderBy, orderby, arrange, sort_values: table.sortBy('PRICE', { descending: true })
   * @elsewhere nlargest, nLargest, topN, largest: table.sortBy('PRICE', { descending: true }).head(10)
   * @elsewhere nsmallest, nSmallest, smallest: table.sortBy('PRICE').head(10)
   */
  sortBy(
    by: ColumnName<NameIn<Row>> | readonly ColumnName<NameIn<Row>>[] | ((row: Row) => unknown),
    options: SortOptions = {},
  ): Table<Row> {
    return this.#pick(sortRows(sortKeys(by, options, this.columns, this.rowCount), this.rowCount));
  }

  /**
   * Some rows drawn by chance, each at most once, in their order; all of them where there are fewer.
   * @elsewhere sampleRows, slice_sample: table.sample(10)
   */
  sample(rows: number, options: SampleOptions = {}): Table<Row> {
    return this.#pickInOrder(sampleRows(this.rowCount, rows, options));
  }

  /**
   * The table with one more column, of a function of each row or of one value for each row. A column of that name is
   * replaced. Null, undefined and NaN are null in it.
   * @example houses.addColumn('RICH', (row) => row.MEDINC > 8)
   * @elsewhere assign, mutate, derive, withColumn, withColumns: table.addColumn('DOUBLE', (row) => row.PRICE * 2)
   * @elsewhere fillna, fillNa, fillNull: table.addColumn('PRICE', (row) => row.PRICE ?? 0)
   */
  addColumn<Name extends string, Value>(
    name: Name,
    values: ((row: Row, number: number) => Value) | ArrayLike<Value> | Column,
  ): Table<With<Row, Name, Value>> {
    const added = addedColumn(name, values, this.columns, this.rowCount);
    const isKnown = this.columns.some((column) => column.name === name);
    return this.#with(
      isKnown ? this.columns.map((column) => (column.name === name ? added : column)) : [...this.columns, added],
    );
  }

  /**
   * The rows in groups of equal values, for `aggregate()`.
   * @elsewhere groupby, group_by, group: table.groupBy('CITY')
   */
  groupBy<Name extends ColumnName<NameIn<Row>>>(...names: readonly Name[]): Groups<Row, Name> {
    const keys = namedColumns(names, this.columns);
    return new Groups(this, keys, rowGroups(keys, this.rowCount));
  }

  /**
   * Figures of all rows, as a table of one row.
   * @example houses.aggregate({ houses: count(), income: mean('MEDINC') })
   * @elsewhere agg, rollup, summarise, summarize, avg, quantile, std: table.aggregate({ price: mean('PRICE') })
   */
  aggregate<const Made extends Figures<Row>>(figures: Made): Table<Grouped<Row, never, Made>> {
    return this.#with(aggregateColumns(figures, this.columns, [], oneGroup(this.rowCount)));
  }

  /** The mean of a column; null where it has no value. For several figures at once, and for groups: `aggregate()`. */
  mean(column: ColumnName<NameIn<Row>>): number | null {
    return this.#figure('mean', column) as number | null;
  }

  /** The median of a column; null where it has no value. */
  median(column: ColumnName<NameIn<Row>>): number | null {
    return this.#figure('median', column) as number | null;
  }

  /** The sum of a column, exact for bigints and decimals; null where it has no value. */
  sum<Name extends ColumnName<NameIn<Row>>>(column: Name): MadeCell<Row, Aggregate<ColumnSum, Name>, Name> {
    return this.#figure('sum', column) as MadeCell<Row, Aggregate<ColumnSum, Name>, Name>;
  }

  /** The smallest value of a column; null where it has none. */
  min<Name extends ColumnName<NameIn<Row>>>(column: Name): MadeCell<Row, Aggregate<ColumnValue, Name>, Name> {
    return this.#figure('min', column) as MadeCell<Row, Aggregate<ColumnValue, Name>, Name>;
  }

  /** The largest value of a column; null where it has none. */
  max<Name extends ColumnName<NameIn<Row>>>(column: Name): MadeCell<Row, Aggregate<ColumnValue, Name>, Name> {
    return this.#figure('max', column) as MadeCell<Row, Aggregate<ColumnValue, Name>, Name>;
  }

  /**
   * The different values of a column, in the order in which they appear; null is one of them.
   * @elsewhere distinct, nunique: table.unique('CITY')
   */
  unique<Name extends NameIn<Row>>(name: ColumnName<Name>): Row[Name][] {
    const [column] = namedColumns([name], this.columns);
    const { firstRows } = groupsAsTheyAppear([column], this.rowCount);
    return Array.from(firstRows, columnCells(column)) as Row[Name][];
  }

  /**
   * How often each value of a column is there, the most frequent first; null is a value too.
   * @elsewhere countBy, value_counts: table.valueCounts('CITY')
   */
  valueCounts<Name extends ColumnName<NameIn<Row>>>(
    name: Name,
  ): Table<Grouped<Row, Name, { readonly count: Aggregate<number> }>> {
    const [column] = namedColumns([name], this.columns);
    return this.#with(valueCounts(column, this.rowCount));
  }

  /**
   * Beside each row the columns of the rows of another table that are equal in some columns. Null is equal to nothing. A
   * column of the other table whose name is taken gets `_RIGHT` at its end.
   * @example houses.join(cities, { on: 'CITY', how: 'left' })
   * @elsewhere merge, innerJoin, inner_join: table.join(other, { on: 'CITY' })
   * @elsewhere leftJoin, left_join, joinLeft, join_left: table.join(other, { on: 'CITY', how: 'left' })
   * @elsewhere fullJoin, full_join, joinFull, join_full, outerJoin: table.join(other, { on: 'CITY', how: 'full' })
   */
  join<Other extends object, const On extends string | readonly string[]>(
    other: Table<Other>,
    on: On,
  ): Table<Joined<Row, Other, On, 'inner'>>;
  join<Other extends object, const On extends JoinOn, How extends JoinKind = 'inner'>(
    other: Table<Other>,
    options: JoinOptions<On, How>,
  ): Table<Joined<Row, Other, On, How>>;
  join(other: Table, request: JoinOptions | string | readonly string[]): Table {
    const options: JoinOptions = typeof request === 'string' || isList(request) ? { on: request } : request;
    if (!(other instanceof Table)) throw new UserError('join() joins a Table; make one with Table.fromRows().');
    checkOptionNames('join()', options, { on: true, how: true });
    const pairs = keyPairs(options.on, this.columns, other.columns);
    const columns = joinTables(this.columns, other.columns, pairs, checkJoinKind(options.how ?? 'inner'));
    return new Table(columns, { origin: this.origin ?? other.origin });
  }

  /**
   * One row for each value of some columns, and one column for each value of another; both in the order of the values.
   * @example houses.pivot({ rows: 'CITY', columns: 'YEAR', values: 'PRICE', aggregate: median })
   * @elsewhere pivotTable, pivot_table, pivotWider, pivot_wider: table.pivot({ rows: 'CITY', columns: 'YEAR', values: 'PRICE', aggregate: 'mean' })
   */
  pivot(request: PivotOptions<ColumnName<NameIn<Row>>>): Table {
    return this.#with(pivotRows(request, this.columns, this.rowCount));
  }

  /** How the columns of numbers are correlated with each other: a row and a column for each; of two columns, one number. */
  corr(): Table;
  corr(column: ColumnName<NameIn<Row>>, other: ColumnName<NameIn<Row>>): number | null;
  corr(...names: readonly string[]): Table | number | null {
    if (names.length === 0) return this.#with(correlateColumns(this.columns, this.rowCount));
    const [column, other] = names;
    return this.#value(corr(column, other)) as number | null;
  }

  /**
   * One row for each column: how many values, nulls and different values, the figures of numbers, the top value.
   * @elsewhere summary, info, profile, glimpse, isNull, isNa, isna, isnull, nullCounts: table.describe()
   */
  describe(): Table<ColumnFacts> {
    return this.#with(describeColumns(this.columns, this.rowCount));
  }

  /**
   * One object a row. A NUMBER is a number where that holds all its digits, otherwise a bigint (whole) or a Decimal.
   * A DATE is a CalendarDate and a TIMESTAMP a Timestamp, which keeps nanoseconds and offset; a TIME is text.
   * @elsewhere objects, toArray, toJSON, records, rows: table.toRows()
   * @elsewhere flatMap: table.toRows().flatMap((row) => row.PRICE)
   * @elsewhere reduce, forEach, find, some, every: table.toRows()
   */
  toRows(): Row[] {
    return rowsOfColumns(this.columns) as Row[];
  }

  /**
   * The row of a number, counted from 0, or from the end where it is negative; undefined where there is none.
   * @elsewhere get, object, iloc, row: table.at(0)
   */
  at(row: number): Row | undefined {
    const number = row < 0 ? this.rowCount + row : row;
    return this.slice(number, number + 1).toRows()[0];
  }

  /** What a function gives for each row, as an array. */
  map<Value>(make: (row: Row, number: number) => Value): Value[] {
    return Array.from(this, make);
  }

  /** The rows one after another, as `toRows()` gives them. */
  [Symbol.iterator](): Iterator<Row> {
    return eachRow(this.columns) as Iterator<AnyRow>;
  }

  /** A danfo DataFrame: null becomes NaN in number columns, dates and timestamps become ISO text, long decimals text. */
  toDataFrame(): DataFrame {
    return dataFrameOfColumns(this.columns, this.origin);
  }

  /** Undefined where the table is shown as it is. */
  get [SHOW_ITSELF](): (() => void) | undefined {
    return interactively(this);
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return tableBundle(fromTable(this));
  }

  [INSPECT](): string {
    return tableText(fromTable(this));
  }

  #figure(kind: AggregateName, column: string): unknown {
    return this.#value(namedAggregate(kind, column));
  }

  #value(aggregate: Aggregate): unknown {
    return columnCells(aggregateColumns({ value: aggregate }, this.columns, [], oneGroup(this.rowCount))[0])(0);
  }

  #pick(rows: RowNumbers): Table<Row> {
    return this.#with(pickRowsOfAll(this.columns, rows));
  }

  #pickInOrder(rows: RowNumbers): Table<Row> {
    return this.#with(pickRowsInOrder(this.columns, rows, this.rowCount));
  }

  /** Made of these rows, so from where they are. */
  #with(columns: readonly Column[]): Table {
    return new Table(columns, { origin: this.origin });
  }
}

/** The rows of a table in groups: those that are equal in some columns. Each method makes one row for each group. */
export class Groups<Row extends object, Given extends string> {
  readonly #table: Table<Row>;
  readonly #keys: readonly Column[];
  readonly #groups: RowGroups;

  constructor(table: Table<Row>, keys: readonly Column[], groups: RowGroups) {
    this.#table = table;
    this.#keys = keys;
    this.#groups = groups;
  }

  /**
   * The rows are in the order of the values that name the groups, null last.
   * @example houses.groupBy('CITY').aggregate({ houses: count(), income: mean('MEDINC') })
   * @elsewhere agg, rollup, summarise, summarize, avg, size: aggregate({ price: mean('PRICE') })
   */
  aggregate<const Made extends Figures<Row>>(figures: Made): Table<Grouped<Row, Given, Made>> {
    return this.#made(figures);
  }

  /** How many rows each group has, in a column named `count`. */
  count(): Table<Grouped<Row, Given, { readonly count: Aggregate<number> }>> {
    return this.#made({ count: count() });
  }

  /** The means of some columns, in the columns of their names. */
  mean<Name extends ColumnName<NameIn<Row>>>(
    ...names: readonly Name[]
  ): Table<Grouped<Row, Given, FigureOf<Row, 'mean', Name>>> {
    return this.#ofColumns('mean', names);
  }

  /** The medians of some columns. */
  median<Name extends ColumnName<NameIn<Row>>>(
    ...names: readonly Name[]
  ): Table<Grouped<Row, Given, FigureOf<Row, 'median', Name>>> {
    return this.#ofColumns('median', names);
  }

  /** The sums of some columns. */
  sum<Name extends ColumnName<NameIn<Row>>>(
    ...names: readonly Name[]
  ): Table<Grouped<Row, Given, FigureOf<Row, 'sum', Name>>> {
    return this.#ofColumns('sum', names);
  }

  /** The smallest values of some columns. */
  min<Name extends ColumnName<NameIn<Row>>>(
    ...names: readonly Name[]
  ): Table<Grouped<Row, Given, FigureOf<Row, 'min', Name>>> {
    return this.#ofColumns('min', names);
  }

  /** The largest values of some columns. */
  max<Name extends ColumnName<NameIn<Row>>>(
    ...names: readonly Name[]
  ): Table<Grouped<Row, Given, FigureOf<Row, 'max', Name>>> {
    return this.#ofColumns('max', names);
  }

  #ofColumns(kind: AggregateName, names: readonly string[]): Table {
    const columns = namedColumns(names, this.#table.columns);
    return this.#made(Object.fromEntries(columns.map(({ name }) => [name, namedAggregate(kind, name)])));
  }

  #made(figures: Readonly<Record<string, unknown>>): Table {
    const { columns, origin } = this.#table;
    return new Table<AnyRow>(aggregateColumns(figures, columns, this.#keys, this.#groups), { origin });
  }
}

function isList(request: object): request is readonly string[] {
  return Array.isArray(request);
}

function checkColumns(columns: readonly Column[], rowCount: number): void {
  const names = new Set<string>();
  for (const column of columns) {
    if (names.has(column.name))
      throw new UserError(`Two columns are named ${column.name}: give one of them another name.`);
    names.add(column.name);
    if (columnLength(column) !== rowCount) {
      throw new InternalError(
        `Column ${column.name} has ${columnLength(column)} rows where the table has ${rowCount}.`,
      );
    }
  }
}
