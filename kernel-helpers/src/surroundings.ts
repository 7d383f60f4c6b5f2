/**
 * What work needs from where it runs: a cell, a request of the sidebar, a program. Work says nothing by itself and asks
 * no cell; whoever calls it hands these in, and decides what is shown.
 */
export interface Surroundings {
  /** Fires when the work is to end. In a cell it is the signal of the cell that runs now. */
  readonly signal: AbortSignal;
  /** Takes a sentence that is worth knowing. */
  say(sentence: string): void;
  /** Takes a sentence about a problem that does not stop the work. */
  warn(sentence: string): void;
  /** Begins a line that says how far a longer piece of work has come. */
  progress(title: string): ProgressLine;
  /** Does short, busy work to its end; see `uninterrupted` in `cell/kernel-bridge`. */
  protect<Result>(work: () => Result): Promise<Result>;
}

/** A line that says how far a longer piece of work has come. */
export interface ProgressLine {
  report(text: string): void;
  /**
   * Replaces the line by the result. Without a text the line disappears, since it would differ in every run.
   * Calling it twice is fine.
   */
  close(text?: string): void;
}

/** Surroundings in which nobody hears what is said, for work whose answer is all that matters. */
export function quietly(signal: AbortSignal): Surroundings {
  return heardBy(signal, () => undefined);
}

/** Surroundings that give every sentence to one function; progress is not told. */
export function heardBy(signal: AbortSignal, hear: (sentence: string) => void): Surroundings {
  return {
    signal,
    say: hear,
    warn: hear,
    progress: () => ({ report: () => undefined, close: () => undefined }),
    protect: async (work) => work(),
  };
}
