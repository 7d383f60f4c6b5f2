import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Cancellation } from '../engine/cancellation';
import { planChunks, type RowRange } from './plan-chunks';
import type { ResultFormat, ResultSet, StoredChunk } from './result-set';
import { describeQuery, ResultTable } from './result-table';
import type { ResultColumnType } from './row-type';

const gzipAsync = promisify(gzip);

export interface StoreOptions {
  readonly queryId: string;
  /** Folder for the chunk files; it is made when there are any. */
  readonly directory: string;
  readonly cancellation: Cancellation;
  readonly maxChunkBytes: number;
  readonly format: ResultFormat;
  /** Adds to what DuckDB knows of the columns: it has DECIMAL for NUMBER, but no VARCHAR lengths and no NOT NULL. */
  readonly refine: (columns: readonly ResultColumnType[]) => readonly ResultColumnType[];
}

/**
 * Runs one SELECT and stores its result. DuckDB builds the JSON text, or the values of Arrow's columns; Node only moves
 * bytes. The first rows go into the answer, the others chunk by chunk into gzip files.
 */
export async function storeResult(
  connection: DuckDBConnection,
  sql: string,
  options: StoreOptions,
): Promise<ResultSet> {
  const columns = options.refine(await describeQuery(connection, sql));
  const table = await ResultTable.fill(connection, options.cancellation, `result ${options.queryId}`, sql, columns);
  try {
    const { format } = options;
    const encode = format === 'arrow' ? await table.arrowStreams() : (range: RowRange) => table.readJson(range);
    const plan = await planChunks(table.rowCount, encode, options.maxChunkBytes);
    const isNothing = format === 'json' && plan.inlineRows === 0;
    const inline = isNothing ? Buffer.alloc(0) : Buffer.from(await encode({ from: 0, to: plan.inlineRows }));
    if (plan.chunks.length > 0) await mkdir(options.directory, { recursive: true, mode: 0o700 });
    const chunks = await writeChunks(plan.chunks, encode, join(options.directory, format));
    const inlineRows = inline.toString(format === 'arrow' ? 'base64' : 'utf8');
    return { columns, rowCount: table.rowCount, format, inlineRows, chunks };
  } finally {
    await table.drop();
  }
}

/** Encodes the rows of each chunk while the one before is compressed. */
async function writeChunks(
  ranges: readonly RowRange[],
  encode: (range: RowRange) => Promise<Uint8Array>,
  path: string,
): Promise<readonly StoredChunk[]> {
  const writing: Promise<StoredChunk>[] = [];
  try {
    for (const [index, range] of ranges.entries()) {
      const bytes = await encode(range);
      writing.push(writeChunk(`${path}-${index}.gz`, range, bytes));
      if (index > 0) await writing[index - 1];
    }
  } finally {
    await Promise.allSettled(writing);
  }
  return Promise.all(writing);
}

async function writeChunk(file: string, range: RowRange, bytes: Uint8Array): Promise<StoredChunk> {
  // Digits repeat little: Huffman codes alone give files as small, twice as fast.
  const compressed = await gzipAsync(bytes, { level: constants.Z_BEST_SPEED, strategy: constants.Z_HUFFMAN_ONLY });
  await writeFile(file, compressed, { mode: 0o600 });
  return {
    file,
    rowCount: range.to - range.from,
    compressedBytes: compressed.length,
    uncompressedBytes: bytes.length,
  };
}
