import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { Backend } from '../../backend/backend';
import { sidebarIcon } from '../../icon';
import { SectionBoundary } from '../../panel/section-boundary';
import type { Readable } from '../../store/store';
import type { DetailParts } from '../detail/detail-parts';
import type { JobDetailState, JobDetailStore } from '../detail/job-detail-store';
import { TabVisibility } from '../tab-visibility';
import { combined } from './combined';
import { CompareView } from './compare-view';

interface CompareTabOptions {
  readonly backend: Backend;
  readonly stores: readonly JobDetailStore[];
  readonly parts: DetailParts;
}

/** Several training jobs side by side. While the tab is out of view it asks for nothing. */
export class CompareTab extends ReactWidget {
  private readonly visibility: TabVisibility;
  private readonly states: Readable<readonly JobDetailState[]>;
  private release: (() => void) | undefined;

  constructor(private readonly options: CompareTabOptions) {
    super();
    const { trans } = options.parts;
    this.id = `tables-and-jobs-compare-${options.stores.map(({ id }) => id.name).join('-')}`;
    this.addClass('tj-job-tab');
    this.title.label = trans.__('Comparison of %1 jobs', options.stores.length);
    this.title.icon = sidebarIcon;
    this.title.closable = true;
    this.states = combined(options.stores);
    this.visibility = new TabVisibility(this);
    this.visibility.subscribe(() => this.follow());
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.visibility.close();
    super.dispose();
  }

  protected override render(): JSX.Element {
    const { stores, parts } = this.options;
    return (
      <SectionBoundary>
        <CompareView stores={stores} states={this.states} parts={parts} />
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

  private follow(): void {
    const { backend, stores } = this.options;
    if (this.visibility.state) {
      this.release ??= backend.keepOpen();
      for (const store of stores) void store.show();
    } else {
      for (const store of stores) store.hide();
      this.release?.();
      this.release = undefined;
    }
  }
}
