import type {
  JobDetail,
  JobEvent,
  JobEvents,
  JobFacts,
  JobKind,
  JobStatus,
  JobSummary,
} from 'kernel-helpers/sidebar-contract/index';
import type { RecordedAnswers, RecordedList } from './recorded-answers';
import type { ReplayTime } from './replay-time';

type Finished = Extract<JobEvent, { readonly type: 'finished' }>;

const STATUS: Readonly<Record<Finished['status'], JobStatus>> = {
  Completed: 'completed',
  Failed: 'failed',
  Stopped: 'stopped',
};

/** Jobs and endpoints of a recording as they are at a moment of its replay. Stopping and deleting change them here only. */
export class RecordedJobs {
  private readonly timelines: ReadonlyMap<string, readonly JobEvent[]>;
  private readonly stopped = new Map<string, number>();
  private readonly deleted = new Set<string>();

  constructor(
    private readonly answers: RecordedAnswers,
    private readonly time: ReplayTime,
  ) {
    this.timelines = new Map(
      answers
        .exchangesOf('followJob')
        .map(({ params, events = [] }) => [
          String(params.name),
          events.flatMap(({ event }) => (event as JobEvents).events),
        ]),
    );
  }

  /** Undefined where no list of this kind was recorded. */
  list(kind: JobKind, nameContains = ''): RecordedList<JobSummary> | undefined {
    const recorded = this.answers.list('jobs', { kind });
    if (recorded === undefined) return undefined;
    const items = recorded.items
      .filter((job) => this.isThere(job) && job.name.toLowerCase().includes(nameContains.toLowerCase()))
      .map((job) => this.summaryNow(job));
    return { ...recorded, items };
  }

  facts(jobs: readonly { readonly kind: JobKind; readonly name: string }[]): JobFacts[] {
    const known = this.answers.resultsOf('jobFacts').flat();
    return jobs.flatMap(({ kind, name }) => {
      const facts = known.filter((one) => one.kind === kind && one.name === name).at(-1);
      return facts === undefined || this.deleted.has(name) ? [] : [this.factsNow(facts)];
    });
  }

  /** Undefined where the job was not recorded, or is not there at this moment. */
  detail(kind: JobKind, name: string): JobDetail | undefined {
    const recorded = this.answers
      .resultsOf('job')
      .filter(({ summary }) => summary.kind === kind && summary.name === name)
      .at(-1);
    if (recorded === undefined || !this.isThere(recorded.summary)) return undefined;
    const summary = this.summaryNow(recorded.summary);
    const now = this.time.now();
    const phases = recorded.phases.filter(({ startedAt }) => Date.parse(startedAt) <= now);
    const { failureReason, modelArtefact, ...always } = recorded;
    const atEnd = isAtEnd(summary, recorded.summary);
    return {
      ...always,
      summary,
      facts: this.factsNow(recorded.facts),
      phases: phases.length === 0 ? recorded.phases.slice(0, 1) : phases,
      finalMetrics: atEnd ? recorded.finalMetrics : [],
      ...(atEnd && failureReason !== undefined ? { failureReason } : {}),
      ...(atEnd && modelArtefact !== undefined ? { modelArtefact } : {}),
    };
  }

  isRecorded(name: string): boolean {
    return this.timelines.has(name);
  }

  /** What happens to a job, as it happens: first all that has, then the rest in its time. */
  async *follow(name: string, signal?: AbortSignal): AsyncIterable<readonly JobEvent[]> {
    const events = this.timelines.get(name) ?? [];
    let told = 0;
    while (signal?.aborted !== true) {
      const now = this.time.now();
      const stoppedAt = this.stopped.get(name) ?? Number.POSITIVE_INFINITY;
      const until = events.findIndex(({ at }) => Date.parse(at) > Math.min(now, stoppedAt));
      const happened = events.slice(told, until < 0 ? events.length : until);
      told += happened.length;
      if (happened.length > 0) yield happened;
      if (told === events.length) return;
      if (stoppedAt <= now) {
        yield [stoppedEvent(stoppedAt)];
        return;
      }
      await this.nextTurn(Date.parse(events[told].at), signal);
    }
  }

  stop(name: string): void {
    this.stopped.set(name, this.time.now());
  }

  deleteEndpoint(name: string): void {
    this.deleted.add(name);
  }

  /** Waits for the next event, but not so long that a stop is seen late. */
  private async nextTurn(at: number, signal?: AbortSignal): Promise<void> {
    await this.time.until(Math.min(at, this.time.soon()), signal);
  }

  private isThere({ name, createdAt }: JobSummary): boolean {
    return !this.deleted.has(name) && (!this.timelines.has(name) || Date.parse(createdAt) <= this.time.now());
  }

  private summaryNow(recorded: JobSummary): JobSummary {
    const events = this.timelines.get(recorded.name);
    if (events === undefined) return recorded;
    const now = this.time.now();
    const { endedAt, ...job } = recorded;
    const facts = recorded.facts === undefined ? {} : { facts: this.factsNow(recorded.facts) };
    const end = events.find((event): event is Finished => event.type === 'finished');
    const stoppedAt = this.stopped.get(recorded.name);
    if (stoppedAt !== undefined && (end === undefined || stoppedAt < Date.parse(end.at))) {
      const at = new Date(stoppedAt).toISOString();
      return { ...job, ...facts, status: 'stopped', serviceStatus: 'Stopped', endedAt: at };
    }
    if (end !== undefined && Date.parse(end.at) <= now) {
      return {
        ...recorded,
        ...facts,
        status: STATUS[end.status],
        serviceStatus: end.status,
        endedAt: endedAt ?? end.at,
      };
    }
    return { ...job, ...facts, status: 'running', serviceStatus: 'InProgress' };
  }

  private factsNow(recorded: JobFacts): JobFacts {
    const { endedAt, billableSeconds, ...facts } = recorded;
    const hasEnded = endedAt === undefined || Date.parse(endedAt) <= this.time.now();
    return hasEnded && !this.stopped.has(recorded.name) ? recorded : facts;
  }
}

function isAtEnd(now: JobSummary, recorded: JobSummary): boolean {
  return now.status === recorded.status;
}

function stoppedEvent(at: number): Finished {
  return { type: 'finished', at: new Date(at).toISOString(), status: 'Stopped', secondaryStatus: 'Stopped' };
}
