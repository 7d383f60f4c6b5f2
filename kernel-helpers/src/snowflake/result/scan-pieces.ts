import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { CallableWorker, Moved } from '../../threads/worker-calls';
import type { ColumnPlan } from './column-plan';
import type { PieceColumn } from './piece-column';
import { PieceScanner } from './scan-piece';
import type { ScanThreadCalls } from './scan-thread';
import type { WantedRows } from './scanner/row-blocks';
import { unpacked } from './unpack';

/** From so many packed bytes on, threads save more time than their start takes. */
const BYTES_FOR_THREADS = 2 * 1024 * 1024;
/** With more cores, the network is what a read waits for. */
const MOST_THREADS = 4;

/** Scans packed chunks of one result. */
export interface PieceScanning {
  /** How many chunks can be scanned at the same time. */
  readonly width: number;
  scan(packed: Uint8Array, wanted: WantedRows): Promise<readonly PieceColumn[]>;
  close(): Promise<void>;
}

/** @param packedBytes about how much there is to scan: for little, no thread is started. */
export function startScanning(plans: readonly ColumnPlan[], packedBytes: number): PieceScanning {
  return packedBytes < BYTES_FOR_THREADS ? new ScanningHere(plans) : new ScanThreads(plans);
}

class ScanningHere implements PieceScanning {
  readonly width = 1;
  readonly #scanner: PieceScanner;
  #previous: Promise<unknown> = Promise.resolve();

  constructor(plans: readonly ColumnPlan[]) {
    this.#scanner = new PieceScanner(plans);
  }

  async scan(packed: Uint8Array, wanted: WantedRows): Promise<readonly PieceColumn[]> {
    const scanned = this.#previous.then(() => this.#scanner.scan(unpacked([packed]), wanted));
    this.#previous = scanned.catch(() => undefined);
    return await scanned;
  }

  async close(): Promise<void> {
    await this.#previous;
  }
}

class ScanThreads implements PieceScanning {
  readonly width: number;
  readonly #idle: CallableWorker<ScanThreadCalls>[];
  readonly #threads: readonly CallableWorker<ScanThreadCalls>[];
  readonly #waiting: ((thread: CallableWorker<ScanThreadCalls>) => void)[] = [];

  constructor(plans: readonly ColumnPlan[]) {
    this.width = Math.min(availableParallelism(), MOST_THREADS);
    this.#threads = Array.from(
      { length: this.width },
      () => new CallableWorker<ScanThreadCalls>(join(__dirname, 'scan-thread.js'), ['scan'], { data: plans }),
    );
    this.#idle = [...this.#threads];
  }

  async scan(packed: Uint8Array, wanted: WantedRows): Promise<readonly PieceColumn[]> {
    const thread =
      this.#idle.pop() ?? (await new Promise<CallableWorker<ScanThreadCalls>>((take) => this.#waiting.push(take)));
    try {
      return await thread.calls.scan(new Moved(packed, [packed.buffer as ArrayBuffer]), wanted);
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
