import type { JobStatus } from 'kernel-helpers/sidebar-contract/index';
import { type Readable, Store } from '../store/store';
import { type JobId, keyOf } from './job-key';

/** A job and, where it is known, its state. */
export interface SelectedJob extends JobId {
  readonly status?: JobStatus;
}

export interface JobSelection {
  /** The job last touched, in the list or by its tab: commands without arguments act on it. */
  readonly current?: SelectedJob;
  /** Jobs marked for a comparison, in the order of marking. */
  readonly marked: readonly JobId[];
}

/** What commands act on. */
export class SelectedJobs implements Readable<JobSelection> {
  private readonly store = new Store<JobSelection>({ marked: [] });

  get state(): JobSelection {
    return this.store.state;
  }

  readonly subscribe = (listener: () => void): (() => void) => this.store.subscribe(listener);

  touch(current: SelectedJob): void {
    this.store.update((state) => ({ ...state, current }));
  }

  /** Marks a job, or takes its mark away. */
  mark({ kind, name }: JobId): void {
    this.store.update((state) => {
      const others = state.marked.filter((job) => keyOf(job) !== keyOf({ kind, name }));
      return { ...state, marked: others.length < state.marked.length ? others : [...others, { kind, name }] };
    });
  }

  clearMarks(): void {
    this.store.update((state) => ({ ...state, marked: [] }));
  }
}
