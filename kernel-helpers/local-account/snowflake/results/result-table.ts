import { DuckDBBlobValue, type DuckDBConnection } from '@duckdb/node-api';
import { InternalError } from 'kernel-helpers/errors';
import { columnTypeOfDuckdb } from '../catalog/column-type';
import type { Cancellation } from '../engine/cancellation';
import { fromPhysicalName } from '../identifiers';
import { arrowStreams } from './arrow-stream';
import type { Encode, RowRange } from './plan-chunks';
import type { ResultColumnType } from './row-type';
import { factsSql, rowJsonSql, storedColumn } from './wire-json';

/** Tells the columns of a query without running it. */
export async function describeQuery(connection: DuckDBConnection, sql: string): Promise<readonly ResultColumnType[]> {
  const described = await connection.runAndReadAll(`DESCRIBE ${sql}`);
  return described.getRowsJson().map(([name, type]) => ({
    name: fromPhysicalName(String(name)),
    type: columnTypeOfDuckdb(String(type)),
    nullable: true,
  }));
}

/** The rows of one result in a temporary table, so that the query runs only once and the rows keep their order. */
export class ResultTable {
  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly cancellation: Cancellation,
    private readonly name: string,
    private readonly columns: readonly ResultColumnType[],
    private readonly rowSql: string,
    private readonly firstRowId: bigint,
    readonly rowCount: number,
  ) {}

  /** Runs the query; `name` must be unique within the connection. */
  static async fill(
    connection: DuckDBConnection,
    cancellation: Cancellation,
    name: string,
    sql: string,
    columns: readonly ResultColumnType[],
  ): Promise<ResultTable> {
    const table = `temp.main."${name}"`;
    const stored = columns.map((_, index) => storedColumn(index)).join(', ');
    await cancellation.guard(connection, () => connection.run(`CREATE TEMP TABLE ${table}(${stored}) AS ${sql}`));
    const types = columns.map((column) => column.type);
    const found = await cancellation.guard(connection, () =>
      connection.runAndReadAll(
        `SELECT count(*), coalesce(min(rowid), 0), coalesce(max(rowid), -1), ${factsSql(types)} FROM ${table}`,
      ),
    );
    const [count, first, last, facts] = found.getRowsJson()[0] ?? [];
    const rowCount = BigInt(String(count));
    const firstRowId = BigInt(String(first));
    // The row ids of an open transaction begin far above 0, but they too have no gaps.
    if (BigInt(String(last)) - firstRowId + 1n !== rowCount)
      throw new InternalError('The row numbers that DuckDB gave to a result have gaps.');
    const rowSql = rowJsonSql(types, Array.isArray(facts) ? facts.map((fact) => fact === true) : []);
    return new ResultTable(connection, cancellation, table, columns, rowSql, firstRowId, Number(rowCount));
  }

  /**
   * The JSON text of neighbouring ranges, from the first to the last, as UTF-8: the rows of a range, joined by commas, without outer brackets.
   * DuckDB makes them on all its threads if there are more rows than one thread takes at a time, which is 122,880.
   */
  async readJson(ranges: readonly RowRange[]): Promise<readonly Uint8Array[]> {
    const sql = ranges.length === 1 ? this.joinedSql(ranges[0]) : this.joinedByRangeSql(ranges);
    const result = await this.cancellation.guard(this.connection, () => this.connection.runAndReadAll(sql));
    return result.getRows().map(([value]) => {
      if (value instanceof DuckDBBlobValue) return value.bytes;
      throw new InternalError('DuckDB gave the rows of a result as something other than bytes.');
    });
  }

  /** DuckDB plans it much faster than rows in groups, and that is most of the time of a small result. */
  private joinedSql(range: RowRange): string {
    return `SELECT encode(string_agg(${this.rowSql}, ',' ORDER BY rowid)) FROM ${this.source(range)}`;
  }

  private joinedByRangeSql(ranges: readonly RowRange[]): string {
    const whole = { from: ranges[0]?.from ?? 0, to: ranges.at(-1)?.to ?? 0 };
    const part = ranges.map(({ to }, index) => `WHEN rowid < ${this.firstRowId + BigInt(to)} THEN ${index}`).join(' ');
    return (
      `SELECT encode(string_agg(row, ',' ORDER BY id)) FROM (SELECT rowid AS id, CASE ${part} END AS part, ` +
      `${this.rowSql} AS row FROM ${this.source(whole)}) GROUP BY part ORDER BY part`
    );
  }

  /** What gives the rows of each range as one Arrow IPC stream. */
  async arrowStreams(): Promise<Encode> {
    const { connection, columns, cancellation } = this;
    const rows = { connection, columns, source: (wanted: RowRange) => this.source(wanted) };
    const stream = await cancellation.guard(connection, () => arrowStreams(rows, this.rowCount));
    return async (ranges) => {
      const streams: Uint8Array[] = [];
      for (const range of ranges) streams.push(await cancellation.guard(connection, () => stream(range)));
      return streams;
    };
  }

  private source({ from, to }: RowRange): string {
    return `${this.name} WHERE rowid >= ${this.firstRowId + BigInt(from)} AND rowid < ${this.firstRowId + BigInt(to)}`;
  }

  /** Drops the table. After a cancelled or failed statement the transaction may be gone, and the table with it. */
  async drop(): Promise<void> {
    await this.connection.run(`DROP TABLE IF EXISTS ${this.name}`).catch(() => undefined);
  }
}
