import { parentPort, workerData } from 'node:worker_threads';
import { InternalError } from '../../errors';
import { answerCalls, Moved } from '../../threads/worker-calls';
import { type Decoding, decodePiece, decoderOf } from './decoder-of-format';
import { type PieceColumn, transferable } from './piece-column';
import type { WantedRows } from './piece-decoder';

/** What this thread does for the one that reads a result. */
export type DecodeThreadCalls = {
  /**
   * @param packed a chunk as it was downloaded.
   * @param target the row of its first wanted row.
   */
  decode(packed: Uint8Array, wanted: WantedRows, target: number): Promise<Moved<readonly PieceColumn[]>>;
};

if (parentPort === null) throw new InternalError('This program runs in a worker thread.');
const decoding = workerData as Decoding;
const decoder = decoderOf(decoding);
answerCalls<keyof DecodeThreadCalls>(parentPort, {
  decode: async (packed: Uint8Array, wanted: WantedRows, target: number) => {
    const columns = await decodePiece(decoder, decoding, packed, wanted, target);
    return new Moved(columns, transferable(columns));
  },
} satisfies DecodeThreadCalls);
