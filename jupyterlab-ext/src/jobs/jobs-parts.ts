import type { TranslationBundle } from '@jupyterlab/translation';
import type { Readable, Store } from '../store/store';
import type { JobId } from './job-key';
import type { JobFactsStore } from './list/job-facts-store';
import type { JobListStore } from './list/job-list-store';
import type { SelectedJobs } from './selected-job';
import type { TimeText } from './time-text';

/** What the views of jobs share. */
export interface JobsParts {
  readonly lists: JobListStore;
  readonly facts: JobFactsStore;
  readonly selected: SelectedJobs;
  readonly visible: Readable<boolean>;
  /** The list takes the keyboard as soon as it is drawn, and sets this to false. */
  readonly wantsFocus: Store<boolean>;
  /** What a screen reader is told about changes. */
  readonly announcement: Readable<string>;
  readonly trans: TranslationBundle;
  readonly times: TimeText;
  /** Looks again now. */
  readonly refresh: () => void;
  /** Runs one of the commands of jobs, `open-job` for example. */
  readonly run: (command: string, job?: JobId) => void;
}
