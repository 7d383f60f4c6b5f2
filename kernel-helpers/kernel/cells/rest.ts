/** After this time without a cell, the next one is probably not typed yet. */
const QUIET_MS = 3_000;

/** Does work for which nobody waits, when no cell has run for a while. */
export class Rest {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly work: () => void) {}

  /** Call when a cell begins. */
  end(): void {
    clearTimeout(this.timer);
  }

  /** Call when no cell waits any more. */
  begin(): void {
    this.end();
    this.timer = setTimeout(this.work, QUIET_MS).unref();
  }
}
