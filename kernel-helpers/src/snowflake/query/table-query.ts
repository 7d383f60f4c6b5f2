import { UserError } from '../../errors';
import { INSPECT, MIME } from '../../mime';
import { checkOptionNames } from '../../option-names';
import { lateDisplay } from '../../render/late-display';
import { SHOW_ITSELF } from '../../render/self-display';
import { type Figures, type JoinOptions, type PivotOptions, type SortOptions, Table } from '../../table/columnar-table';
import type {
  AnyRow,
  FigureOf,
  Grouped,
  Joined,
  JoinKind,
  Left,
  MadeCell,
  NameIn,
  Picked,
  Renamed,
  With,
} from '../../table/row-types';
import {
  type Aggregate,
  type AggregateName,
  type ColumnSum,
  type ColumnValue,
  corr,
  count,
  namedAggregate,
} from '../../table/verbs/aggregates';
import type { ColumnFacts } from '../../table/verbs/column-facts';
import { checkJoinKind, type JoinOn, namesOn } from '../../table/verbs/join-columns';
import { readPivot } from '../../table/verbs/pivot-rows';
import { checkRowCount } from '../../table/verbs/sample-rows';
import { directions } from '../../table/verbs/sort-keys';
import type { ColumnName } from '../../values/column-name';
import type { Bind } from '../session/session';
import { BoundValues, withBinds } from './bound-values';
import {
  aggregated,
  counted,
  extended,
  filtered,
  joined,
  limited,
  renamed,
  sameFigures,
  sampled,
  selected,
  sorted,
  without,
} from './query-verbs';
import { readCorrelations } from './read-correlations';
import { readFacts } from './read-facts';
import { readRowFunction } from './row-function';
import { around, type Select, selectText } from './select';
import { SqlText } from './sql-text';

/** Values beside a function of a row, which it takes as its second parameter. */
export type BesideRow = Readonly<Record<string, Bind | undefined>>;

/** What a query needs of its connection. */
export interface QueryReader {
  read(sqlText: string, binds: readonly Bind[]): Promise<Table>;
}

/** The name of a figure that is read at once. */
const CELL = 'figure';
const HOW_TO_READ = 'rows are in Snowflake: await query.read() brings them.';

/** A SELECT whose text is not complete yet, and the values that its marks stand for. */
interface Draft {
  readonly select: Select;
  readonly binds: ReadonlyMap<number, Bind>;
}

/**
 * Rows that stay in Snowflake: each verb of a Table makes another query, and `read()` brings its rows. A function of a row
 * becomes SQL by its text, with the same outcome as in memory, also for null and NaN. It sees the row and the values
 * that are passed beside it, and nothing else.
 * @example await snowflake.table<House>('houses').filter((row, { least }) => row.MEDINC > least, { least: 8 }).read()
 */
export class TableQuery<Row extends object = AnyRow> {
  readonly #runner: QueryReader;
  readonly #draft: () => Promise<Draft>;
  readonly #told: string;

