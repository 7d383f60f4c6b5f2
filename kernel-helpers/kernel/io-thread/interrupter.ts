import { Session } from 'node:inspector';
import { setTimeout as delay } from 'node:timers/promises';
import { BEFORE_TERMINATION, SharedSlot } from './thread-protocol';

/** A main thread that has not seen an interrupt after this long is busy in a loop. */
const PATIENCE_MS = 100;
/** How often to look whether the compiler has come back, which must not be cut short. */
const COMPILER_POLL_MS = 50;
/** Async hooks that are being called go off when they return, not at once. */
const HOOKS_OFF_MS = 5;
/** A main thread whose JavaScript was ended gets this long to come round; to end it twice would hit the kernel itself. */
const RECOVERY_MS = 1_000;

/**
 * Stops what the main thread runs, also a loop that never comes back to the event loop:
 * V8 is told to end the running JavaScript, through the inspector, from this thread.
 */
export class Interrupter {
  private session: Session | undefined;
  private isClosed = false;
  private isTerminating = false;

  constructor(
    private readonly shared: Int32Array,
    private readonly notifyMainThread: () => void,
  ) {}

  /** Resolves when the main thread has seen it. */
  async interrupt(): Promise<void> {
    const seenBefore = Atomics.load(this.shared, SharedSlot.interruptsSeen);
    this.notifyMainThread();
    const isSeen = () => this.isClosed || Atomics.load(this.shared, SharedSlot.interruptsSeen) !== seenBefore;
    await delay(PATIENCE_MS);
    // People press the button twice; one of the two is enough.
    if (this.isTerminating) return;
    this.isTerminating = true;
    try {
      while (!isSeen()) await this.terminate(isSeen);
    } finally {
      this.isTerminating = false;
    }
  }

  close(): void {
    this.isClosed = true;
    this.session?.disconnect();
    this.session = undefined;
  }

  private async terminate(isSeen: () => boolean): Promise<void> {
    // The state of a compiler that is cut short would be lost. It comes back by itself.
    if (Atomics.load(this.shared, SharedSlot.cellCodeRuns) === 0) return delay(COMPILER_POLL_MS);
    const session = this.connect();
    await call(session, 'Runtime.evaluate', { expression: `globalThis[Symbol.for('${BEFORE_TERMINATION}')]()` });
    await delay(HOOKS_OFF_MS);
    if (isSeen()) return;
    Atomics.add(this.shared, SharedSlot.terminations, 1);
    await call(session, 'Runtime.terminateExecution');
    for (let waitedMs = 0; waitedMs < RECOVERY_MS && !isSeen(); waitedMs += COMPILER_POLL_MS) {
      await delay(COMPILER_POLL_MS);
    }
  }

  private connect(): Session {
    if (!this.session) {
      this.session = new Session();
      this.session.connectToMainThread();
    }
    return this.session;
  }
}

function call(session: Session, method: string, parameters: object = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    session.post(method, parameters, (error) => (error ? reject(new Error(error.message)) : resolve()));
  });
}
