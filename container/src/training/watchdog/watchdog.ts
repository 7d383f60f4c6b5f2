import { CallableWorker } from 'kernel-helpers/threads/worker-calls';
import { THREADS } from '../../locations';
import { notMoving } from './not-moving';
import type { WatchdogThreadCalls, WatchdogThreadData } from './watchdog-thread';

export interface WatchdogOptions {
  readonly host: string;
  /** The job fails when nothing moves for this long. Without it only the job's `maxRunSeconds` ends a script that never ends. */
  readonly limitSeconds?: number;
  readonly failureFile: string;
  readonly log: (text: string) => void;
}

const SAY_AFTER_SECONDS = 300;
const LOOK_MILLISECONDS = 10_000;

/**
 * Sees whether a host still moves: whether it writes lines into its log, trains rounds, or comes to steps of its script.
 * Says every 5 minutes where a host stands that does not move, and ends it where the job has a limit.
 */
export class Watchdog {
  /** Rejects when the limit is over. */
  readonly expired: Promise<never>;
  readonly #options: WatchdogOptions;
  /** How often something moved. The thread reads it, because a busy main thread could tell it nothing. */
  readonly #moves = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #thread: CallableWorker<WatchdogThreadCalls, 'expired'> | undefined;
  readonly #timer: NodeJS.Timeout;
  #place = 'before its first step';
  #seen = 0;
  #seenAt = Date.now();
  #saidAt = Date.now();

  constructor(options: WatchdogOptions) {
    this.#options = options;
    const { host, limitSeconds, failureFile } = options;
    let expire = (): void => undefined;
    this.expired = new Promise((_, reject) => {
      expire = () => reject(notMoving(host, limitSeconds ?? 0, this.#place));
    });
    // Nobody may be waiting at that moment.
    this.expired.catch(() => undefined);
    this.#timer = setInterval(() => this.#look(), LOOK_MILLISECONDS).unref();
    if (limitSeconds === undefined) return;
    const data: WatchdogThreadData = { moves: this.#moves, host, limitSeconds, failureFile, place: this.#place };
    this.#thread = new CallableWorker(THREADS.watchdog, ['enter'], {
      data,
      onEvent: () => void this.close().then(expire),
    });
  }

  /** Something moved. */
  moved(): void {
    Atomics.add(this.#moves, 0, 1);
  }

  /** The script came to this place. */
  enter(place: string): void {
    this.#place = place;
    this.moved();
    // Only the end of the thread keeps it from hearing this, and then it watches no more.
    this.#thread?.calls.enter(place).catch(() => undefined);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#thread?.close();
  }

  #look(): void {
    const now = Date.now();
    const moves = Atomics.load(this.#moves, 0);
    if (moves !== this.#seen) {
      this.#seen = moves;
      this.#seenAt = now;
      this.#saidAt = now;
    }
    if (now - this.#saidAt < SAY_AFTER_SECONDS * 1000) return;
    this.#saidAt = now;
    const seconds = Math.round((now - this.#seenAt) / 1000);
    this.#options.log(`nothing has moved on ${this.#options.host} for ${seconds} s; its script is ${this.#place}`);
  }
}
