/** A timer that fires this much late was held up: the machine slept, or the process was busy. */
const HELD_UP_MILLISECONDS = 5000;

/**
 * Calls `onEnd` when nothing was heard for a number of seconds. Messages that wait while the machine sleeps or the
 * process is busy must not come too late, so a timer that was held up waits once more.
 */
export class Lease {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly seconds: number,
    private readonly onEnd: () => void,
  ) {
    this.renew();
  }

  renew(): void {
    clearTimeout(this.timer);
    const due = Date.now() + this.seconds * 1000;
    this.timer = setTimeout(() => {
      if (Date.now() - due > HELD_UP_MILLISECONDS) this.renew();
      else this.onEnd();
    }, this.seconds * 1000);
    this.timer.unref();
  }

  /** Calling it twice is fine. */
  close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
