import { planColumns } from 'kernel-helpers/snowflake/result/column-plan';
import { type RowBytes, readRowBytes } from 'kernel-helpers/snowflake/result/read-row-bytes';
import type { ShareRange } from 'kernel-helpers/training-contract/index';
import type { ManifestMessage } from '../manifest-message';
import { batchWidth, cellReaders } from './cell-reader';
import { ValueCounts } from './count-values';
import { emptyColumns, ROWS_PER_BATCH, type RowBatch, type RowSink } from './row-batch';
import { RowScanner } from './row-scanner';
import { splitBatch } from './split-batch';

/** Where the rows of a share go. */
export interface Sides {
  readonly train: RowSink;
  /** Takes the rows that are kept aside. */
  readonly validation?: { readonly sink: RowSink; readonly part: number; readonly seed: number };
}

/**
 * Reads the rows of a share in their order and puts each on its side, as 32-bit numbers by the plan. A few thousand rows
 * and a few chunks of the result are in memory at any time.
 */
export async function decodeShare(
  { manifest, plan }: ManifestMessage,
  { from, to }: ShareRange,
  sides: Sides,
  signal: AbortSignal,
): Promise<ValueCounts> {
  const counts = new ValueCounts(plan);
  const identity = plan.features.length + 1;
  const scanner = new RowScanner(cellReaders(planColumns(manifest.columns, manifest.timeZone), plan));
  const reader = new BatchReader(scanner, batchWidth(plan), (batch) => {
    counts.add(batch);
    sortBatch(batch, identity, sides);
  });
  for await (const piece of readRowBytes(manifest, { from, to, signal })) {
    reader.begin(piece);
    for await (const part of piece.parts) {
      signal.throwIfAborted();
      reader.push(part);
      if (reader.isDone && !piece.isToEnd) break;
    }
    reader.end(piece);
  }
  reader.finish();
  return counts;
}

function sortBatch(batch: RowBatch, identity: number, { train, validation }: Sides): void {
  if (validation === undefined) {
    train.add(batch);
    return;
  }
  const split = splitBatch(batch, identity, validation.part, validation.seed);
  train.add(batch, split.train);
  validation.sink.add(batch, split.validation);
}

/** Makes batches of the wanted rows of several chunks. */
class BatchReader {
  readonly #columns: readonly Float32Array[];
  /** Rows of the batch so far. */
  #count = 0;
  /** Rows of the chunk to pass over, and then rows to read. */
  #skip = 0;
  #left = 0;

  constructor(
    private readonly scanner: RowScanner,
    width: number,
    private readonly onBatch: (batch: RowBatch) => void,
  ) {
    this.#columns = emptyColumns(width, ROWS_PER_BATCH);
  }

  /** True if the rest of the chunk is not wanted. */
  get isDone(): boolean {
    return this.#skip + this.#left === 0;
  }

  begin({ skip, rows }: RowBytes): void {
    this.scanner.begin();
    this.#skip = skip;
    this.#left = rows;
  }

  push(part: Buffer): void {
    this.scanner.push(part);
    this.#read();
  }

  /** Sees to it that the chunk held what it was said to hold. */
  end({ isToEnd }: RowBytes): void {
    this.scanner.end();
    this.#read();
    if (isToEnd) this.scanner.expectEnd();
  }

  finish(): void {
    if (this.#count > 0) this.onBatch({ columns: this.#columns, rowCount: this.#count });
    this.#count = 0;
  }

  #read(): void {
    // What is passed over is written where the next wanted row comes.
    while (this.#skip > 0) {
      if (this.scanner.read(this.#columns, this.#count, 1) === 0) return;
      this.#skip -= 1;
    }
    while (this.#left > 0) {
      const most = Math.min(this.#left, ROWS_PER_BATCH - this.#count);
      const read = this.scanner.read(this.#columns, this.#count, most);
      this.#count += read;
      this.#left -= read;
      if (this.#count === ROWS_PER_BATCH) this.finish();
      if (read < most) return;
    }
  }
}
