import { UserError } from '../errors';
import { INSPECT } from '../mime';
import { checkOptionNames, type OptionNames } from '../option-names';
import type { Page } from '../page';
import { JUPYTER_DISPLAY, type MimeBundle } from '../render/self-display';
import { Table } from '../table/columnar-table';
import type { AnyRow } from '../table/row-types';
import {
  type ColumnSummary,
  listColumns,
  listDatabases,
  listSchemas,
  listTables,
  listViews,
  listWarehouses,
  type NamedObject,
  type PageOptions,
  type TableSummary,
} from './catalog/browse';
import { describeTable, type TableDescription } from './catalog/describe';
import { markTables } from './catalog/mark-tables';
import { withNearestName } from './catalog/missing-name';
import { checkLimit } from './catalog/show-page';
import { originOfTables } from './catalog/stand-in-marks';
import { type SnowflakePlace, useOrCreate } from './catalog/use-or-create';
import type { LoadData } from './load/load-data';
import type { LoadReport } from './load/load-report';
import { progressText } from './load/progress-text';
import { UnsettledLoad } from './load/unsettled-load';
import { type WriteTableOptions, writeTable } from './load/write-table';
import { type QueryRunner, queryTable } from './query/query-table';
import type { TableQuery } from './query/table-query';
import { currentNames, type SessionNames } from './session/current-names';
import type { Bind, Session, Statement } from './session/session';
import { changeCount } from './statement/change-count';
import { identifier } from './statement/identifiers';
import { namedTables } from './statement/named-tables';
import { type QueryResult, queryResult } from './statement/query-result';
import { isQuery, readStatement, type SqlRequest, transfersFiles } from './statement/read-statement';
import { checkResultOptions, type ResultOptions } from './statement/result-options';
import { runForRows } from './statement/run-for-rows';
import { type SqlValue, sqlStatement } from './statement/sql-template';
import { tellRunning } from './statement/tell-running';

export interface SignalOption {
  /** Stops the work when it fires. @default the running cell's interrupt */
  readonly signal?: AbortSignal;
}

type ListOptions = Omit<PageOptions, 'signal'> & SignalOption;

const LIST_OPTIONS: OptionNames<ListOptions> = { after: true, limit: true, signal: true };

/** One session at Snowflake, made by `connect()`. Close it when done. */
export class Snowflake {
  readonly #session: Session;
  readonly #signal: AbortSignal | undefined;
  readonly #results: ResultOptions;
  #hasToldOfWarehouse = false;
  /** The names that the session began with. */
  readonly names: SessionNames;

  constructor(session: Session, names: SessionNames, signal?: AbortSignal, results: ResultOptions = {}) {
    this.#session = session;
    this.#signal = signal;
    this.#results = results;
    this.names = names;
  }

  get account(): string {
    return this.#session.account;
  }

