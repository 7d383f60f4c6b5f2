/**
 * What happens while a job runs. Each host's lines come in the order of time; between hosts, a line that reaches
 * CloudWatch late comes late.
 */
export type JobEvent = JobStatusEvent | JobLogEvent | JobMetricEvent | JobNoticeEvent | JobFinishedEvent;

/** The job entered a new phase. */
export interface JobStatusEvent {
  readonly type: 'status';
  readonly at: Date;
  /** SageMaker's secondary status: `Starting`, `Downloading`, `Training`, `Uploading`, `Completed`, … */
  readonly status: string;
  /** SageMaker's sentence about it; meant for people, never for decisions. */
  readonly message: string;
}

/** A host wrote a line. */
export interface JobLogEvent {
  readonly type: 'log';
  readonly at: Date;
  /** `algo-1`, `algo-2`, … */
  readonly host: string;
  readonly line: string;
}

/** A log line gave the value of a metric after a round. A line of the script that has the same form counts, too. */
export interface JobMetricEvent {
  readonly type: 'metric';
  readonly at: Date;
  readonly host: string;
  readonly round: number;
  /** As SageMaker names it: `train:rmse`, `validation:rmse`. */
  readonly name: string;
  readonly value: number;
}

/** This watch does not see the job or its log at present, or sees it again. The job itself goes on. */
export interface JobNoticeEvent {
  readonly type: 'notice';
  readonly at: Date;
  readonly about: 'job' | 'log';
  readonly isHidden: boolean;
  /** Sentences for people. */
  readonly message: string;
}

/** The job ended; always the last event. */
export interface JobFinishedEvent {
  readonly type: 'finished';
  readonly at: Date;
  readonly status: 'Completed' | 'Failed' | 'Stopped';
  /** SageMaker's secondary status. It says why a job was stopped: `MaxRuntimeExceeded`, `MaxWaitTimeExceeded`, … */
  readonly secondaryStatus: string;
  /** Why it failed, as SageMaker says it. */
  readonly failureReason?: string;
}
