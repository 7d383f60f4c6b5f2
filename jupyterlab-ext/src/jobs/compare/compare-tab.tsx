import type { Backend } from '../../backend/backend';
import type { Readable } from '../../store/store';
import type { DetailParts } from '../detail/detail-parts';
import type { JobDetailState, JobDetailStore } from '../detail/job-detail-store';
import { FollowedTab } from '../followed-tab';
import { combined } from './combined';
import { CompareView } from './compare-view';

interface CompareTabOptions {
  readonly backend: Backend;
  readonly stores: readonly JobDetailStore[];
  readonly parts: DetailParts;
}

/** Several training jobs side by side. */
export class CompareTab extends FollowedTab {
  private readonly states: Readable<readonly JobDetailState[]>;

  constructor(private readonly options: CompareTabOptions) {
    const { backend, stores, parts } = options;
    super({
      id: `tables-and-jobs-compare-${stores.map(({ id }) => id.name).join('-')}`,
      label: parts.trans.__('Comparison of %1 jobs', stores.length),
      backend,
    });
    this.states = combined(stores);
  }

  protected override view(): JSX.Element {
    const { stores, parts } = this.options;
    return <CompareView stores={stores} states={this.states} parts={parts} />;
  }

  protected override follow(): void {
    for (const store of this.options.stores) void store.show();
  }

  protected override rest(): void {
    for (const store of this.options.stores) store.hide();
  }
}
