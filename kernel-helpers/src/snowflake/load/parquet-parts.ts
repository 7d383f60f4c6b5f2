import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Surroundings } from '../../surroundings';
import { encodeParquet } from './encode-parquet';
import type { LoadColumn } from './load-plan';

/**
 * Memory of one part before compression. The driver sends each file in one request whose permission cannot be renewed,
 * so parts stay small; several are sent at the same time.
 */
const BYTES_PER_PART = 48 * 1024 * 1024;

const BYTES_PER_DECIMAL = 16;

export interface ParquetPart {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Cuts the rows into parts of a good size: `[from, to)` for each. */
export function cutIntoParts(columns: readonly LoadColumn[], rowCount: number): readonly (readonly [number, number])[] {
  const bytesPerRow = columns.reduce((bytes, { column }) => bytes + bytesPerValue(column), 0);
  const rowsPerPart = Math.max(1, Math.floor(BYTES_PER_PART / Math.max(1, bytesPerRow)));
  const count = Math.ceil(rowCount / rowsPerPart);
  return Array.from({ length: count }, (_, part) => [part * rowsPerPart, Math.min(rowCount, (part + 1) * rowsPerPart)]);
}

/** Makes a folder, and deletes it when the task ends, also after an error. */
export async function withTemporaryFolder<Result>(task: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'kernel-helpers-load-'));
  try {
    return await task(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes one part as a Parquet file. */
export async function writePart(
  columns: readonly LoadColumn[],
  [from, to]: readonly [number, number],
  path: string,
  protect: Surroundings['protect'],
): Promise<ParquetPart> {
  const bytes = await protect(() => encodeParquet(columns, from, to));
  await writeFile(path, bytes);
  return { path, rows: to - from, bytes: bytes.byteLength };
}

/** An estimate from the first thousand texts, since this size need not be exact. */
function bytesPerValue(column: LoadColumn['column']): number {
  if (column.kind === 'decimal') return BYTES_PER_DECIMAL;
  if (column.kind !== 'text') return column.values.BYTES_PER_ELEMENT;
  const sample = column.values.slice(0, 1000);
  return sample.reduce((length, text) => length + text.length, 0) / Math.max(1, sample.length) + 4;
}
