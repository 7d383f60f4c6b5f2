import { join } from 'node:path';
import { ParquetFile } from '../../files/parquet/parquet-file';
import { columnValues, type PlainColumn, plainColumn } from '../../files/parquet/plain-values';
import { groupSize } from '../../files/parquet/row-group-size';
import type { Surroundings } from '../../surroundings';
import { sliceColumn } from '../../table/slice-column';
import type { LoadColumn } from './load-plan';

/**
 * A file ends once it has so many bytes. The driver sends each file in one request whose permission cannot be renewed,
 * so files stay small; several are sent at the same time.
 */
const BYTES_PER_PART = 40 * 1024 * 1024;

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
    const rowsPerGroup = groupSize(
      columns.map(({ column }) => column),
      rowCount,
    );
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
