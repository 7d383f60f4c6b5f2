/** How an interrupt reaches code. */
export interface Interruption {
  /** Aborted when the user interrupts the code. */
  readonly signal: AbortSignal;
  /** Called after an interrupt has ended the code in the middle, so that nothing of it is left that could fail. */
  loseBusyCode(reason: Error): void;
}

/** The interruption of work that is no cell. */
export class OwnInterruption implements Interruption {
  private readonly controller = new AbortController();

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  interrupt(reason: Error): void {
    this.controller.abort(reason);
  }

  loseBusyCode(reason: Error): void {
    this.interrupt(reason);
  }
}
