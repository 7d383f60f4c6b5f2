import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { JobId } from '../job-key';
import type { TimeText } from '../time-text';

/** What the views of a job's tab share. */
export interface DetailParts {
  readonly trans: TranslationBundle;
  readonly times: TimeText;
  readonly renderers: IRenderMimeRegistry;
  /** Runs a command, those of jobs on this job. */
  readonly run: (command: string, job?: JobId) => void;
  readonly openNotebook: (path: string) => void;
  readonly revealTable: (path: readonly string[]) => void;
}

/** The parts of a job's tab. */
export type DetailPage = 'overview' | 'log' | 'metrics';
