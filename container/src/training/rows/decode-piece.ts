import type { ColumnPlan } from 'kernel-helpers/snowflake/result/column-plan';
import { decoderOf } from 'kernel-helpers/snowflake/result/decoder-of-format';
import type { ResultFormat } from 'kernel-helpers/snowflake/result/manifest';
import type { PieceDecoder } from 'kernel-helpers/snowflake/result/piece-decoder';
import { packedBytes, type RowSource } from 'kernel-helpers/snowflake/result/row-sources';
import type { RowPlan } from '../row-plan';
import { type Counted, ValueCounts } from './count-values';
import { batchWidth, type FloatColumn, floatColumns, roomForPiece, writeOthers } from './float-columns';
import type { RowBatch } from './row-batch';
import { type SplitBatch, splitBatch } from './split-batch';

/** How all pieces of a share are decoded. Plain data. */
export interface Decoding {
  readonly format: ResultFormat;
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

/** Reads, counts and sorts the rows of pieces. It works in any thread. */
export class ShareDecoder {
  readonly #columns: readonly FloatColumn[];
  /** One for each piece that is read at the same time. */
  readonly #idle: PieceDecoder[] = [];

  constructor(private readonly decoding: Decoding) {
    this.#columns = floatColumns(decoding.columns, decoding.plan);
  }

  async decode({ source, room }: PieceOrder, signal: AbortSignal): Promise<DecodedPiece> {
    const { plan, split } = this.decoding;
    const batch = roomBatch(room, batchWidth(plan), source.rows);
    await this.#read(source, batch, signal);
    const counts = new ValueCounts(plan);
    counts.add(batch);
    const sides = split && splitBatch(batch, plan.features.length + 1, split.part, split.seed);
    return { counted: counts.counted, ...(sides && { sides }) };
  }

  async #read(source: RowSource, { columns, rowCount }: RowBatch, signal: AbortSignal): Promise<void> {
    const { format } = this.decoding;
    const decoder = this.#idle.pop() ?? decoderOf({ format, plans: this.#columns.map(({ read }) => read) });
    try {
      const room = roomForPiece(this.#columns, columns, rowCount);
      writeOthers(this.#columns, await decoder.decode(packedBytes(source, signal), source, room), columns);
    } finally {
      this.#idle.push(decoder);
    }
  }
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