  constructor(runner: QueryReader, draft: () => Promise<Draft>, told: string) {
    this.#runner = runner;
    let known: Promise<Draft> | undefined;
    this.#draft = () => {
      known ??= draft();
      return known;
    };
    this.#told = told;
  }

  /** The rows for which the function gives something true: `filter((row) => row.MEDINC > 8 && row.CITY === 'Fresno')`. */
  filter<const Beside extends BesideRow>(
    keep: (row: Row, beside: Beside) => unknown,
    beside?: Beside,
  ): TableQuery<Row> {
    const row = readRowFunction('filter()', keep);
    return this.#next('filter', ({ select, binds }) =>
      filtered(select, row, new BoundValues('filter()', beside ?? {}, binds)),
    );
  }

  /** One more column, or another one in place of that name. NaN is null in it. */
  addColumn<Name extends string, Value, const Beside extends BesideRow>(
    name: Name,
    value: (row: Row, beside: Beside) => Value,
    beside?: Beside,
  ): TableQuery<With<Row, Name, Value>> {
    const row = readRowFunction('addColumn()', value);
    return this.#next('addColumn', ({ select, binds }) =>
      extended(select, name, row, new BoundValues('addColumn()', beside ?? {}, binds)),
    );
  }

  /** Only these columns, in this order. */
  select<Name extends ColumnName<NameIn<Row>>>(
    ...names: readonly (Name | readonly Name[])[]
  ): TableQuery<Picked<Row, Name>> {
    return this.#next('select', ({ select }) => selected(select, names.flat()));
  }

  /** The other columns. */
  without<Name extends ColumnName<NameIn<Row>>>(
    ...names: readonly (Name | readonly Name[])[]
  ): TableQuery<Left<Row, Name>> {
    return this.#next('without', ({ select }) => without(select, names.flat()));
  }

  /** Other names for some columns: `rename({ MEDINC: 'INCOME' })`. */
  rename<const Names extends { readonly [Name in ColumnName<NameIn<Row>>]?: string }>(
    names: Names,
  ): TableQuery<Renamed<Row, Names>> {
    return this.#next('rename', ({ select }) => renamed(select, names));
  }

  /** By one column or by several; NaN and null come last. Which of equal rows comes first is not certain. */
  sortBy(by: ColumnName<NameIn<Row>> | readonly ColumnName<NameIn<Row>>[], options: SortOptions = {}): TableQuery<Row> {
    checkOptionNames('sortBy()', options, { descending: true, ascending: true });
    if (typeof by === 'function') {
      throw new UserError(
        'sortBy() of a query takes names of columns. Make the column first: addColumn(name, function).',
      );
    }
    const names = typeof by === 'string' ? [by] : by;
    const descending = directions(options);
    const ways = typeof descending === 'boolean' ? names.map(() => descending) : descending;
    if (ways.length !== names.length) {
      throw new UserError(`sortBy() cannot use its options: it got ${ways.length} ways for ${names.length} columns.`);
    }
    return this.#next('sortBy', ({ select }) => sorted(select, names, ways));
  }

  /** The first rows; which those are is certain only after `sortBy()`. */
  head(rows = 5): TableQuery<Row> {
    const count = checkRowCount('head()', rows);
    return this.#next('head', ({ select }) => limited(select, count));
  }

  /** Some rows drawn by chance from all, each with the same chance; other ones each time, as Snowflake keeps no order. */
  sample(rows: number, options: Readonly<Record<string, never>> = {}): TableQuery<Row> {
    if ('seed' in options) {
      throw new UserError(
        'sample() of a query takes no seed: a table in Snowflake has no order of rows. Read the rows, then sample the Table.',
      );
    }
    checkOptionNames('sample()', options, {});
    const count = checkRowCount('sample()', rows);
    return this.#next('sample', ({ select }) => sampled(select, count));
  }

  /** The rows in groups of equal values, for `aggregate()`. */
  groupBy<Name extends ColumnName<NameIn<Row>>>(...names: readonly Name[]): QueryGroups<Row, Name> {
    const told = `groupBy(${names.join(', ')})`;
    return new QueryGroups(
      (figures) => this.#next(told, ({ select }) => aggregated(select, names, figures)),
      (kind, columns) =>
        this.#next(told, ({ select }) => aggregated(select, names, sameFigures(kind, columns, select))),
    );
  }

  /** Figures of all rows, as one row. */
  aggregate<const Made extends Figures<Row>>(figures: Made): TableQuery<Grouped<Row, never, Made>> {
    return this.#next('aggregate', ({ select }) => aggregated(select, [], figures));
  }

  /** How often each value of a column is there, the most frequent first; null is a value too. */
  valueCounts<Name extends ColumnName<NameIn<Row>>>(
    name: Name,
  ): TableQuery<Grouped<Row, Name, { readonly count: Aggregate<number> }>> {
    return this.#next('valueCounts', ({ select }) => counted(select, name));
  }

  /** Beside each row the columns of the rows of another query that are equal in some columns, as `Table.join()`. */
  join<Other extends object, const On extends string | readonly string[]>(
    other: TableQuery<Other>,
    on: On,
  ): TableQuery<Joined<Row, Other, On, 'inner'>>;
  join<Other extends object, const On extends JoinOn, How extends JoinKind = 'inner'>(
    other: TableQuery<Other>,
    options: JoinOptions<On, How>,
  ): TableQuery<Joined<Row, Other, On, How>>;
  join(other: TableQuery, request: JoinOptions | string | readonly string[]): TableQuery {
    const options: JoinOptions = typeof request === 'string' || isList(request) ? { on: request } : request;
    if (!(other instanceof TableQuery)) {
      throw new UserError(
        "join() of a query joins another one: snowflake.table('cities'). Load a Table with writeTable() first.",
      );
    }
    checkOptionNames('join()', options, { on: true, how: true });
    const how = checkJoinKind(options.how ?? 'inner');
    const names = namesOn(options.on);
    const right = other.#draft;
    return this.#next('join', async ({ select, binds }) => {
      const theirs = await right();
      for (const [mark, bind] of theirs.binds) binds.set(mark, bind);
      return joined(select, theirs.select, names, how);
    });
  }

  /** The mean of a column; null where it has no value. As all figures below, it is computed in Snowflake. */
  mean(column: ColumnName<NameIn<Row>>): Promise<number | null> {
    return this.#figure(namedAggregate('mean', column));
  }

  /** The median of a column; null where it has no value. */
  median(column: ColumnName<NameIn<Row>>): Promise<number | null> {
    return this.#figure(namedAggregate('median', column));
  }

  /** The sum of a column; null where it has no value. */
  sum<Name extends ColumnName<NameIn<Row>>>(column: Name): Promise<MadeCell<Row, Aggregate<ColumnSum, Name>, Name>> {
    return this.#figure(namedAggregate('sum', column));
  }

  /** The smallest value of a column; null where it has none. */
  min<Name extends ColumnName<NameIn<Row>>>(column: Name): Promise<MadeCell<Row, Aggregate<ColumnValue, Name>, Name>> {
    return this.#figure(namedAggregate('min', column));
  }

  /** The largest value of a column; null where it has none. */
  max<Name extends ColumnName<NameIn<Row>>>(column: Name): Promise<MadeCell<Row, Aggregate<ColumnValue, Name>, Name>> {
    return this.#figure(namedAggregate('max', column));
  }

  /** The different values of a column, in their order; null is one of them, and the last. */
  async unique<Name extends NameIn<Row>>(name: ColumnName<Name>): Promise<Row[Name][]> {
    const distinct = this.#next<AnyRow>('unique', ({ select }) => aggregated(select, [name], {}));
    return (await distinct.read()).toRows().map((row) => Object.values(row)[0]) as Row[Name][];
  }

  /** How the columns of numbers are correlated with each other, as `Table.corr()`; of two columns, one number. */
  corr(): Promise<Table>;
  corr(column: ColumnName<NameIn<Row>>, other: ColumnName<NameIn<Row>>): Promise<number | null>;
  async corr(...names: readonly string[]): Promise<Table | number | null> {
    if (names.length > 0) return await this.#figure<number | null>(corr(names[0], names[1]));
    const { select } = await this.#draft();
    return new Table(await readCorrelations(select.columns, (figures) => this.#figures(figures)));
  }

  /**
   * One row for each column, as `Table.describe()`: how many values, nulls and different values, the figures of numbers,
   * the top value. Of equally frequent values the smallest is the top one.
   */
  async describe(): Promise<Table<ColumnFacts>> {
    const { select } = await this.#draft();
    const facts = await readFacts(select.columns, {
      figures: (figures) => this.#figures(figures),
      counts: (name) => this.#next<AnyRow>('valueCounts', (draft) => limited(counted(draft.select, name), 2)).read(),
    });
    return new Table(facts).as<ColumnFacts>();
  }

  /** One row for each value of some columns, and one column for each value of another, as `Table.pivot()`. */
  async pivot(request: PivotOptions<ColumnName<NameIn<Row>>>): Promise<Table> {
    const { across, down, figure } = readPivot(request);
    const cells = this.#next<AnyRow>('pivot', ({ select }) =>
      aggregated(select, [...down, across], { [CELL]: figure }),
    );
    return (await cells.read()).pivot({ rows: down, columns: across, values: CELL, aggregate: 'first' });
  }

  /** The statement that would run. */
  async sql(): Promise<SqlText> {
    const { select, binds } = await this.#draft();
    const { sqlText, binds: used } = withBinds(selectText(select), binds);
    return new SqlText(sqlText, used);
  }

  /** Runs the statement and reads its rows. */
  async read(): Promise<Table<Row>> {
    const { sqlText, binds } = await this.sql();
    return (await this.#runner.read(sqlText, binds)).as<Row>();
  }

  /** How many rows there are, counted in Snowflake. */
  async rowCount(): Promise<number> {
    const { select, binds } = await this.#draft();
    const count = {
      name: 'ROWS_COUNTED',
      value: { sql: 'count(*)', kind: 'number', nullable: false, isFloat: false },
    } as const;
    const { sqlText, binds: used } = withBinds(selectText({ ...around(select), columns: [count] }), binds);
    const [row] = (await this.#runner.read(sqlText, used)).toRows();
    return Number(row.ROWS_COUNTED);
  }

  toString(): string {
    return `${this.#told}: ${HOW_TO_READ}`;
  }

  /** Shows the statement as soon as the columns of its tables are known. */
  get [SHOW_ITSELF](): (() => void) | undefined {
    const show = lateDisplay();
    if (show === undefined) return undefined;
    return () => show({ [MIME.text]: String(this) }, this.#shown());
  }

  [INSPECT](): string {
    return this.toString();
  }

  async #shown(): Promise<{ readonly [MIME.text]: string }> {
    return { [MIME.text]: `${await this.sql()}\n\nThe ${HOW_TO_READ}` };
  }

  async #figure<Figure>(figure: Aggregate): Promise<Figure> {
    return (await this.#figures({ [CELL]: figure })).toRows()[0][CELL];
  }

  #figures(figures: Readonly<Record<string, Aggregate>>): Promise<Table> {
    return this.#next<AnyRow>('aggregate', ({ select }) => aggregated(select, [], figures)).read();
  }

  #next<Next extends object>(
    verb: string,
    step: (draft: { readonly select: Select; readonly binds: Map<number, Bind> }) => Select | Promise<Select>,
  ): TableQuery<Next> {
    return new TableQuery<Next>(
      this.#runner,
      async () => {
        const { select, binds } = await this.#draft();
        const own = new Map(binds);
        return { select: await step({ select, binds: own }), binds: own };
      },
      `${this.#told} → ${verb}`,
    );
  }
}

