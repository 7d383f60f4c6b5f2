import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { WidgetTracker } from '@jupyterlab/apputils';
import type { IRunningSessionManagers } from '@jupyterlab/running';
import type { IStatusBar } from '@jupyterlab/statusbar';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyJSONObject } from '@lumino/coreutils';
import type { JobId } from '../job-key';
import { KnownJobs } from '../known-jobs';
import type { JobWidget } from './job-widget';
import { addToRunningPanel } from './running-panel';
import { addStatusItem } from './status-item';

interface JobPlacesOptions {
  readonly app: JupyterFrontEnd;
  readonly running: IRunningSessionManagers | null;
  readonly statusBar: IStatusBar | null;
  readonly restorer: ILayoutRestorer | null;
  readonly trans: TranslationBundle;
}

/** What JupyterLab shows of jobs outside the sidebar. */
export interface JobPlaces {
  /** What the sidebar has seen. Nothing is shown before it was opened once. */
  readonly known: KnownJobs;
  readonly tabs: WidgetTracker<JobWidget>;
}

/** Adds jobs to JupyterLab's own places, as far as this JupyterLab has them. */
export function addJobPlaces({ app, running, statusBar, restorer, trans }: JobPlacesOptions): JobPlaces {
  const known = new KnownJobs();
  const tabs = new WidgetTracker<JobWidget>({ namespace: 'tables-and-jobs' });
  const run = (command: string, args: ReadonlyJSONObject = {}): void =>
    void app.commands.execute(`tables-and-jobs:${command}`, args);
  const argsOf = ({ kind, name }: JobId): ReadonlyJSONObject => ({ kind, name });
  if (running !== null) {
    addToRunningPanel(running, {
      known,
      trans,
      open: (job) => run('open-job', argsOf(job)),
      stop: (job) => run('stop-job', argsOf(job)),
      stopAll: () => run('stop-all-jobs', { isConfirmed: true }),
      refresh: () => run('refresh-jobs'),
    });
  }
  if (statusBar !== null) addStatusItem(statusBar, { known, trans, show: () => run('show-jobs') });
  void restorer?.restore(tabs, {
    command: 'tables-and-jobs:open-job',
    args: ({ job }) => argsOf(job),
    name: ({ id }) => id,
  });
  return { known, tabs };
}
