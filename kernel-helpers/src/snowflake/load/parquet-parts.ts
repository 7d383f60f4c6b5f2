import { join } from 'node:path';
import type { Surroundings } from '../../surroundings';
import { sliceColumn } from '../../table/slice-column';
import type { Column } from '../../table/table';
import { columnLength } from '../../values/text-column';
import type { LoadColumn } from './load-plan';
import { ParquetFile } from './parquet/parquet-file';
import { BYTES_PER_DECIMAL } from './parquet/parquet-type';
import { columnValues, type PlainColumn, plainColumn } from './plain-values';

/**
 * A file ends once it has so many bytes. The driver sends each file in one request whose permission cannot be renewed,
 * so files stay small; several are sent at the same time.
 */
const BYTES_PER_PART = 40 * 1024 * 1024;

/** Readers take the row groups of a file at the same time; the limits are those of DuckDB's own files. */
const ROWS_PER_GROUP = 122_880;
const BYTES_PER_GROUP = 16 * 1024 * 1024;
const LENGTH_BYTES = 4;

export interface ParquetPart {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Writes rows to Parquet files in a folder, and gives each file out when it is full. */
export class ParquetParts {
  #file: { readonly path: string; readonly parquet: ParquetFile; readonly types: string } | undefined;
  #count = 0;

  constructor(
    private readonly folder: string,
    private readonly protect: Surroundings['protect'],
  ) {}

  /** Adds rows; yields every file that they have filled. */
  async *add(columns: readonly LoadColumn[], rowCount: number): AsyncGenerator<ParquetPart> {
    const plain = columns.map(plainColumn);
    const rowsPerGroup = groupSize(columns, rowCount);
    for (let from = 0; from < rowCount; from += rowsPerGroup) {
      const to = Math.min(rowCount, from + rowsPerGroup);
      // All row groups of a file have the same types.
      if (this.#file !== undefined && this.#file.types !== typesOf(plain)) yield* this.end();
      this.#file ??= await this.#begin(plain);
      const { parquet } = this.#file;
      const values = await this.protect(() =>
        columns.map((column, index) => columnValues(column, plain[index], sliceColumn(column.column, from, to))),
      );
      await parquet.writeRowGroup(values, to - from);
      if (parquet.bytes >= BYTES_PER_PART) yield* this.end();
    }
  }

  /** Yields the last file, if one was begun. */
  async *end(): AsyncGenerator<ParquetPart> {
    if (this.#file === undefined) return;
    const { path, parquet } = this.#file;
    this.#file = undefined;
    await parquet.finish();
    yield { path, rows: parquet.rows, bytes: parquet.bytes };
  }

  /** Closes a file that is not finished. Calling it twice is fine. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.parquet.abandon();
  }

  async #begin(plain: readonly PlainColumn[]) {
    const path = join(this.folder, `part-${this.#count}.parquet`);
    this.#count += 1;
    return { path, parquet: await ParquetFile.create(path), types: typesOf(plain) };
  }
}

function typesOf(plain: readonly PlainColumn[]): string {
  return JSON.stringify(plain.map(({ type }) => type));
}

function groupSize(columns: readonly LoadColumn[], rowCount: number): number {
  const bytesPerRow = columns.reduce((bytes, { column }) => bytes + bytesPerValue(column, rowCount), 0);
  return Math.max(1, Math.min(ROWS_PER_GROUP, Math.floor(BYTES_PER_GROUP / Math.max(1, bytesPerRow))));
}

/** An estimate, since this size need not be exact: for strings from the first thousand. */
function bytesPerValue(column: Column, rowCount: number): number {
  if (column.kind === 'decimal') return BYTES_PER_DECIMAL;
  if (column.kind !== 'text') return column.values.BYTES_PER_ELEMENT;
  const parts = column.texts?.parts();
  if (parts !== undefined) {
    const bytes = parts.reduce((sum, { offsets }) => sum + offsets[offsets.length - 1] - offsets[0], 0);
    return bytes / Math.max(1, rowCount) + LENGTH_BYTES;
  }
  const sampled = Math.min(1000, columnLength(column));
  let length = 0;
  for (let row = 0; row < sampled; row += 1) length += column.values[row].length;
  return length / Math.max(1, sampled) + LENGTH_BYTES;
}
