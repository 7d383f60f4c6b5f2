import { DuckDBBlobValue, type DuckDBConnection } from '@duckdb/node-api';
import { Column, Endianness, Table, tableToIPC, Version } from '@uwdata/flechette';
import { InternalError } from 'kernel-helpers/errors';
import { arrowColumn } from './arrow-column';
import { arrowParts } from './arrow-parts';
import { type IntegerWidth, narrowestWidth } from './narrow-numbers';
import type { RowRange } from './plan-chunks';
import { readRawColumns } from './raw-columns';
import type { ResultColumnType } from './row-type';
import { storedColumn } from './wire-json';

/** Where the rows of a result lie in DuckDB: columns c0, c1, …, and their rows in order of `rowid`. */
export interface StoredRows {
  readonly connection: DuckDBConnection;
  readonly columns: readonly ResultColumnType[];
  /** SQL after SELECT: a table and the wanted rows of it. */
  readonly source: (range: RowRange) => string;
}

/**
 * Gives rows of a result as Arrow IPC streams. NUMBER columns are as wide as the values of the whole result need, since
 * clients expect one schema of all its parts (https://github.com/snowflakedb/snowflake-connector-python/issues/1170).
 */
export async function arrowStreams(
  rows: StoredRows,
  rowCount: number,
): Promise<(range: RowRange) => Promise<Uint8Array>> {
  const widths = await numberWidths(rows, rows.source({ from: 0, to: rowCount }));
  return async (range) => await arrowStream(rows, widths, range);
}

async function arrowStream(rows: StoredRows, widths: readonly IntegerWidth[], range: RowRange): Promise<Uint8Array> {
  const { connection, columns } = rows;
  const source = rows.source(range);
  const rowCount = range.to - range.from;
  const parts = columns.map((column, index) => arrowParts(storedColumn(index), column.type));
  const values = parts.flatMap((part) => part.values);
  const raw = await readRawColumns(
    connection,
    `SELECT ${values.map(({ sql }) => sql).join(', ')} FROM ${source} ORDER BY rowid`,
    values.map(({ width }) => width),
    rowCount,
  );
  const texts = await readTexts(rows, source);
  let next = 0;
  const made = columns.map((column, index) => {
    const first = next;
    next += parts[index].values.length;
    return arrowColumn(column, {
      rowCount,
      values: raw.slice(first, next),
      texts: texts[index],
      width: widths[index],
    });
  });
  const fields = made.map(({ field }) => field);
  const schema = { version: Version.V5, endianness: Endianness.Little, fields, metadata: null };
  const batches = made.map(({ batch }) => new Column(rowCount === 0 ? [] : [batch], batch.type));
  const stream = tableToIPC(new Table(schema, batches), { format: 'stream' });
  if (stream === null) throw new InternalError('The Arrow stream of a result went elsewhere.');
  return stream;
}

async function numberWidths({ connection, columns }: StoredRows, source: string): Promise<readonly IntegerWidth[]> {
  const extremes = columns.map(({ type }, index) => {
    const column = storedColumn(index);
    return type.wire === 'fixed' ? `min(${column})::VARCHAR, max(${column})::VARCHAR` : 'NULL, NULL';
  });
  const result = await connection.runAndReadAll(`SELECT ${extremes.join(', ')} FROM ${source}`);
  const [found = []] = result.getRowsJson();
  const digits = (value: unknown): bigint => BigInt(typeof value === 'string' ? value.replace('.', '') : 0);
  return columns.map((_, index) => narrowestWidth(digits(found[index * 2]), digits(found[index * 2 + 1])));
}

/** For each column all its texts joined, which DuckDB does faster than JavaScript takes them one by one. */
async function readTexts({ connection, columns }: StoredRows, source: string): Promise<readonly Uint8Array[]> {
  const joined = columns.map(({ type }, index) => {
    const { text } = arrowParts(storedColumn(index), type);
    return text === undefined ? 'NULL' : `encode(string_agg(${text}, '' ORDER BY rowid))`;
  });
  if (joined.every((sql) => sql === 'NULL')) return columns.map(() => new Uint8Array());
  const result = await connection.runAndReadAll(`SELECT ${joined.join(', ')} FROM ${source}`);
  const [found = []] = result.getRows();
  return columns.map(({ type }, index) => {
    const value = found[index];
    if (!(value instanceof DuckDBBlobValue)) return new Uint8Array();
    return type.wire === 'binary' ? Buffer.from(Buffer.from(value.bytes).toString('latin1'), 'hex') : value.bytes;
  });
}
