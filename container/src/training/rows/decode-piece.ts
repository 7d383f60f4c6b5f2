import type { ColumnPlan } from 'kernel-helpers/snowflake/result/column-plan';
import { type RowSource, readRowBytes } from 'kernel-helpers/snowflake/result/read-row-bytes';
import type { RowPlan } from '../row-plan';
import { batchWidth, cellReaders } from './cell-reader';
import { type Counted, ValueCounts } from './count-values';
import type { RowBatch } from './row-batch';
import { RowScanner } from './row-scanner';
import { type SplitBatch, splitBatch } from './split-batch';

/** How all pieces of a share are decoded. Plain data. */
export interface Decoding {
  readonly columns: readonly ColumnPlan[];
  readonly plan: RowPlan;
  /** Part of the rows to keep aside, and the seed that chooses them. Without it, no row is. */
  readonly split?: { readonly part: number; readonly seed: number };
}

/** One piece, and the memory for its rows: columns of `source.rows` 32-bit numbers, one after another. */
export interface PieceOrder {
  readonly source: RowSource;
  readonly room: SharedArrayBuffer;
}

/** What is known of a piece once its rows are in their room. */
export interface DecodedPiece {
  readonly counted: Counted;
  /** Which rows go to which side; undefined where all are to learn from. */
  readonly sides?: SplitBatch;
}

/** Reads, counts and sorts the rows of one piece. It works in any thread. */
export async function decodePiece(
  { columns, plan, split }: Decoding,
  { source, room }: PieceOrder,
  signal: AbortSignal,
): Promise<DecodedPiece> {
  const batch = roomBatch(room, batchWidth(plan), source.rows);
  await readRows(new RowScanner(cellReaders(columns, plan)), source, batch.columns, signal);
  const counts = new ValueCounts(plan);
  counts.add(batch);
  const sides = split && splitBatch(batch, plan.features.length + 1, split.part, split.seed);
  return { counted: counts.counted, ...(sides && { sides }) };
}

/** Sees to it that the piece holds what it is said to hold. */
async function readRows(
  scanner: RowScanner,
  source: RowSource,
  columns: readonly Float32Array[],
  signal: AbortSignal,
): Promise<void> {
  let toSkip = source.skip;
  let count = 0;
  const read = (): void => {
    // What is passed over is written where the first wanted row comes.
    while (toSkip > 0) {
      if (scanner.read(columns, 0, 1) === 0) return;
      toSkip -= 1;
    }
    count += scanner.read(columns, count, source.rows - count);
  };
  for await (const part of readRowBytes(source, signal)) {
    scanner.push(part);
    read();
    if (count === source.rows && !source.isToEnd) return;
  }
  scanner.end();
  read();
  if (source.isToEnd) scanner.expectEnd();
}

/** The rows of a piece in its room. */
export function roomBatch(room: SharedArrayBuffer, width: number, rowCount: number): RowBatch {
  const columnBytes = roomBytes(1, rowCount);
  const columns = Array.from({ length: width }, (_, column) => new Float32Array(room, column * columnBytes, rowCount));
  return { columns, rowCount };
}

/** Bytes of the room that a piece needs. */
export function roomBytes(width: number, rowCount: number): number {
  return width * rowCount * Float32Array.BYTES_PER_ELEMENT;
}
