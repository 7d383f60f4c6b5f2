import type { Message } from '@lumino/messaging';
import type { Backend } from '../../backend/backend';
import { Store } from '../../store/store';
import { FollowedTab } from '../followed-tab';
import { type JobId, keyOf } from '../job-key';
import { hasEnded } from '../job-state';
import { JobsPoll } from '../poll-jobs';
import type { DetailPage, DetailParts } from './detail-parts';
import type { JobDetailStore } from './job-detail-store';
import { JobDetailView } from './views/job-detail-view';

interface JobTabOptions {
  readonly backend: Backend;
  readonly store: JobDetailStore;
  readonly parts: DetailParts;
  readonly intervalSeconds: () => number;
  /** Somebody works in this tab now. */
  readonly onTouched: () => void;
}

/** The id of a job's tab. */
export function jobTabId(job: JobId): string {
  return `tables-and-jobs-${keyOf(job).replace(' ', '-')}`;
}

/** A job in a tab of its own. */
export class JobTab extends FollowedTab {
  readonly job: JobId;
  private readonly page = new Store<DetailPage>('overview');
  private readonly poll: JobsPoll;

  constructor(private readonly options: JobTabOptions) {
    const { backend, store } = options;
    super({ id: jobTabId(store.id), label: store.id.name, backend });
    this.job = store.id;
    this.poll = new JobsPoll({
      visible: this.visibility,
      intervalSeconds: options.intervalSeconds,
      look: async () => {
        const { detail } = store.state;
        if (detail !== undefined && hasEnded(detail.summary.status)) return;
        await store.refresh();
        if (store.state.error !== undefined) throw store.state.error;
      },
    });
    this.node.addEventListener('focusin', options.onTouched);
  }

  get isInView(): boolean {
    return this.visibility.state;
  }

  turnTo(page: DetailPage): void {
    this.page.set(page);
  }

  /** Reads the job now if the tab is in view; else its next look does. */
  async refresh(expected?: 'stopping'): Promise<void> {
    if (expected === 'stopping') this.options.store.expectStopping();
    if (this.isInView) await this.options.store.refresh();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    super.dispose();
    this.poll.close();
  }

  protected override view(): JSX.Element {
    const { store, parts } = this.options;
    return <JobDetailView store={store} page={this.page} visible={this.visibility} parts={parts} />;
  }

  protected override follow(): void {
    void this.options.store.follow();
  }

  protected override rest(): void {
    this.options.store.hide();
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.options.onTouched();
    this.node.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
  }
}
