/** XGBoost's tracker on the first host, in a thread of its own, because waiting for the tracker blocks. */
import { parentPort } from 'node:worker_threads';
import { InternalError } from 'kernel-helpers/errors';
import { answerCalls } from 'kernel-helpers/threads/worker-calls';
import { Tracker, type TrackerOptions } from './tracker';

if (parentPort === null) throw new InternalError('This file runs in a worker thread only.');
let tracker: Tracker | undefined;

const calls = {
  /** Starts the tracker and gives its port. */
  start(options: TrackerOptions): number {
    tracker = new Tracker(options);
    return tracker.port;
  },

  /** Waits until every host has left, at most the given time, and closes. */
  finish(timeoutSeconds: number): void {
    tracker?.waitForHosts(timeoutSeconds);
    tracker?.close();
  },

  /** Closes at once. */
  close(): void {
    tracker?.close();
  },
};

export type TrackerThreadCalls = typeof calls;

answerCalls(parentPort, calls);
