import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Cancellation } from '../engine/cancellation';
import { type Encode, planChunks, type RowRange } from './plan-chunks';
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
 * bytes. The first rows go into the answer, the others window by window into gzip files.
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
    const encode: Encode = format === 'arrow' ? await table.arrowStreams() : (ranges) => table.readJson(ranges);
    const plan = await planChunks(table.rowCount, encode, options.maxChunkBytes);
    const inline = plan.inline ?? (await withoutRows(format, encode));
    if (plan.windows.length > 0) await mkdir(options.directory, { recursive: true, mode: 0o700 });
    const chunks = await writeChunks(plan.windows, encode, join(options.directory, format));
    const inlineRows = Buffer.from(inline).toString(format === 'arrow' ? 'base64' : 'utf8');
    return { columns, rowCount: table.rowCount, format, inlineRows, chunks };
  } finally {
    await table.drop();
  }
}

/** An Arrow stream has a schema without rows, too. */
async function withoutRows(format: ResultFormat, encode: Encode): Promise<Uint8Array> {
  const [stream] = format === 'arrow' ? await encode([{ from: 0, to: 0 }]) : [];
  return stream ?? new Uint8Array();
}

/** Encodes the rows of each window while the one before is packed and written. */
async function writeChunks(
  windows: readonly (readonly RowRange[])[],
  encode: Encode,
  path: string,
): Promise<readonly StoredChunk[]> {
  let written: readonly StoredChunk[] = [];
  let writing: Promise<readonly StoredChunk[]> = Promise.resolve([]);
  try {
    for (const ranges of windows) {
      const encoded = await encode(ranges);
      written = [...written, ...(await writing)];
      const first = written.length;
      writing = Promise.all(
        ranges.map((range, index) => writeChunk(`${path}-${first + index}.gz`, range, encoded[index])),
      );
    }
  } finally {
    await writing.catch(() => undefined);
  }
  return [...written, ...(await writing)];
}

/** Bytes that zlib hands out at a time; with few, most of its time goes into joining them. */
const PACK_BYTES = 1024 * 1024;

async function writeChunk(file: string, range: RowRange, bytes: Uint8Array): Promise<StoredChunk> {
  // Gzip as the service sends it, but bytes are cheap on this machine and its time is not.
  const compressed = await gzipAsync(bytes, { level: 0, chunkSize: PACK_BYTES });
  await writeFile(file, compressed, { mode: 0o600 });
  return {
    file,
    rowCount: range.to - range.from,
    compressedBytes: compressed.length,
    uncompressedBytes: bytes.length,
  };
}
