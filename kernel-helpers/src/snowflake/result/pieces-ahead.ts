import { hasReason } from '../../errors';
import type { ColumnPlan } from './column-plan';
import { type PieceDecoding, startDecoding } from './decode-pieces';
import { downloadChunk } from './download-chunk';
import type { ResultChunk, ResultManifest } from './manifest';
import type { PieceColumn } from './piece-column';
import { ChunkLinks, overlappingPieces, type Piece } from './result-pieces';

export interface PiecesAheadOptions {
  readonly from: number;
  readonly to: number;
  readonly plans: readonly ColumnPlan[];
  readonly into?: readonly PieceColumn[];
  readonly inAnyOrder?: boolean;
  readonly signal?: AbortSignal;
  readonly refreshManifest?: () => Promise<ResultManifest>;
  readonly silenceSeconds?: number;
}

/** Consecutive rows of a result. */
export interface ReadPiece {
  /** The place of its first row among the wanted ones. */
  readonly target: number;
  readonly rowCount: number;
  /** Bytes that were downloaded for it. */
  readonly packedBytes: number;
  readonly columns: readonly PieceColumn[];
}

interface OnItsWay {
  readonly bytes: number;
  readonly coming: Promise<ReadPiece>;
}

/** Pieces that are downloaded, or wait for their turn, while others are decoded. */
const PIECES_AHEAD = 2;
/** About so much of a result, unpacked, is on its way at a time. */
const BYTES_AHEAD = 256 * 1024 * 1024;
const LEAST_PIECES = 2;
/** How often a chunk is downloaded that comes damaged. */
const MOST_DOWNLOADS = 3;
/** Where Snowflake does not tell the size. */
const UNPACKED_PER_PACKED = 4;

/** The pieces of a result that come in chunks. A few of them are always on their way. */
export class PiecesAhead {
  readonly #pieces: readonly Piece[];
  readonly #links: ChunkLinks<Uint8Array>;
  readonly #decoding: PieceDecoding | undefined;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #onTheirWay: OnItsWay[] = [];
  /** Memory of chunks that are decoded: fresh memory for each would take longer than to fill it. */
  readonly #free: Uint8Array[] = [];
  #begun = 0;

  constructor(
    private readonly manifest: ResultManifest,
    private readonly options: PiecesAheadOptions,
  ) {
    const { from, to, plans, into, signal, refreshManifest, silenceSeconds } = options;
    this.#pieces = overlappingPieces(manifest, from, to);
    this.#signal = signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]);
    this.#links = new ChunkLinks(
      manifest,
      (chunk, headers) =>
        downloadChunk(chunk, headers, { signal: this.#signal, silenceSeconds, memory: this.#free.pop() }),
      refreshManifest,
    );
    if (this.#pieces.length === 0) return;
    const packedBytes = this.#pieces.reduce((sum, piece) => sum + this.#chunkOf(piece).compressedBytes, 0);
    this.#decoding = startDecoding({ format: manifest.format, plans, into }, packedBytes);
    // Whoever waits between two pieces may never ask for the next one.
    this.#signal.addEventListener('abort', () => void this.#decoding?.close(), { once: true });
    this.#begin();
  }

  /** The next piece; undefined after the last. */
  async next(): Promise<ReadPiece | undefined> {
    try {
      this.#signal.throwIfAborted();
      const first = this.options.inAnyOrder ? await this.#firstReady() : this.#onTheirWay[0];
      const piece = await first?.coming;
      if (first !== undefined) this.#onTheirWay.splice(this.#onTheirWay.indexOf(first), 1);
      this.#begin();
      return piece;
    } catch (error) {
      // A stop ends the threads, and they say nothing of the stop.
      this.#signal.throwIfAborted();
      throw error;
    }
  }

  /** Ends what is on its way. Calling it twice is fine. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#decoding?.close();
    await Promise.allSettled(this.#onTheirWay.map(({ coming }) => coming));
  }

  async #firstReady(): Promise<OnItsWay | undefined> {
    if (this.#onTheirWay.length === 0) return undefined;
    return await Promise.race(this.#onTheirWay.map(async (one) => one.coming.then(() => one)));
  }

  #begin(): void {
    while (this.#begun < this.#pieces.length && this.#hasRoom()) {
      const piece = this.#pieces[this.#begun];
      this.#begun += 1;
      const coming = this.#read(piece);
      // Whoever asks for the piece learns of the failure.
      coming.catch(() => undefined);
      this.#onTheirWay.push({ bytes: unpackedBytes(this.#chunkOf(piece)), coming });
    }
  }

  #hasRoom(): boolean {
    const count = this.#onTheirWay.length;
    if (count < LEAST_PIECES) return true;
    const bytes = this.#onTheirWay.reduce((sum, one) => sum + one.bytes, 0);
    return count < (this.#decoding?.width ?? 1) + PIECES_AHEAD && bytes < BYTES_AHEAD;
  }

  async #read({ chunkIndex, target, ...wanted }: Piece): Promise<ReadPiece> {
    for (let downloads = 1; ; downloads += 1) {
      const packed = await this.#links.download(chunkIndex);
      const packedBytes = packed.length;
      this.#signal.throwIfAborted();
      try {
        const columns = (await this.#decoding?.decode(packed, wanted, target)) ?? [];
        this.#free.push(new Uint8Array(packed.buffer));
        return { target, rowCount: wanted.rows, packedBytes, columns };
      } catch (error) {
        // What was damaged on its way may come whole the next time.
        if (downloads === MOST_DOWNLOADS || !hasReason(error, 'unreadable-answer')) throw error;
      }
    }
  }

  #chunkOf({ chunkIndex }: Piece): ResultChunk {
    return this.manifest.chunks[chunkIndex];
  }
}

function unpackedBytes({ uncompressedBytes, compressedBytes }: ResultChunk): number {
  return uncompressedBytes || compressedBytes * UNPACKED_PER_PACKED;
}
