import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Cancellation } from '../engine/cancellation';
import { planChunks, type RowRange } from './plan-chunks';
import type { ResultSet, StoredChunk } from './result-set';
import { describeQuery, ResultTable } from './result-table';
import type { ResultColumnType } from './row-type';

const gzipAsync = promisify(gzip);

export interface StoreOptions {
  readonly queryId: string;
  /** Folder for the chunk files; it is made when there are any. */
  readonly directory: string;
  readonly cancellation: Cancellation;
  readonly maxChunkBytes: number;
  /** Adds to what DuckDB knows of the columns: it has DECIMAL for NUMBER, but no VARCHAR lengths and no NOT NULL. */
  readonly refine: (columns: readonly ResultColumnType[]) => readonly ResultColumnType[];
}

/**
 * Runs one SELECT and stores its result. DuckDB builds the JSON text; Node only moves bytes. The first rows go into the
 * answer, the others chunk by chunk into gzip files.
 */
export async function storeResult(
  connection: DuckDBConnection,
  sql: string,
  options: StoreOptions,
): Promise<ResultSet> {
  const columns = options.refine(await describeQuery(connection, sql));
  const table = await ResultTable.fill(connection, options.cancellation, `result ${options.queryId}`, sql, columns);
  try {
    const readJson = (range: RowRange) => table.readJson(range);
    const plan = await planChunks(table.rowCount, readJson, options.maxChunkBytes);
    if (plan.chunks.length > 0) await mkdir(options.directory, { recursive: true, mode: 0o700 });
    const chunks = await writeChunks(plan.chunks, readJson, options.directory);
    return { columns, rowCount: table.rowCount, inlineRowsJson: plan.inlineRowsJson, chunks };
  } finally {
    await table.drop();
  }
}

/** Builds the text of each chunk while the one before is compressed. */
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
  // Digits repeat little: Huffman codes alone give files as small, twice as fast.
  const compressed = await gzipAsync(json, { level: constants.Z_BEST_SPEED, strategy: constants.Z_HUFFMAN_ONLY });
  await writeFile(file, compressed, { mode: 0o600 });
  return {
    file,
    rowCount: range.to - range.from,
    compressedBytes: compressed.length,
    uncompressedBytes: json.length,
  };
}
