import { Session } from 'node:inspector';
import { setTimeout as delay } from 'node:timers/promises';
import { ASKED, type BusyCodeAnswer, END_BUSY_CODE, SEEN } from './thread-protocol';

/** A main thread that has not seen an interrupt after this time is busy in a loop, and not only waiting for a CPU. */
export const PATIENCE_MS = 250;
/** After this long, code that no cell started is ended too, such as a request to a server that a cell left running. */
const NOBODYS_PATIENCE_MS = 2_000;

/** When to try again, by the result of the last try. */
const NEXT_TRY_MS: Readonly<Record<BusyCodeAnswer, number>> = {
  ended: 50,
  protected: 50,
  'of no cell': 20,
  'hooks go off': 5,
};

/**
 * Stops what the main thread runs, even a loop that never returns to the event loop: through the inspector, it makes
 * the main thread tell V8, in the middle of the loop, to end the running JavaScript.
 */
export class Interrupter {
  private session: Session | undefined;
  private isClosed = false;
  private isEnding = false;

  constructor(
    private readonly interrupts: Int32Array,
    private readonly notifyMainThread: () => void,
  ) {}

  /** Interrupts the main thread. Resolves when that thread has seen the interrupt. */
  async interrupt(): Promise<void> {
    const seenBefore = Atomics.load(this.interrupts, SEEN);
    Atomics.add(this.interrupts, ASKED, 1);
    const start = performance.now();
    this.notifyMainThread();
    await delay(PATIENCE_MS);
    // People press the button twice; one of the two interrupts is enough.
    if (this.isEnding) return;
    this.isEnding = true;
    try {
      while (!this.isClosed && Atomics.load(this.interrupts, SEEN) === seenBefore) {
        const answer = await this.endBusyCode(performance.now() - start > NOBODYS_PATIENCE_MS);
        await delay(NEXT_TRY_MS[answer]);
      }
    } finally {
      this.isEnding = false;
    }
  }

  /** True while an interrupt has come that the main thread has not seen. */
  get isUnseen(): boolean {
    return Atomics.load(this.interrupts, SEEN) < Atomics.load(this.interrupts, ASKED);
  }

  close(): void {
    this.isClosed = true;
    this.session?.disconnect();
    this.session = undefined;
  }

  private endBusyCode(mayBeNobodys: boolean): Promise<BusyCodeAnswer> {
    const expression = `globalThis[Symbol.for('${END_BUSY_CODE}')](${mayBeNobodys})`;
    return new Promise((resolve, reject) => {
      this.connect().post('Runtime.evaluate', { expression }, (error, evaluated) => {
        if (error) reject(error);
        else resolve(evaluated.result.value);
      });
    });
  }

  private connect(): Session {
    if (!this.session) {
      this.session = new Session();
      this.session.connectToMainThread();
    }
    return this.session;
  }
}
