/** A thread that decodes pieces of a share beside others. The main thread ends it when it is no longer needed. */
import { parentPort, workerData } from 'node:worker_threads';
import { InternalError } from 'kernel-helpers/errors';
import { answerCallsAtOnce } from 'kernel-helpers/threads/worker-calls';
import { type DecodedPiece, type Decoding, type PieceOrder, ShareDecoder } from './decode-piece';

if (parentPort === null) throw new InternalError('This file runs in a worker thread only.');
const decoder = new ShareDecoder(workerData as Decoding);
/** A stop ends the whole thread. */
const never = new AbortController().signal;

const calls = {
  /** The next piece may download while one is scanned. */
  decode: (order: PieceOrder): Promise<DecodedPiece> => decoder.decode(order, never),
};

export type DecodeThreadCalls = typeof calls;

answerCallsAtOnce(parentPort, calls);
