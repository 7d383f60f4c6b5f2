const START = Symbol('where this promise was started');

interface StartedPromise extends Promise<unknown> {
  [START]?: { readonly stack?: string };
}

/** A look costs about two microseconds, so there are only so many at once; a loop over a million promises needs none. */
const LOOKS_AT_ONCE = 50;
const LOOK_AGAIN_MS = 10;
/** How many promises pass by between two looks at the clock. */
const PASSES = 16;
/** The cell is right below what it has called. */
const FRAMES = 10;

/** Remembers where promises are started: one that fails while nobody waits for it should say what to change. */
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

  /** The stack frames at which a promise was started; none when nobody looked. */
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
