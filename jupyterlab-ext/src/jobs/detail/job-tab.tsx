import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { Backend } from '../../backend/backend';
import { sidebarIcon } from '../../icon';
import { SectionBoundary } from '../../panel/section-boundary';
import { Store } from '../../store/store';
import { type JobId, keyOf } from '../job-key';
import { hasEnded } from '../job-state';
import { JobsPoll } from '../poll-jobs';
import { TabVisibility } from '../tab-visibility';
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

/** A job in a tab of its own. While the tab is out of view it asks for nothing, and nothing is sent to it. */
export class JobTab extends ReactWidget {
  readonly job: JobId;
  private readonly page = new Store<DetailPage>('overview');
  private readonly visibility: TabVisibility;
  private readonly poll: JobsPoll;
  private release: (() => void) | undefined;

  constructor(private readonly options: JobTabOptions) {
    super();
    const { store } = options;
    this.job = store.id;
    this.id = jobTabId(store.id);
    this.addClass('tj-job-tab');
    this.title.label = store.id.name;
    this.title.icon = sidebarIcon;
    this.title.closable = true;
    this.visibility = new TabVisibility(this);
    this.visibility.subscribe(() => this.follow());
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
    this.visibility.close();
    this.poll.close();
    super.dispose();
  }

  protected override render(): JSX.Element {
    const { store, parts } = this.options;
    return (
      <SectionBoundary>
        <JobDetailView store={store} page={this.page} visible={this.visibility} parts={parts} />
      </SectionBoundary>
    );
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.visibility.notice();
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this.visibility.notice();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.visibility.notice();
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.options.onTouched();
    this.node.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
  }

  private follow(): void {
    const { backend, store } = this.options;
    if (this.visibility.state) {
      this.release ??= backend.keepOpen();
      void store.follow();
    } else {
      store.hide();
      this.release?.();
      this.release = undefined;
    }
  }
}
