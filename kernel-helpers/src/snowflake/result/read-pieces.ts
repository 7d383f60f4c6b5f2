import { type ColumnPlan, planColumns } from './column-plan';
import { decoderOf, roomOf } from './decoder-of-format';
import type { ResultManifest } from './manifest';
import type { PieceColumn } from './piece-column';
import { PiecesAhead, type ReadPiece } from './pieces-ahead';
import { checkRange, wantedInline } from './result-pieces';

export type { ReadPiece };

export interface ReadPiecesOptions {
  /** First row, counted from 0. @default 0 */
  readonly from?: number;
  /** Row after the last. @default all rows */
  readonly to?: number;
  readonly signal?: AbortSignal;
  /** Gets the result's description again when its links have expired. Without it, expired links are an error. */
  readonly refreshManifest?: () => Promise<ResultManifest>;
  /** What the columns become. @default `planColumns` of the result */
  readonly plans?: readonly ColumnPlan[];
  /** Columns in shared memory that all pieces are written into. @default each piece has memory of its own */
  readonly into?: readonly PieceColumn[];
  /** A download has failed, and is made again, when no byte has come for so long. @default 60 */
  readonly silenceSeconds?: number;
  /** Hears with each piece how far the read has come. */
  readonly onProgress?: (progress: ReadProgress) => void;
  /** Pieces come as they are ready, so that none waits for a slow one. @default in the order of their rows */
  readonly inAnyOrder?: boolean;
}

export interface ReadProgress {
  readonly rowsRead: number;
  /** Bytes that were downloaded for these rows, as the storage has packed them. */
  readonly packedBytesRead: number;
}

/**
 * Reads rows `from` to `to` of a result piece by piece. Nothing starts before the first piece is asked for, and few
 * pieces are on their way at a time. Only the chunks that hold such rows are downloaded, and no Snowflake session is
 * needed while their links are valid. Whoever stops early, by `break` or the signal, ends the downloads and the threads.
 */
export async function* readPieces(
  manifest: ResultManifest,
  options: ReadPiecesOptions = {},
): AsyncGenerator<ReadPiece, void, undefined> {
  const { from = 0, to = manifest.rowCount, into, onProgress } = options;
  checkRange(manifest, from, to);
  options.signal?.throwIfAborted();
  const { plans = planColumns(manifest.columns, manifest.timeZone) } = options;
  let rowsRead = 0;
  let packedBytesRead = 0;
  const told = (piece: ReadPiece): ReadPiece => {
    rowsRead += piece.rowCount;
    packedBytesRead += piece.packedBytes;
    onProgress?.({ rowsRead, packedBytesRead });
    return piece;
  };
  const inline = wantedInline(manifest, from, to);
  if (inline !== undefined) {
    const decoding = { format: manifest.format, plans, into };
    const room = roomOf(decoding, 0, inline.rows);
    const columns = await decoderOf(decoding).decode([manifest.inline.bytes], inline, room);
    yield told({ target: 0, rowCount: inline.rows, packedBytes: 0, columns });
  }
  // The first rows are here already, so they wait for no thread and no download.
  const ahead = new PiecesAhead(manifest, { ...options, from, to, plans });
  try {
    for (;;) {
      const piece = await ahead.next();
      if (piece === undefined) return;
      yield told(piece);
    }
  } finally {
    await ahead.close();
  }
}
