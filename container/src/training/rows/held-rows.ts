import { InternalError } from 'kernel-helpers/errors';
import { copyRows, type RowBatch, type RowSink } from './row-batch';

/**
 * Rows held in memory that all threads share. Room is reserved for as many rows as may come; the system hands out memory
 * only for those that do.
 */
export class HeldRows implements RowSink {
  readonly #columns: readonly Float32Array[];
  #rowCount = 0;

  constructor(
    width: number,
    private readonly mostRows: number,
  ) {
    const bytes = mostRows * Float32Array.BYTES_PER_ELEMENT;
    this.#columns = Array.from({ length: width }, () => new Float32Array(new SharedArrayBuffer(bytes)));
  }

  add(batch: RowBatch, picked?: Uint32Array): void {
    const more = picked?.length ?? batch.rowCount;
    if (this.#rowCount + more > this.mostRows) throw new InternalError(`More than ${this.mostRows} rows came.`);
    copyRows(batch, picked, this.#columns, this.#rowCount);
    this.#rowCount += more;
  }

  /** The rows so far, column by column. */
  get columns(): readonly Float32Array[] {
    return this.#columns.map((column) => column.subarray(0, this.#rowCount));
  }
}
