import type { JobStatus, JobSummary } from 'kernel-helpers/sidebar-contract/index';
import { type Readable, Store } from '../store/store';
import { keyOf } from './job-key';
import { isRunning } from './job-state';

/** A job's state is another one than before. */
export interface JobChange {
  readonly job: JobSummary;
  readonly from: JobStatus;
}

/** Where a change was seen. */
export type SeenIn = 'list' | 'detail' | 'watch';

type OnChanges = (changes: readonly JobChange[], seenIn: SeenIn) => void;

/** The jobs that run, as far as somebody has looked. JupyterLab's own places show them. */
export class KnownJobs implements Readable<readonly JobSummary[]> {
  private readonly running = new Store<readonly JobSummary[]>([]);
  private readonly statuses = new Map<string, JobStatus>();
  private readonly onChanges = new Set<OnChanges>();

  get state(): readonly JobSummary[] {
    return this.running.state;
  }

  readonly subscribe = (listener: () => void): (() => void) => this.running.subscribe(listener);

  /** Calls the listener with jobs whose state has changed, until the function that it returns is called. */
  listen(listener: OnChanges): () => void {
    this.onChanges.add(listener);
    return () => this.onChanges.delete(listener);
  }

  /** Takes what somebody saw. Jobs that it does not name stay as they are known. */
  learn(jobs: readonly JobSummary[], seenIn: SeenIn): void {
    const changes: JobChange[] = [];
    for (const job of jobs) {
      const key = keyOf(job);
      const from = this.statuses.get(key);
      if (from !== undefined && from !== job.status) changes.push({ job, from });
      this.statuses.set(key, job.status);
    }
    const named = new Set(jobs.map(keyOf));
    const others = this.state.filter((job) => !named.has(keyOf(job)));
    this.replace([...jobs.filter(({ status }) => isRunning(status)), ...others]);
    if (changes.length > 0) for (const listener of [...this.onChanges]) listener(changes, seenIn);
  }

  /** The job does not exist any more. */
  forget(job: Pick<JobSummary, 'kind' | 'name'>): void {
    this.statuses.delete(keyOf(job));
    this.replace(this.state.filter((other) => keyOf(other) !== keyOf(job)));
  }

  private replace(running: readonly JobSummary[]): void {
    const newestFirst = running.toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
    const before = this.state;
    const isSame =
      before.length === newestFirst.length &&
      newestFirst.every((job, index) => keyOf(job) === keyOf(before[index]) && job.status === before[index].status);
    if (!isSame) this.running.set(newestFirst);
  }
}
