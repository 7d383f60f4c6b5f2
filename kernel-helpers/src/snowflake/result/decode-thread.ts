import { parentPort, workerData } from 'node:worker_threads';
import { InternalError } from '../../errors';
import { answerCalls, Moved } from '../../threads/worker-calls';
import type { DecodingInto } from './decode-pieces';
import { decoderOf } from './decoder-of-format';
import { emptyColumns, type PieceColumn, rowsOf, transferable } from './piece-column';
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
const { into, ...decoding } = workerData as DecodingInto;
const decoder = decoderOf(decoding);
answerCalls<keyof DecodeThreadCalls>(parentPort, {
  decode: async (packed: Uint8Array, wanted: WantedRows, target: number) => {
    const room = into ? rowsOf(into, target, wanted.rows) : emptyColumns(decoding.plans, wanted.rows);
    const columns = await decoder.decode([packed], wanted, room);
    return new Moved(columns, transferable(columns));
  },
} satisfies DecodeThreadCalls);
