import type { Clock } from 'jupyterlab-ext/recorded/clock';

interface Wait {
  readonly at: number;
  readonly end: () => void;
}

/** A clock that goes on when a test says so. */
export class HandClock implements Clock {
  private waits: Wait[] = [];

  constructor(private time = Date.parse('2030-01-01T00:00:00Z')) {}

  now(): number {
    return this.time;
  }

  wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((end) => {
      if (signal?.aborted === true) return end();
      signal?.addEventListener('abort', () => end(), { once: true });
      this.waits.push({ at: this.time + milliseconds, end });
    });
  }

  /** Goes on in small steps, and lets everything that waits do its work at each. */
  async goOn(milliseconds: number, step = 100): Promise<void> {
    const end = this.time + milliseconds;
    while (this.time < end) {
      this.time = Math.min(end, this.time + step);
      const due = this.waits.filter(({ at }) => at <= this.time);
      this.waits = this.waits.filter(({ at }) => at > this.time);
      for (const wait of due) wait.end();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