  /** The role, warehouse, database and schema that the session works with now. */
  async currentNames(options: SignalOption = {}): Promise<SessionNames> {
    checkOptionNames('currentNames()', options, { signal: true });
    return await currentNames(this.#session, this.#signalOf(options));
  }

  /** Grows with every statement, of any connection, that may have changed the tables; for completion in cells. */
  get changeCount(): number {
    return changeCount();
  }

  /**
   * Runs one statement and reads its whole result. Values in `${…}` are sent beside the text, so they stand outside of
   * quotes; names need `identifier()`. Results of made-up rows say so, by the comments of the tables that are read.
   * @example await snowflake.sql`select * from ${identifier('houses')} where medinc > ${3}`
   */
  async sql<Row extends object = AnyRow>(
    strings: TemplateStringsArray,
    ...values: readonly SqlValue[]
  ): Promise<Table<Row>> {
    const { sqlText, binds } = sqlStatement(strings, values);
    const request = readStatement(sqlText);
    const signal = this.#signalOf({});
    if (transfersFiles(request)) {
      // The driver looks at the first letters alone, so no comment may stand before them (snowflake-sdk 3.3.0, util.js).
      const files = this.#session.transferFiles({ sqlText: request.sqlText, signal });
      return Table.fromRows(await tellRunning(files, this.#session.surroundings));
    }
    return await (await this.#run(request, { sqlText, binds, signal })).read();
  }

  /** Runs a statement with `?` for each of `binds`, and returns its result before any row is read. */
  async execute(
    sqlText: string,
    binds: readonly Bind[] = [],
    options: SignalOption & ResultOptions = {},
  ): Promise<QueryResult> {
    checkOptionNames('execute()', options, { signal: true, resultFormat: true, exactFloats: true });
    checkResultOptions('execute()', options);
    const signal = this.#signalOf(options);
    const request = readStatement(sqlText);
    if (transfersFiles(request)) {
      throw new UserError(
        `${request.verb} moves files and has no result to read later. Write it as snowflake.sql\`…\`.`,
      );
    }
    if (options.exactFloats === true && !isQuery(request)) {
      throw new UserError(
        `exactFloats is for SELECT, WITH and VALUES, and this statement begins with ${request.verb}. Leave the option out.`,
      );
    }
    return await this.#run(request, { sqlText, binds, signal }, options);
  }

  /**
   * The result of an earlier statement of the same user, from any session; Snowflake keeps it for 24 hours and does not run
   * the statement again (docs.snowflake.com, "Using persisted query results").
   * @param queryId of `result.manifest`.
   */
  async resultOf(queryId: string, options: SignalOption = {}): Promise<QueryResult> {
    checkOptionNames('resultOf()', options, { signal: true });
    const signal = this.#signalOf(options);
    const manifest = tellRunning(this.#session.manifestOf(queryId, signal), this.#session.surroundings);
    return queryResult(this.#session, await manifest, signal);
  }

  /**
   * Loads rows into a table, all of them or none. The table is made when it is not there. A temporary table is filled in
   * place of a lasting one of its name, as in SQL. An open transaction is an error, since a load would commit it.
   * An iterable may give more rows than fit into memory: the types of a new table are those of its first 50,000 rows (or
   * of its first Table), and a later row that does not fit them is an error that names it.
   * @param data a Table, a danfo DataFrame, an array of rows, or an iterable of rows or Tables.
   * @param name `table`, `schema.table` or `database.schema.table`.
   */
  async writeTable(data: LoadData, name: string, options: WriteTableOptions = {}): Promise<LoadReport> {
    const signal = this.#signalOf(options);
    const { progress, say } = this.#session.surroundings;
    const line = progress(`Loading ${name}`);
    const onProgress = options.onProgress ?? ((progress) => line.report(progressText(progress)));
    try {
      const report = await writeTable(this.#session, data, name, { ...options, onProgress, signal });
      if (signal.aborted) say(`Loading ${name} was almost done when it was interrupted: its rows are in.`);
      return report;
    } catch (error) {
      if (signal.aborted) say(`Loading ${name} was interrupted: ${tableAfter(error)}.`);
      throw error instanceof UnsettledLoad ? error : await this.#explained(error);
    } finally {
      line.close();
    }
  }

  /**
   * Works in this warehouse, database and schema from now on, and creates those that SHOW does not list: the warehouse
   * extra small, asleep, and asleep again after a minute without work. What is there is used as it is, so no right to create
   * is needed for it. A role that may not create gets a UserError with the statements for an administrator.
   * @example await snowflake.useOrCreate({ warehouse: 'HOUSING_WH', database: 'HOUSING', schema: 'HOUSING_SCHEMA' })
   */
  async useOrCreate(place: SnowflakePlace & SignalOption): Promise<void> {
    checkOptionNames('useOrCreate()', place, { warehouse: true, database: true, schema: true, signal: true });
    this.#session.surroundings.say(await useOrCreate(this.#session, place, this.#signalOf(place)));
  }

  /** What the lists and `describe()` tell is metadata: none of them wakes a warehouse. */
  async listWarehouses(options: ListOptions = {}): Promise<Page<NamedObject>> {
    checkOptionNames('listWarehouses()', options, LIST_OPTIONS);
    return await listWarehouses(this.#session, { ...options, signal: this.#signalOf(options) });
  }

  async listDatabases(options: ListOptions = {}): Promise<Page<NamedObject>> {
    checkOptionNames('listDatabases()', options, LIST_OPTIONS);
    return await listDatabases(this.#session, { ...options, signal: this.#signalOf(options) });
  }

  /** @param database by default the session's. */
  async listSchemas(database?: string, options: ListOptions = {}): Promise<Page<NamedObject>> {
    checkOptionNames('listSchemas()', options, LIST_OPTIONS);
    return await listSchemas(this.#session, database, { ...options, signal: this.#signalOf(options) }).catch(
      this.#rethrow,
    );
  }

  /** @param schema `schema` or `database.schema`; by default the session's. */
  async listTables(schema?: string, options: ListOptions = {}): Promise<Page<TableSummary>> {
    checkOptionNames('listTables()', options, LIST_OPTIONS);
    return await listTables(this.#session, schema, { ...options, signal: this.#signalOf(options) }).catch(
      this.#rethrow,
    );
  }

  /** @param schema `schema` or `database.schema`; by default the session's. */
  async listViews(schema?: string, options: ListOptions = {}): Promise<Page<TableSummary>> {
    checkOptionNames('listViews()', options, LIST_OPTIONS);
    return await listViews(this.#session, schema, { ...options, signal: this.#signalOf(options) }).catch(this.#rethrow);
  }

  /** The columns of a table or a view, all on one page. */
  async listColumns(table: string, options: SignalOption = {}): Promise<Page<ColumnSummary>> {
    checkOptionNames('listColumns()', options, { signal: true });
    return await listColumns(this.#session, table, this.#signalOf(options)).catch(this.#rethrow);
  }

  /** The kind, the size, the comment and the columns of a table or a view. */
  async describe(table: string, options: SignalOption = {}): Promise<TableDescription> {
    checkOptionNames('describe()', options, { signal: true });
    return await describeTable(this.#session, table, this.#signalOf(options)).catch(this.#rethrow);
  }

  /**
   * The first rows of a table or a view, in no certain order. This runs on the session's warehouse, which Snowflake wakes
   * and bills for at least a minute (docs.snowflake.com, "Overview of warehouses"); the first preview of a connection says so.
   * @param limit how many rows.
   */
  async preview(table: string, limit = 10, options: SignalOption = {}): Promise<Table> {
    checkOptionNames('preview()', options, { signal: true });
    checkLimit(limit);
    const from = identifier(table);
    if (!this.#hasToldOfWarehouse) {
      this.#session.surroundings.say(
        "A preview runs on the session's warehouse, which Snowflake wakes for it and bills for at least a minute. describe() tells columns and size without a warehouse.",
      );
      this.#hasToldOfWarehouse = true;
    }
    const sqlText = `select * from ${from.sql} limit ${limit}`;
    return await (await this.#run(readStatement(sqlText), { sqlText, signal: this.#signalOf(options) })).read();
  }

  /**
   * The rows of a table or a view, which stay in Snowflake: the verbs of a Table say what is to be computed there.
   * @param name `table`, `schema.table` or `database.schema.table`.
   * @example await snowflake.table<House>('houses').groupBy('CITY').aggregate({ income: mean('MEDINC') }).read()
   */
  table<Row extends object = AnyRow>(name: string, options: SignalOption = {}): TableQuery<Row> {
    checkOptionNames('table()', options, { signal: true });
    const runner: QueryRunner = {
      columns: async () => (await this.listColumns(name, options)).items,
      read: async (sqlText, binds) => await (await this.execute(sqlText, binds, options)).read(),
    };
    return queryTable<Row>(name, runner);
  }

  /** Ends the session in Snowflake. Calling it twice is fine. */
  async close(): Promise<void> {
    await this.#session.close();
  }

  toString(): string {
    const names = Object.entries(this.names).filter(([, name]) => name !== undefined);
    const shown = names.map(([what, name]) => `${what} ${name}`).join(', ');
    return `Snowflake session${shown === '' ? '' : `: ${shown}`}`;
  }

  [INSPECT](): string {
    return this.toString();
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return { 'text/plain': this.toString() };
  }

  async #run(request: SqlRequest, statement: Statement, options: ResultOptions = {}): Promise<QueryResult> {
    const { signal } = statement;
    const { reads, fills } = namedTables(request, statement.binds);
    const lookUp = (): Promise<string | undefined> => originOfTables(this.#session, reads, signal);
    // Looked up before the statement runs, since it may replace the tables that it reads.
    const filledFrom = fills.length === 0 ? undefined : await lookUp();
    try {
      const { resultFormat = this.#results.resultFormat, exactFloats = this.#results.exactFloats } = options;
      const running = runForRows(this.#session, request, statement, { resultFormat, exactFloats });
      const origin = isQuery(request) ? lookUp() : undefined;
      const manifest = await tellRunning(running, this.#session.surroundings);
      if (filledFrom !== undefined) await markTables(this.#session, fills, filledFrom);
      return queryResult(this.#session, manifest, signal, origin);
    } catch (error) {
      throw await this.#explained(error, request);
    }
  }

  async #explained(error: unknown, request?: SqlRequest): Promise<unknown> {
    return await withNearestName(this.#session, error, { role: this.names.role, request });
  }

  readonly #rethrow = async (error: unknown): Promise<never> => {
    throw await this.#explained(error);
  };

  #signalOf({ signal }: SignalOption): AbortSignal {
    return signal ?? this.#signal ?? this.#session.surroundings.signal;
  }
}

/** What a failed load can say about its table. */
function tableAfter(error: unknown): string {
  if (!(error instanceof UnsettledLoad)) return 'the table is as it was before';
  return 'it is not known what the table holds now, look at it before you load again';
}
