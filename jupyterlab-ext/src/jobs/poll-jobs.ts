import { Poll } from '@lumino/polling';
import type { Readable } from '../store/store';

export interface JobsPollOptions {
  /** Looks once. Its rejection makes the poll back off. */
  readonly look: () => Promise<void>;
  /** Whether somebody can see what the poll is for. */
  readonly visible: Readable<boolean>;
  /** Read after each look. */
  readonly intervalSeconds: () => number;
}

const LONGEST_WAIT_SECONDS = 300;

/** Looks at once when it comes into view, then again and again. While it is out of view nothing runs, not even a timer. */
export class JobsPoll {
  private readonly poll: Poll<void>;
  private readonly forget: () => void;
  private lastLook = Number.NEGATIVE_INFINITY;
  private isLooking = false;

  constructor(private readonly options: JobsPollOptions) {
    this.poll = new Poll<void>({
      name: 'tables-and-jobs:jobs',
      auto: false,
      frequency: this.frequency(),
      // `visible` says it already.
      standby: 'never',
      factory: async () => {
        this.lastLook = Date.now();
        this.isLooking = true;
        await options.look().finally(() => {
          this.isLooking = false;
        });
        this.poll.frequency = this.frequency();
      },
    });
    this.forget = options.visible.subscribe(() => this.follow());
    this.follow();
  }

  /** Looks now. */
  async refresh(): Promise<void> {
    if (this.options.visible.state) await this.poll.refresh();
  }

  /** Calling it twice is fine. */
  close(): void {
    this.forget();
    if (this.poll.isDisposed) return;
    // A disposed poll leaves its timer behind.
    void this.poll.stop();
    this.poll.dispose();
  }

  private follow(): void {
    if (this.poll.isDisposed) return;
    if (!this.options.visible.state) {
      // Who goes out of view cancels what it has asked for, so that look has shown nothing.
      if (this.isLooking) this.lastLook = Number.NEGATIVE_INFINITY;
      void this.poll.stop();
      return;
    }
    // Somebody who opens and closes the panel again and again asks no more often than somebody who leaves it open.
    const sinceLastLook = Date.now() - this.lastLook;
    const interval = Math.max(0, this.options.intervalSeconds() * 1000 - sinceLastLook);
    void this.poll.schedule({ phase: 'started', interval });
  }

  private frequency(): { backoff: boolean; interval: number; max: number } {
    return { backoff: true, interval: this.options.intervalSeconds() * 1000, max: LONGEST_WAIT_SECONDS * 1000 };
  }
}
