import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { WidgetTracker } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { IStateDB } from '@jupyterlab/statedb';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import type { Backend } from './backend/backend';
import type { KnownJobs } from './jobs/known-jobs';
import type { JobWidget } from './jobs/places/job-widget';
import type { Readable } from './store/store';

/** What JupyterLab and the plugin give every part of the sidebar. */
export interface Surroundings {
  readonly app: JupyterFrontEnd;
  readonly backend: Backend;
  readonly notebooks: INotebookTracker;
  readonly renderers: IRenderMimeRegistry;
  /** Of this plugin. */
  readonly settings: ISettingRegistry.ISettings | undefined;
  /** Keeps what is open over a reload. It holds no rows of tables. */
  readonly saved: IStateDB | undefined;
  readonly translator: ITranslator;
  readonly trans: TranslationBundle;
  /** Whether the panel is in view, and the browser's tab too. */
  readonly visible: Readable<boolean>;
  /** What JupyterLab's own places show. */
  readonly knownJobs: KnownJobs;
  readonly jobTabs: WidgetTracker<JobWidget>;
}
