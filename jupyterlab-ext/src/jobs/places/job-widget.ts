import type { Widget } from '@lumino/widgets';
import type { JobId } from '../job-key';

/** A widget that shows one job. */
export interface JobWidget extends Widget {
  readonly job: JobId;
}
