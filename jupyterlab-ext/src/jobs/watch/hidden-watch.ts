import { Poll } from '@lumino/polling';
import type { JobSummary } from 'kernel-helpers/sidebar-contract/index';
import type { Backend } from '../../backend/backend';
import type { Readable } from '../../store/store';
import { keyOf } from '../job-key';
import type { KnownJobs } from '../known-jobs';

export interface HiddenWatchOptions {
  readonly backend: Backend;
  readonly known: KnownJobs;
  /** Whether somebody looks at the lists: they see all changes themselves. */
  readonly visible: Readable<boolean>;
  /** Whether the browser's tab is in view. */
  readonly pageVisible: Readable<boolean>;
  /** Whether people want to hear of jobs that end while the sidebar is hidden. */
  readonly isWanted: Readable<boolean>;
  /** Read each time. */
  readonly intervalSeconds: () => number;
}

/** The contract's limit. */
const MOST_AT_ONCE = 50;

/**
 * While the sidebar is hidden, the page is in view and jobs run: one request each interval, until the jobs have ended.
 * In every other case nothing runs here, not even a timer. When the page comes back into view, it looks at once.
 */
export class HiddenWatch {
  private readonly poll: Poll<void>;
  private readonly forget: readonly (() => void)[];
  private hasMissedTime = false;
  /** Where the next part of the jobs begins, if there are more than fit into a request. */
  private from = 0;

  constructor(private readonly options: HiddenWatchOptions) {
    const { known, visible, pageVisible, isWanted } = options;
    this.poll = new Poll<void>({
      name: 'tables-and-jobs:hidden-watch',
      auto: false,
      standby: 'never',
      frequency: this.frequency(),
      factory: async () => {
        this.poll.frequency = this.frequency();
        if (this.isOn) await this.look();
        if (!this.isOn) void this.poll.stop();
      },
    });
    this.forget = [known, visible, pageVisible, isWanted].map((store) => store.subscribe(() => this.follow()));
    this.follow();
  }

  /** Calling it twice is fine. */
  close(): void {
    for (const forget of this.forget) forget();
    if (this.poll.isDisposed) return;
    // A disposed poll leaves its timer behind.
    void this.poll.stop();
    this.poll.dispose();
  }

  private get watched(): readonly JobSummary[] {
    // An endpoint ends only by an act of somebody.
    return this.options.known.state.filter(({ kind }) => kind !== 'endpoint');
  }

  private get isOn(): boolean {
    const { visible, pageVisible, isWanted } = this.options;
    return !visible.state && pageVisible.state && isWanted.state && this.watched.length > 0;
  }

  private frequency(): { backoff: boolean; interval: number; max: number } {
    const interval = this.options.intervalSeconds() * 1000;
    return { backoff: true, interval, max: 10 * interval };
  }

  private follow(): void {
    if (this.poll.isDisposed) return;
    const { pageVisible, visible } = this.options;
    if (!pageVisible.state) this.hasMissedTime = true;
    const isResting = ['constructed', 'stopped'].includes(this.poll.state.phase);
    if (!this.isOn) {
      if (!isResting) void this.poll.stop();
      if (visible.state) this.hasMissedTime = false;
    } else if (isResting) {
      const interval = this.hasMissedTime ? 0 : this.frequency().interval;
      this.hasMissedTime = false;
      void this.poll.schedule({ phase: 'started', interval });
    }
  }

  /** One request; one more for each job that has ended, to learn how. */
  private async look(): Promise<void> {
    const { backend, known } = this.options;
    const all = this.watched;
    if (this.from >= all.length) this.from = 0;
    const part = all.slice(this.from, this.from + MOST_AT_ONCE);
    this.from += MOST_AT_ONCE;
    const answer = await backend.request('jobFacts', { jobs: part.map(({ kind, name }) => ({ kind, name })) });
    const facts = new Map(answer.map((of) => [keyOf(of), of]));
    for (const job of part) {
      const of = facts.get(keyOf(job));
      if (of === undefined) known.forget(job);
      else if (of.endedAt !== undefined) {
        const { summary } = await backend.request('job', { kind: job.kind, name: job.name });
        known.learn([summary], 'watch');
      }
    }
  }
}
