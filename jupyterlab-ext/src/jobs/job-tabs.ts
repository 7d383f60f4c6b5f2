import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { WidgetTracker } from '@jupyterlab/apputils';
import type { Backend } from '../backend/backend';
import { CompareTab } from './compare/compare-tab';
import type { DetailPage, DetailParts } from './detail/detail-parts';
import { JobDetailStore } from './detail/job-detail-store';
import { JobTab, jobTabId } from './detail/job-tab';
import type { JobId } from './job-key';
import type { KnownJobs } from './known-jobs';
import type { JobWidget } from './places/job-widget';
import type { SelectedJobs } from './selected-job';

/** A comparison draws metrics alone, so it keeps hardly a line of the logs. */
const NO_LOG = { lines: 1, characters: 10_000, charactersPerLine: 1_000 };

export interface JobTabsOptions {
  readonly app: JupyterFrontEnd;
  readonly backend: Backend;
  /** Opens the tabs again after a reload. */
  readonly tracker: WidgetTracker<JobWidget>;
  readonly known: KnownJobs;
  readonly selected: SelectedJobs;
  readonly parts: DetailParts;
  readonly intervalSeconds: () => number;
}

/** The tabs of jobs in JupyterLab's main area. */
export class JobTabs {
  constructor(private readonly options: JobTabsOptions) {}

  /** Shows the job's tab, and makes it first if it is not there. */
  async open(job: JobId, page?: DetailPage): Promise<void> {
    const { app } = this.options;
    const tab = this.find(job) ?? (await this.make(job));
    if (page !== undefined) tab.turnTo(page);
    app.shell.activateById(tab.id);
  }

  isInView(job: JobId): boolean {
    return this.find(job)?.isInView === true;
  }

  /** Reads the job again if its tab is there. */
  async refresh(job: JobId, expected?: 'stopping'): Promise<void> {
    await this.find(job)?.refresh(expected);
  }

  compare(jobs: readonly JobId[]): void {
    const { app, backend, known, parts } = this.options;
    const stores = jobs.map((job) => new JobDetailStore(backend, job, (seen) => known.learn([seen], 'detail'), NO_LOG));
    const tab = new CompareTab({ backend, stores, parts });
    app.shell.add(tab, 'main');
    app.shell.activateById(tab.id);
  }

  private find(job: JobId): JobTab | undefined {
    const found = this.options.tracker.find(({ id }) => id === jobTabId(job));
    return found instanceof JobTab ? found : undefined;
  }

  private async make(job: JobId): Promise<JobTab> {
    const { app, backend, tracker, known, selected, parts, intervalSeconds } = this.options;
    const tab = new JobTab({
      backend,
      parts,
      intervalSeconds,
      store: new JobDetailStore(backend, job, (seen) => known.learn([seen], 'detail')),
      onTouched: () => selected.touch(job),
    });
    app.shell.add(tab, 'main');
    await tracker.add(tab);
    return tab;
  }
}
