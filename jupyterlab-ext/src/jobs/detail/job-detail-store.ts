import type { JobDetail, JobEvent, JobEvents, JobSummary } from 'kernel-helpers/sidebar-contract/index';
import type { Backend } from '../../backend/backend';
import { type Readable, Store } from '../../store/store';
import type { JobId } from '../job-key';
import { hasEnded } from '../job-state';
import { LOG_LIMITS, type LogLimits } from '../log/log-buffer';
import { LogStore } from '../log/log-store';
import { type MetricSeries, MetricValues } from '../metrics/metric-series';

export interface JobDetailState {
  readonly detail?: JobDetail;
  readonly asOf?: Date;
  readonly isLoading: boolean;
  /** Why the job could not be read; `detail` is that of before. */
  readonly error?: unknown;
  /** `live` while the kernel sends what happens, `complete` once it has sent all. */
  readonly log: 'none' | 'live' | 'complete';
  readonly logError?: unknown;
  /** What the kernel says about a log that cannot be read at present. */
  readonly logNotice?: string;
  /** Batches that never came: the log has gaps. */
  readonly lostBatches: number;
  readonly metrics: readonly MetricSeries[];
}

const EMPTY: JobDetailState = { isLoading: false, log: 'none', lostBatches: 0, metrics: [] };

/** One job as its tab shows it. It asks and follows only between `show` and `hide`. */
export class JobDetailStore implements Readable<JobDetailState> {
  readonly lines: LogStore;
  private readonly store = new Store(EMPTY);
  private readonly values = new MetricValues();
  private loading: AbortController | undefined;
  private following: AbortController | undefined;

  constructor(
    private readonly backend: Backend,
    readonly id: JobId,
    private readonly onSeen: (job: JobSummary) => void = () => undefined,
    limits: LogLimits = LOG_LIMITS,
  ) {
    this.lines = new LogStore(limits);
  }

  get state(): JobDetailState {
    return this.store.state;
  }

  readonly subscribe = (listener: () => void): (() => void) => this.store.subscribe(listener);

  /** Reads the job, and follows its log if it is a training job whose log is not complete. */
  async show(): Promise<void> {
    await Promise.all([this.refresh(), this.follow()]);
  }

  /** Nothing is asked or sent any more. What is known stays. */
  hide(): void {
    this.cancel();
    this.following?.abort();
    this.following = undefined;
    if (this.state.log === 'live') this.change({ log: 'none' });
  }

  /** Reads the job again. A failure is in the state. */
  async refresh(): Promise<void> {
    this.loading?.abort();
    const controller = new AbortController();
    this.loading = controller;
    this.change({ isLoading: true });
    try {
      const detail = await this.backend.request('job', { ...this.id }, { signal: controller.signal });
      if (controller.signal.aborted) return;
      this.change({ detail, asOf: new Date(), isLoading: false, error: undefined });
      this.lines.explain(detail.failureReason);
      this.onSeen(detail.summary);
    } catch (error) {
      if (!controller.signal.aborted) this.change({ isLoading: false, error });
    } finally {
      if (this.loading === controller) this.loading = undefined;
    }
  }

  /** Says that somebody has stopped the job, before SageMaker does. */
  expectStopping(): void {
    const { detail } = this.state;
    if (detail === undefined) return;
    const summary = { ...detail.summary, status: 'stopping', serviceStatus: 'Stopping' } as const;
    this.change({ detail: { ...detail, summary } });
  }

  /** Ends the reading of the job. */
  cancel(): void {
    this.loading?.abort();
    this.loading = undefined;
    if (this.state.isLoading) this.change({ isLoading: false });
  }

  /** Follows the log from its beginning. A failure is in the state. */
  async follow(): Promise<void> {
    if (this.id.kind !== 'training' || this.state.log !== 'none') return;
    const controller = new AbortController();
    this.following = controller;
    let batches = 0;
    this.change({ log: 'live', logError: undefined });
    try {
      await this.backend.request(
        'followJob',
        { name: this.id.name },
        {
          signal: controller.signal,
          onEvent: ({ sequence, events }) => {
            if (controller.signal.aborted) return;
            if (batches === 0) this.beginLog();
            const lost = Math.max(0, sequence - batches);
            batches = sequence + 1;
            this.take({ sequence, events }, lost);
          },
        },
      );
      if (!controller.signal.aborted) this.change({ log: 'complete' });
    } catch (error) {
      if (!controller.signal.aborted) this.change({ log: 'none', logError: error });
    } finally {
      if (this.following === controller) this.following = undefined;
    }
  }

  /** What came before comes again. It is shown until then. */
  private beginLog(): void {
    this.lines.clear();
    this.values.clear();
    this.change({ metrics: [], lostBatches: 0, logNotice: undefined });
  }

  private take({ events }: JobEvents, lost: number): void {
    const lines = events.flatMap((event) =>
      event.type === 'log' ? [{ at: event.at, host: event.host, text: event.line }] : [],
    );
    // Hosts are read one after the other; within a batch their lines belong together by time.
    this.lines.append(lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)));
    const metrics = events.filter((event) => event.type === 'metric');
    for (const metric of metrics) this.values.add(metric);
    const notice = events.findLast((event) => event.type === 'notice');
    this.change({
      ...(metrics.length > 0 && { metrics: this.values.series() }),
      ...(lost > 0 && { lostBatches: this.state.lostBatches + lost }),
      ...(notice !== undefined && { logNotice: notice.isHidden ? notice.message : undefined }),
    });
    if (events.some((event) => this.isNews(event))) void this.refresh();
  }

  /** Whether the event says more than the job's description does that is shown. */
  private isNews(event: JobEvent): boolean {
    const { detail } = this.state;
    if (detail === undefined) return false;
    if (event.type === 'finished') return !hasEnded(detail.summary.status);
    return event.type === 'status' && !detail.phases.some(({ status }) => status === event.status);
  }

  private change(change: Partial<JobDetailState>): void {
    this.store.update((state) => ({ ...state, ...change }));
  }
}
