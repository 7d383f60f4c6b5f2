/** The line to the other hosts, in a thread of its own: a main thread that is busy must not look like a lost host. */
import { parentPort } from 'node:worker_threads';
import { InternalError } from 'kernel-helpers/errors';
import { answerCallsAtOnce } from 'kernel-helpers/threads/worker-calls';
import type { TakenStep } from '../script-steps';
import { HostLine, type LineOptions, type Meeting } from './host-line';
import type { LastWords } from './line-message';

if (parentPort === null) throw new InternalError('This file runs in a worker thread only.');
const port = parentPort;
let line: HostLine | undefined;

const calls = {
  async open(options: LineOptions): Promise<void> {
    line = await HostLine.open(options, (event) => port.postMessage({ event }));
  },
  gathered: (): Promise<readonly string[]> => opened().gathered(),
  missing: (): readonly string[] => opened().missing(),
  announce: (hosts: readonly string[], trackerPort: number): Meeting | undefined =>
    opened().announce(hosts, trackerPort),
  met: (): Promise<Meeting | undefined> => opened().met(),
  say: (words: LastWords): void => opened().say(words),
  fail: (failure: string): void => opened().fail(failure),
  step: (generation: number, step: TakenStep): void => opened().step(generation, step),
  leave: async (): Promise<void> => line?.leave(),
};

export type HostLineCalls = typeof calls;

answerCallsAtOnce(port, calls);

function opened(): HostLine {
  if (line === undefined) throw new InternalError('The line to the other hosts is not open.');
  return line;
}
