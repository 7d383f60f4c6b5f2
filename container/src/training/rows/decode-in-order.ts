import { availableParallelism } from 'node:os';
import type { RowSource } from 'kernel-helpers/snowflake/result/row-sources';
import { CallableWorker } from 'kernel-helpers/threads/worker-calls';
import { unlessAborted } from 'kernel-helpers/unless-aborted';
import { THREADS } from '../../locations';
import { type DecodedPiece, type Decoding, type PieceOrder, roomBatch, roomBytes, ShareDecoder } from './decode-piece';
import type { DecodeThreadCalls } from './decode-thread';
import type { RowBatch } from './row-batch';

/** From so many values on, threads save more time than their start takes. */
const VALUES_FOR_THREADS = 500_000;
/** A host with more cores waits for the network rather than for its threads. */
const MOST_THREADS = 8;
/** One piece of a thread downloads while another is scanned. */
const PIECES_PER_THREAD = 2;

export interface DecodeOptions {
  readonly decoding: Decoding;
  /** Columns of a batch. */
  readonly width: number;
  readonly signal: AbortSignal;
}

/**
 * Decodes several pieces at the same time, and hands them over in their order. The rows of a batch are valid until
 * `take` returns: the next piece is written over them.
 */
export async function decodeInOrder(
  sources: readonly RowSource[],
  { decoding, width, signal }: DecodeOptions,
  take: (batch: RowBatch, piece: DecodedPiece) => void,
): Promise<void> {
  const mostRows = sources.reduce((most, { rows }) => Math.max(most, rows), 0);
  const values = width * sources.reduce((sum, { rows }) => sum + rows, 0);
  const decoders = values < VALUES_FOR_THREADS ? [decodeHere(decoding, signal)] : startThreads(decoding);
  const queue = sources.values();
  let previous: Promise<void> = Promise.resolve();
  const decodeInLane = async ({ decode }: Decoder): Promise<void> => {
    const room = new SharedArrayBuffer(roomBytes(width, mostRows));
    for (const source of queue) {
      const turn = previous;
      previous = decode({ source, room }).then(async (piece) => {
        await turn;
        take(roomBatch(room, width, source.rows), piece);
      });
      await previous;
    }
  };
  try {
    const lanes = decoders.flatMap((decoder) => Array.from({ length: PIECES_PER_THREAD }, () => decodeInLane(decoder)));
    // The threads know nothing of a stop.
    await unlessAborted(Promise.all(lanes), signal);
  } finally {
    await Promise.all(decoders.map((decoder) => decoder.close()));
  }
}

interface Decoder {
  decode(order: PieceOrder): Promise<DecodedPiece>;
  close(): Promise<void>;
}

function decodeHere(decoding: Decoding, signal: AbortSignal): Decoder {
  const decoder = new ShareDecoder(decoding);
  return { decode: (order) => decoder.decode(order, signal), close: async () => undefined };
}

function startThreads(decoding: Decoding): readonly Decoder[] {
  return Array.from({ length: Math.min(availableParallelism(), MOST_THREADS) }, () => {
    const worker = new CallableWorker<DecodeThreadCalls>(THREADS.decode, ['decode'], { data: decoding });
    return { decode: (order) => worker.calls.decode(order), close: () => worker.close() };
  });
}
