import type * as Arrow from './arrow/arrow-decoder';
import type { ColumnPlan } from './column-plan';
import type { ResultFormat } from './manifest';
import { clearMarks, emptyColumns, type PieceColumn, rowsOf } from './piece-column';
import type { PieceDecoder, WantedRows } from './piece-decoder';
import { PieceScanner } from './scan-piece';

/** How the chunks of a result are read. Plain data. */
export interface Decoding {
  readonly format: ResultFormat;
  readonly plans: readonly ColumnPlan[];
  /** Columns that all pieces are written into. Without them, each piece has memory of its own. */
  readonly into?: readonly PieceColumn[];
}

/** The decoder of a format; what it needs is loaded when it is first used. */
export function decoderOf({ format, plans }: Decoding): PieceDecoder {
  if (format === 'json') return new PieceScanner(plans);
  const { ArrowDecoder } = require('./arrow/arrow-decoder') as typeof Arrow;
  return new ArrowDecoder(plans);
}

/**
 * Decodes the wanted rows of a chunk to where they belong.
 * @param target the row of the first wanted row.
 */
export async function decodePiece(
  decoder: PieceDecoder,
  decoding: Decoding,
  packed: Uint8Array,
  wanted: WantedRows,
  target: number,
): Promise<readonly PieceColumn[]> {
  const room = roomOf(decoding, target, wanted.rows);
  try {
    return await decoder.decode([packed], wanted, room);
  } catch (error) {
    // The chunk may come again whole, and its decoder writes some parts only where there is something.
    clearMarks(room);
    throw error;
  }
}

/** The memory for the rows of a piece, whose first one is row `target`. */
export function roomOf({ plans, into }: Decoding, target: number, rowCount: number): readonly PieceColumn[] {
  return into === undefined ? emptyColumns(plans, rowCount) : rowsOf(into, target, rowCount);
}
