import type { LocalImage } from '../image';
import type { JobRecord } from './job-record';

/** Spot instances that were taken away from a job. */
export interface SpotInterruption {
  /** How long the job waits for others. */
  readonly waitSeconds: number;
}

/** Why a job is stopped before its hosts have ended by themselves. */
export type StopReason = 'requested' | 'max-runtime' | 'max-wait' | 'account-closes';

export interface JobToRun {
  readonly input: JobRecord['input'];
  readonly arn: string;
  readonly image: LocalImage;
  /** Where the hosts' folders are made; removed at the end. */
  readonly directory: string;
  readonly stopping: AbortController;
  readonly stopGraceSeconds: number;
  /** Is told how to take the job's hosts away, as AWS does with spot instances; undefined while it has none. */
  readonly onInterruptible: (interrupt: ((interruption: SpotInterruption) => void) | undefined) => void;
}

/** A running job calls this to report its progress. */
export interface JobProgress {
  /** Enters a secondary status; with `startsTraining` the billed time begins. */
  enter(secondaryStatus: string, message: string, startsTraining?: boolean): void;
  keepModel(uri: string): void;
  keepMetrics(metrics: JobRecord['finalMetrics']): void;
}