/** The rows of a query in groups: those that are equal in some columns. Each method makes one row for each group. */
export class QueryGroups<Row extends object, Given extends string> {
  readonly #make: (figures: Figures<Row>) => TableQuery;
  readonly #ofColumns: (kind: AggregateName, names: readonly string[]) => TableQuery;

  constructor(
    make: (figures: Figures<Row>) => TableQuery,
    ofColumns: (kind: AggregateName, names: readonly string[]) => TableQuery,
  ) {
    this.#make = make;
    this.#ofColumns = ofColumns;
  }

  /** The rows are in the order of the values that name the groups, null last. */
  aggregate<const Made extends Figures<Row>>(figures: Made): TableQuery<Grouped<Row, Given, Made>> {
    return this.#make(figures);
  }

  /** How many rows each group has, in a column named `count`. */
  count(): TableQuery<Grouped<Row, Given, { readonly count: Aggregate<number> }>> {
    return this.#make({ count: count() });
  }

  /** The means of some columns, in the columns of their names. */
  mean<Name extends ColumnName<NameIn<Row>>>(
    ...names: readonly Name[]
  ): TableQuery<Grouped<Row, Given, FigureOf<Row, 'mean', Name>>> {
    return this.#ofColumns('mean', names);
  }

  /** The medians of some columns. */
  median<Name extends ColumnName<NameIn<Row>>>(
    ...names: readonly Name[]
  ): TableQuery<Grouped<Row, Given, FigureOf<Row, 'median', Name>>> {
    return this.#ofColumns('median', names);
  }

  /** The sums of some columns. */
  sum<Name extends ColumnName<NameIn<Row>>>(
    ...names: readonly Name[]
  ): TableQuery<Grouped<Row, Given, FigureOf<Row, 'sum', Name>>> {
    return this.#ofColumns('sum', names);
  }

  /** The smallest values of some columns. */
  min<Name extends ColumnName<NameIn<Row>>>(
    ...names: readonly Name[]
  ): TableQuery<Grouped<Row, Given, FigureOf<Row, 'min', Name>>> {
    return this.#ofColumns('min', names);
  }

  /** The largest values of some columns. */
  max<Name extends ColumnName<NameIn<Row>>>(
    ...names: readonly Name[]
  ): TableQuery<Grouped<Row, Given, FigureOf<Row, 'max', Name>>> {
    return this.#ofColumns('max', names);
  }
}

function isList(request: object): request is readonly string[] {
  return Array.isArray(request);
}
