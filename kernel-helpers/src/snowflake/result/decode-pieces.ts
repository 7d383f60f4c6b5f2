import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { CallableWorker } from '../../threads/worker-calls';
import type { DecodeThreadCalls } from './decode-thread';
import { type Decoding, decodePiece, decoderOf } from './decoder-of-format';
import type { PieceColumn } from './piece-column';
import type { PieceDecoder, WantedRows } from './piece-decoder';

/** From so many packed bytes on, threads save more time than their start takes. */
const BYTES_FOR_THREADS = 2 * 1024 * 1024;
/** With more cores, the network is what a read waits for. */
const MOST_THREADS = 4;

/** Decodes packed chunks of one result. */
export interface PieceDecoding {
  /** How many chunks can be decoded at the same time. */
  readonly width: number;
  /**
   * @param packed in memory that all threads see.
   * @param target the row of its first wanted row.
   */
  decode(packed: Uint8Array, wanted: WantedRows, target: number): Promise<readonly PieceColumn[]>;
  /** Ends what is under way. Calling it twice is fine. */
  close(): Promise<void>;
}

/** @param packedBytes about how much there is to decode: for little, no thread is started. */
export function startDecoding(decoding: Decoding, packedBytes: number): PieceDecoding {
  return packedBytes < BYTES_FOR_THREADS ? new DecodingHere(decoding) : new DecodeThreads(decoding);
}

class DecodingHere implements PieceDecoding {
  readonly width = 1;
  #decoder: PieceDecoder | undefined;
  #previous: Promise<unknown> = Promise.resolve();

  constructor(private readonly decoding: Decoding) {}

  async decode(packed: Uint8Array, wanted: WantedRows, target: number): Promise<readonly PieceColumn[]> {
    const decoded = this.#previous.then(() => {
      this.#decoder ??= decoderOf(this.decoding);
      return decodePiece(this.#decoder, this.decoding, packed, wanted, target);
    });
    this.#previous = decoded.catch(() => undefined);
    return await decoded;
  }

  async close(): Promise<void> {
    await this.#previous;
  }
}

class DecodeThreads implements PieceDecoding {
  readonly width: number;
  readonly #idle: CallableWorker<DecodeThreadCalls>[];
  readonly #threads: readonly CallableWorker<DecodeThreadCalls>[];
  readonly #waiting: ((thread: CallableWorker<DecodeThreadCalls>) => void)[] = [];

  constructor(data: Decoding) {
    this.width = Math.min(availableParallelism(), MOST_THREADS);
    this.#threads = Array.from(
      { length: this.width },
      () => new CallableWorker<DecodeThreadCalls>(join(__dirname, 'decode-thread.js'), ['decode'], { data }),
    );
    this.#idle = [...this.#threads];
  }

  async decode(packed: Uint8Array, wanted: WantedRows, target: number): Promise<readonly PieceColumn[]> {
    const thread =
      this.#idle.pop() ?? (await new Promise<CallableWorker<DecodeThreadCalls>>((take) => this.#waiting.push(take)));
    try {
      return await thread.calls.decode(packed, wanted, target);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(thread);
      else next(thread);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}
