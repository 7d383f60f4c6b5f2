import { z } from 'zod';
import { epochSeconds } from '../epoch-seconds';
import { jobInputSchema } from './job-input';

const transitionSchema = z.object({
  Status: z.string(),
  StartTime: z.number(),
  EndTime: z.number().optional(),
  StatusMessage: z.string(),
});

/** The stored facts of a training job. Times are epoch seconds, as in requests and answers. */
export const jobRecordSchema = z.object({
  input: jobInputSchema,
  arn: z.string(),
  status: z.enum(['InProgress', 'Completed', 'Failed', 'Stopping', 'Stopped']),
  secondaryStatus: z.string(),
  transitions: z.array(transitionSchema),
  creationTime: z.number(),
  trainingStartTime: z.number().optional(),
  trainingEndTime: z.number().optional(),
  lastModifiedTime: z.number(),
  failureReason: z.string().optional(),
  modelArtifacts: z.string().optional(),
  finalMetrics: z.array(z.object({ MetricName: z.string(), Value: z.number(), Timestamp: z.number() })),
});

export type JobRecord = z.infer<typeof jobRecordSchema>;

/** The longest FailureReason that SageMaker keeps. */
const MAX_FAILURE_CHARACTERS = 1024;

export function newJobRecord(input: JobRecord['input'], arn: string): JobRecord {
  const now = epochSeconds();
  const record: JobRecord = {
    input,
    arn,
    status: 'InProgress',
    secondaryStatus: '',
    transitions: [],
    creationTime: now,
    lastModifiedTime: now,
    finalMetrics: [],
  };
  return enterStatus(record, 'Starting', 'Starting the training job');
}

export function isRunning({ status }: JobRecord): boolean {
  return status === 'InProgress' || status === 'Stopping';
}

/** The record after a change of the secondary status; the same status again only changes the message, as in SageMaker. */
export function enterStatus(record: JobRecord, secondaryStatus: string, message: string): JobRecord {
  const now = epochSeconds();
  const earlier = record.transitions.slice(0, -1);
  const last = record.transitions.at(-1);
  const transitions =
    last === undefined
      ? [{ Status: secondaryStatus, StartTime: now, StatusMessage: message }]
      : last.Status === secondaryStatus
        ? [...earlier, { ...last, StatusMessage: message }]
        : [...earlier, { ...last, EndTime: now }, { Status: secondaryStatus, StartTime: now, StatusMessage: message }];
  return { ...record, secondaryStatus, transitions, lastModifiedTime: now };
}

export interface JobEnd {
  readonly status: 'Completed' | 'Failed' | 'Stopped';
  readonly secondaryStatus: 'Completed' | 'Failed' | 'Stopped' | 'MaxRuntimeExceeded' | 'MaxWaitTimeExceeded';
  readonly message: string;
  readonly failureReason?: string;
}

/** The record of a job that is over. */
export function endJob(record: JobRecord, end: JobEnd): JobRecord {
  const now = epochSeconds();
  const entered = enterStatus(record, end.secondaryStatus, end.message);
  const transitions = entered.transitions.map((transition) => ({ EndTime: now, ...transition }));
  return {
    ...entered,
    transitions,
    status: end.status,
    ...(record.trainingStartTime !== undefined && { trainingEndTime: now }),
    ...(end.failureReason !== undefined && { failureReason: end.failureReason.slice(0, MAX_FAILURE_CHARACTERS) }),
  };
}
