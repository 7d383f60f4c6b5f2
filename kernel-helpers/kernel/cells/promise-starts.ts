const START = Symbol('where this promise was started');

interface StartedPromise extends Promise<unknown> {
  [START]?: { readonly stack?: string };
}

/** Reading a stack takes about two microseconds, so only this many are read at once, even in a loop of a million. */
const LOOKS_AT_ONCE = 50;
const LOOK_AGAIN_MS = 10;
/** How many promises pass between two readings of the clock. */
const PASSES = 16;
/** The cell's frame is right below those of the functions that it called. */
const FRAMES = 10;

/** Remembers where promises are started, so that the error of one that nothing waits for says what to change. */
export class PromiseStarts {
  private looksLeft = LOOKS_AT_ONCE;
  private passed = 0;
  private refilledAt = 0;

  /** Called where the code of a cell begins. */
  refill(): void {
    this.looksLeft = LOOKS_AT_ONCE;
  }

  /** Called for every promise that cells make. */
  note(promise: StartedPromise): void {
    if (this.looksLeft === 0 && !this.mayLookAgain()) return;
    this.looksLeft -= 1;
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = FRAMES;
    const start = {};
    // V8 writes the text only when somebody reads it.
    Error.captureStackTrace(start);
    Error.stackTraceLimit = limit;
    Object.defineProperty(promise, START, { value: start });
  }

  /** The stack frames at which a promise was started; none when they were not recorded. */
  framesOf(promise: StartedPromise): readonly string[] {
    return promise[START]?.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  }

  private mayLookAgain(): boolean {
    this.passed += 1;
    if (this.passed % PASSES !== 0) return false;
    const now = performance.now();
    if (now - this.refilledAt < LOOK_AGAIN_MS) return false;
    this.refilledAt = now;
    this.refill();
    return true;
  }
}
