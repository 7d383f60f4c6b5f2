/** The watchdog of a host, in a thread of its own: a script that never waits keeps the main thread from looking itself. */
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { InternalError } from 'kernel-helpers/errors';
import { answerCalls } from 'kernel-helpers/threads/worker-calls';
import { exitAtOnce } from '../../exit-at-once';
import { describeError, writeFailureFile } from '../../failure-file';
import { notMoving } from './not-moving';

export interface WatchdogThreadData {
  /** One shared number, which changes whenever something moves. */
  readonly moves: Int32Array;
  readonly host: string;
  readonly limitSeconds: number;
  readonly failureFile: string;
  readonly place: string;
}

const STDERR = 2;
const LOOK_MILLISECONDS = 200;
/** How long the main thread gets to end the host itself, which tells the other hosts why. */
const GRACE_MILLISECONDS = 3000;

if (parentPort === null) throw new InternalError('This file runs in a worker thread only.');
const port = parentPort;
const { moves, host, limitSeconds, failureFile, ...given } = workerData as WatchdogThreadData;
let { place } = given;
let seen = 0;
let seenAt = Date.now();

const calls = {
  enter(where: string): void {
    place = where;
  },
};

export type WatchdogThreadCalls = typeof calls;

answerCalls(port, calls);

const timer = setInterval(() => {
  const now = Atomics.load(moves, 0);
  if (now !== seen) {
    seen = now;
    seenAt = Date.now();
  }
  if (Date.now() - seenAt < limitSeconds * 1000) return;
  clearInterval(timer);
  port.postMessage({ event: 'expired' });
  setTimeout(endHost, GRACE_MILLISECONDS);
}, LOOK_MILLISECONDS);

function endHost(): void {
  const error = notMoving(host, limitSeconds, place);
  writeFailureFile(failureFile, error);
  // The main thread writes what worker threads print, and it is busy.
  writeSync(STDERR, `${describeError(error)}\n`);
  exitAtOnce(1);
}
