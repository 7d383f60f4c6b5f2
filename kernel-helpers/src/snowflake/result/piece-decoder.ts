import type { PieceColumn } from './piece-column';

/** Rows of a chunk that are wanted: `rows` rows after the first `skip`. */
export interface WantedRows {
  /** Rows that the chunk says it has; any other number is an error. */
  readonly chunkRows: number;
  readonly skip: number;
  readonly rows: number;
}

/** Bytes that come in parts, cut anywhere. */
export type ByteParts = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Reads the chunks of one result in one format, one after another. Works on any thread. */
export interface PieceDecoder {
  /**
   * Reads the wanted rows of a chunk into `room`.
   * @param chunk as the store sends it, packed or not. Its memory is used again for another chunk: keep no view of it.
   * @param room a column of `wanted.rows` empty rows for each plan, as `emptyColumns` makes them.
   * @returns the columns of `room`, with the texts that came, and without `nulls` where no value is null.
   */
  decode(chunk: ByteParts, wanted: WantedRows, room: readonly PieceColumn[]): Promise<readonly PieceColumn[]>;
}
