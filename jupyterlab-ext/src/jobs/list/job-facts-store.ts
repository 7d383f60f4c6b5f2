import type { JobFacts, JobSummary } from 'kernel-helpers/sidebar-contract/index';
import type { Backend } from '../../backend/backend';
import { type Readable, Store } from '../../store/store';
import { keyOf } from '../job-key';
import { isRunning } from '../job-state';

/** The contract's limit. */
const MOST_AT_ONCE = 50;

interface Known {
  /** Undefined for a job that is gone. */
  readonly facts?: JobFacts;
  /** The state in which the job was when somebody asked. */
  readonly serviceStatus: string;
}

/** What the list does not say: hosts, start, billable seconds. Views say which rows they show; only those are asked for. */
export class JobFactsStore implements Readable<ReadonlyMap<string, JobFacts>> {
  private readonly facts = new Store<ReadonlyMap<string, JobFacts>>(new Map());
  private readonly known = new Map<string, Known>();
  private request: AbortController | undefined;
  private wanted: readonly JobSummary[] = [];

  constructor(private readonly backend: Backend) {}

  get state(): ReadonlyMap<string, JobFacts> {
    return this.facts.state;
  }

  readonly subscribe = (listener: () => void): (() => void) => this.facts.subscribe(listener);

  /** Asks for those of the jobs whose facts are not known, or may have changed. Rejects as the request does. */
  async want(jobs: readonly JobSummary[]): Promise<void> {
    this.wanted = jobs;
    if (this.request !== undefined) return;
    const request = new AbortController();
    this.request = request;
    try {
      await this.ask(request.signal);
    } catch (error) {
      // Whoever cancelled it knows.
      if (!request.signal.aborted) throw error;
    } finally {
      if (this.request === request) this.request = undefined;
    }
  }

  /** Asks until nothing is missing of what is wanted by then: rows come into view while a request runs. */
  private async ask(signal: AbortSignal): Promise<void> {
    const asked = new Set<string>();
    while (!signal.aborted) {
      const missing = this.wanted.filter((job) => !asked.has(keyOf(job)) && this.isMissing(job)).slice(0, MOST_AT_ONCE);
      if (missing.length === 0) return;
      const names = missing.map(({ kind, name }) => ({ kind, name }));
      const answer = await this.backend.request('jobFacts', { jobs: names }, { signal });
      const byKey = new Map(answer.map((facts) => [keyOf(facts), facts]));
      for (const job of missing) {
        asked.add(keyOf(job));
        this.known.set(keyOf(job), { facts: byKey.get(keyOf(job)), serviceStatus: job.serviceStatus });
      }
      this.publish();
    }
  }

  /** Ends the request that runs. The next `want` asks again. */
  cancel(): void {
    this.request?.abort();
    this.request = undefined;
  }

  private isMissing(job: JobSummary): boolean {
    if (job.facts !== undefined) return false;
    const known = this.known.get(keyOf(job));
    if (known === undefined || known.serviceStatus !== job.serviceStatus) return true;
    // A job that waits for its hosts says later when it started.
    return isRunning(job.status) && known.facts !== undefined && known.facts.startedAt === undefined;
  }

  private publish(): void {
    const facts = [...this.known].flatMap(([key, known]) =>
      known.facts === undefined ? [] : [[key, known.facts] as const],
    );
    this.facts.set(new Map(facts));
  }
}
