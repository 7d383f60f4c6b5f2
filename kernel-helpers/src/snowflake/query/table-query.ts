import { UserError } from '../../errors';
import { INSPECT, MIME } from '../../mime';
import { checkOptionNames } from '../../option-names';
import { lateDisplay } from '../../render/late-display';
import { SHOW_ITSELF } from '../../render/self-display';
import type { Figures, JoinOptions, SortOptions, Table } from '../../table/columnar-table';
import type { AnyRow, Grouped, Joined, JoinKind, Left, NameIn, Picked, With } from '../../table/row-types';
import type { Aggregate, AggregateName } from '../../table/verbs/aggregates';
import { checkJoinKind, type JoinOn, namesOn } from '../../table/verbs/join-columns';
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
  sampled,
  selected,
  sorted,
  without,
} from './query-verbs';
import { readRowFunction } from './row-function';
import { around, type Select, selectText } from './select';
import { SqlText } from './sql-text';

/** Values beside a function of a row, which it takes as its second parameter. */
export type BesideRow = Readonly<Record<string, Bind | undefined>>;

/** What a query needs of its connection. */
export interface QueryReader {
  read(sqlText: string, binds: readonly Bind[]): Promise<Table>;
}

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
    return new QueryGroups(this, names, (figures) =>
      this.#next(`groupBy(${names.join(', ')})`, ({ select }) => aggregated(select, names, figures)),
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

/** The rows of a query in groups: those that are equal in some columns. */
export class QueryGroups<Row extends object, Given extends string> {
  readonly #make: (figures: Readonly<Record<string, Aggregate | AggregateName>>) => TableQuery;

  constructor(
    readonly query: TableQuery<Row>,
    readonly names: readonly Given[],
    make: (figures: Readonly<Record<string, Aggregate | AggregateName>>) => TableQuery,
  ) {
    this.#make = make;
  }

  /** One row for each group, in the order of the values that name the groups, null last. */
  aggregate<const Made extends Figures<Row>>(figures: Made): TableQuery<Grouped<Row, Given, Made>> {
    return this.#make(figures);
  }
}

function isList(request: object): request is readonly string[] {
  return Array.isArray(request);
}
