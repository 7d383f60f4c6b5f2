import { parentPort, workerData } from 'node:worker_threads';
import { InternalError } from '../../errors';
import { answerCalls, Moved } from '../../threads/worker-calls';
import type { ColumnPlan } from './column-plan';
import { type PieceColumn, transferable } from './piece-column';
import { PieceScanner } from './scan-piece';
import type { WantedRows } from './scanner/row-blocks';
import { unpacked } from './unpack';

/** What this thread does for the one that reads a result. */
export type ScanThreadCalls = {
  /** @param packed a chunk as it was downloaded. */
  scan(packed: Uint8Array, wanted: WantedRows): Promise<Moved<readonly PieceColumn[]>>;
};

if (parentPort === null) throw new InternalError('This program runs in a worker thread.');
const scanner = new PieceScanner(workerData as readonly ColumnPlan[]);
answerCalls<keyof ScanThreadCalls>(parentPort, {
  scan: async (packed: Uint8Array, wanted: WantedRows) => {
    const columns = await scanner.scan(unpacked([packed]), wanted);
    return new Moved(columns, transferable(columns));
  },
} satisfies ScanThreadCalls);
