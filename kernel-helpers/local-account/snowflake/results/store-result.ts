import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { DuckDBBlobValue, type DuckDBConnection } from '@duckdb/node-api';
import { InternalError } from 'kernel-helpers/errors';
import { columnTypeOfDuckdb } from '../catalog/column-type';
import type { Cancellation } from '../engine/cancellation';
import { fromPhysicalName } from '../identifiers';
import { planChunks, type RowRange } from './plan-chunks';
import type { ResultSet, StoredChunk } from './result-set';
import type { ResultColumnType } from './row-type';
import { rowJsonSql, storedColumn } from './wire-json';

const gzipAsync = promisify(gzip);

export interface StoreOptions {
  /** Unique within the connection; names the table that holds the rows while chunks are cut. */
  readonly resultName: string;
  /** Folder for the chunk files; made when there are any. */
  readonly directory: string;
  readonly cancellation: Cancellation;
  readonly maxChunkBytes: number;
  /** Improves on what DuckDB knows of a column (DECIMAL for NUMBER, but no VARCHAR lengths or NOT NULL). */
  readonly refine: (columns: readonly ResultColumnType[]) => readonly ResultColumnType[];
}

/**
 * Runs one SELECT and stores its result: rows into a temporary table, so that the query runs once and the order stays,
 * then JSON text built inside DuckDB, chunk by chunk, gzipped into files. Node only moves bytes.
 */
export async function storeResult(
  connection: DuckDBConnection,
  sql: string,
  options: StoreOptions,
): Promise<ResultSet> {
  const { cancellation } = options;
  const table = `temp.main."${options.resultName}"`;
  const columns = options.refine(await describeQuery(connection, sql));
  const names = columns.map((_, index) => storedColumn(index)).join(', ');
  await cancellation.guard(connection, () => connection.run(`CREATE TEMP TABLE ${table}(${names}) AS ${sql}`));
  try {
    const row = rowJsonSql(columns.map((column) => column.type));
    const { first, rowCount } = await findRows(connection, table);
    const readJson = ({ from, to }: RowRange) =>
      cancellation.guard(connection, () =>
        readRowsJson(connection, table, row, first + BigInt(from), first + BigInt(to)),
      );
    const plan = await planChunks(rowCount, readJson, options.maxChunkBytes);
    if (plan.chunks.length > 0) await mkdir(options.directory, { recursive: true, mode: 0o700 });
    const chunks = await writeChunks(plan.chunks, readJson, options.directory);
    return { columns, rowCount, inlineRowsJson: plan.inlineRowsJson, chunks };
  } finally {
    await dropQuietly(connection, table);
  }
}

/** The columns of a query, without running it. */
export async function describeQuery(connection: DuckDBConnection, sql: string): Promise<readonly ResultColumnType[]> {
  const described = await connection.runAndReadAll(`DESCRIBE ${sql}`);
  return described.getRowsJson().map(([name, type]) => ({
    name: fromPhysicalName(String(name)),
    type: columnTypeOfDuckdb(String(type)),
    nullable: true,
  }));
}

/** Rows of a transaction that is still open have row ids far above 0; they are without gaps all the same. */
async function findRows(connection: DuckDBConnection, table: string) {
  const found = await connection.runAndReadAll(
    `SELECT count(*), coalesce(min(rowid), 0), coalesce(max(rowid), -1) FROM ${table}`,
  );
  const [rowCount = 0n, first = 0n, last = -1n] = (found.getRowsJson()[0] ?? []).map((cell) => BigInt(String(cell)));
  if (last - first + 1n !== rowCount) throw new InternalError('DuckDB numbered the rows of a result with gaps.');
  return { first, rowCount: Number(rowCount) };
}

async function readRowsJson(
  connection: DuckDBConnection,
  table: string,
  row: string,
  from: bigint,
  to: bigint,
): Promise<Uint8Array> {
  const result = await connection.runAndReadAll(
    `SELECT encode(string_agg(${row}, ',' ORDER BY rowid)) FROM ${table} WHERE rowid >= ${from} AND rowid < ${to}`,
  );
  const [value] = result.getRows()[0] ?? [];
  if (value === null) return new Uint8Array();
  if (value instanceof DuckDBBlobValue) return value.bytes;
  throw new InternalError('DuckDB answered rows of a result with something else than bytes.');
}

/** The next chunk's text is built while the one before is compressed. */
async function writeChunks(
  ranges: readonly RowRange[],
  readJson: (range: RowRange) => Promise<Uint8Array>,
  directory: string,
): Promise<readonly StoredChunk[]> {
  const writing: Promise<StoredChunk>[] = [];
  try {
    for (const [index, range] of ranges.entries()) {
      const json = await readJson(range);
      writing.push(writeChunk(join(directory, `${index}.json.gz`), range, json));
      if (index > 0) await writing[index - 1];
    }
  } finally {
    await Promise.allSettled(writing);
  }
  return Promise.all(writing);
}

async function writeChunk(file: string, range: RowRange, json: Uint8Array): Promise<StoredChunk> {
  const compressed = await gzipAsync(json, { level: constants.Z_BEST_SPEED });
  await writeFile(file, compressed, { mode: 0o600 });
  return {
    file,
    rowCount: range.to - range.from,
    compressedBytes: compressed.length,
    uncompressedBytes: json.length,
  };
}

/** After a cancelled or failed statement the transaction may be gone, and the table with it. */
async function dropQuietly(connection: DuckDBConnection, table: string): Promise<void> {
  await connection.run(`DROP TABLE IF EXISTS ${table}`).catch(() => undefined);
}
