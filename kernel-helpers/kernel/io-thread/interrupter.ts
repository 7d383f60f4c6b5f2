import { Session } from 'node:inspector';
import { BEFORE_TERMINATION, SharedSlot } from './thread-protocol';

/** A main thread that has not seen an interrupt after this long is busy in a loop. */
const PATIENCE_MS = 100;
const RETRY_MS = 50;
/** Async hooks that are being called go off when they return, not at once. */
const HOOKS_OFF_MS = 5;

/**
 * Stops what the main thread runs, also a loop that never comes back to the event loop:
 * V8 is told to end the running JavaScript, through the inspector, from this thread.
 */
export class Interrupter {
  private session: Session | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly shared: Int32Array,
    private readonly notifyMainThread: () => void,
  ) {}

  interrupt(): void {
    const seenBefore = Atomics.load(this.shared, SharedSlot.interruptsSeen);
    this.notifyMainThread();
    this.terminateUnlessSeen(seenBefore, PATIENCE_MS);
  }

  close(): void {
    clearTimeout(this.timer);
    this.session?.disconnect();
    this.session = undefined;
  }

  private terminateUnlessSeen(seenBefore: number, delayMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (Atomics.load(this.shared, SharedSlot.interruptsSeen) !== seenBefore) return;
      // The compiler must not be cut short: its state would be lost. It comes back by itself.
      if (Atomics.load(this.shared, SharedSlot.cellCodeRuns) > 0) this.terminateMainThread();
      this.terminateUnlessSeen(seenBefore, RETRY_MS);
    }, delayMs);
  }

  private terminateMainThread(): void {
    if (!this.session) {
      this.session = new Session();
      this.session.connectToMainThread();
    }
    const { session } = this;
    const expression = `globalThis[Symbol.for('${BEFORE_TERMINATION}')]()`;
    session.post('Runtime.evaluate', { expression }, () => {
      setTimeout(() => {
        Atomics.add(this.shared, SharedSlot.terminations, 1);
        session.post('Runtime.terminateExecution');
      }, HOOKS_OFF_MS);
    });
  }
}
