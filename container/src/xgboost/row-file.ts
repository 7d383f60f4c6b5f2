import { readSync } from 'node:fs';
import { PlatformError } from 'kernel-helpers/errors';

/** Where batches of rows are on the disk; the training thread reads them through the same open file. */
export interface RowFile {
  /** The open file. It has no name any more, so nothing is left of it when the process ends. */
  readonly descriptor: number;
  /** Columns of each batch. In the file they lie one after another. */
  readonly width: number;
  /** Rows of each batch, in the order in which they lie in the file. */
  readonly batchRows: readonly number[];
}

/**
 * Reads one batch into `values`, column after column.
 * @returns the columns, which are parts of `values`
 */
export function readBatch(
  { descriptor, width, batchRows }: RowFile,
  index: number,
  values: Float32Array,
): Float32Array[] {
  const rowsBefore = batchRows.slice(0, index).reduce((sum, rows) => sum + rows, 0);
  const rows = batchRows[index];
  const bytes = bytesOf(values.subarray(0, rows * width));
  const start = rowsBefore * width * Float32Array.BYTES_PER_ELEMENT;
  for (let done = 0; done < bytes.length; ) {
    const read = readSync(descriptor, bytes, done, bytes.length - done, start + done);
    if (read === 0) throw new PlatformError('The rows on this disk ended early. Start the job again.');
    done += read;
  }
  return Array.from({ length: width }, (_, column) => values.subarray(column * rows, (column + 1) * rows));
}

/** Room for the largest batch of a file. */
export function roomForBatch({ width, batchRows }: RowFile): Float32Array {
  return new Float32Array(width * batchRows.reduce((most, rows) => Math.max(most, rows), 0));
}

export function rowCountOf({ batchRows }: RowFile): number {
  return batchRows.reduce((sum, rows) => sum + rows, 0);
}

export function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
