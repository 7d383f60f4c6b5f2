import { randomUUID } from 'node:crypto';
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf, PlatformError } from 'kernel-helpers/errors';
import { bytesOf, type RowFile } from '../../xgboost/row-file';
import { copyRows, emptyColumns, ROWS_PER_BATCH, type RowBatch, type RowSink } from './row-batch';

/** Writes rows to a file as they come. */
export class RowFileWriter implements RowSink {
  readonly #descriptor: number;
  readonly #columns: readonly Float32Array[];
  readonly #batchRows: number[] = [];
  #waiting = 0;
  #isOpen = true;

  /** @throws PlatformError where no file can be made in the folder. */
  constructor(
    private readonly width: number,
    folder: string = tmpdir(),
  ) {
    this.#columns = emptyColumns(width, ROWS_PER_BATCH);
    const path = join(folder, `rows-${randomUUID()}`);
    try {
      this.#descriptor = openSync(path, 'wx+', 0o600);
      unlinkSync(path);
    } catch (cause) {
      throw unwritable(cause, `in ${folder}`);
    }
  }

  add(batch: RowBatch, picked: Uint32Array = everyRow(batch.rowCount)): void {
    let done = 0;
    while (done < picked.length) {
      const some = picked.subarray(done, done + ROWS_PER_BATCH - this.#waiting);
      copyRows(batch, some, this.#columns, this.#waiting);
      this.#waiting += some.length;
      done += some.length;
      if (this.#waiting === ROWS_PER_BATCH) this.#write();
    }
  }

  /** Writes the rest. */
  finish(): RowFile {
    if (this.#waiting > 0) this.#write();
    return { descriptor: this.#descriptor, width: this.width, batchRows: this.#batchRows };
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#descriptor);
  }

  #write(): void {
    try {
      for (const column of this.#columns) writeFully(this.#descriptor, bytesOf(column.subarray(0, this.#waiting)));
    } catch (cause) {
      throw unwritable(cause, 'to disk');
    }
    this.#batchRows.push(this.#waiting);
    this.#waiting = 0;
  }
}

function writeFully(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
}

function everyRow(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row);
}

function unwritable(cause: unknown, where: string): PlatformError {
  return new PlatformError(
    `This host cannot write its rows ${where}: ${messageOf(cause)}. Give the job more disk (volumeSizeGB), or call share() without stream.`,
    { cause },
  );
}
