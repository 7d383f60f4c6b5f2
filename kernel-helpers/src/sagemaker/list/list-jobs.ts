import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import type { Page } from '../../page';
import { type ListOptions, readPage } from './read-page';

export interface ListJobsOptions extends ListOptions {
  /** Only jobs with this status. */
  readonly status?: JobStatus;
}

export type JobStatus = 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped';

/** A job as a list shows it. */
export interface ListedJob {
  readonly name: string;
  readonly arn: string;
  /** A JobStatus, or one that SageMaker has only while it removes a job, such as `Deleting`. */
  readonly status: string;
  readonly created: Date;
  readonly lastModified?: Date;
  /** Undefined until the job has ended. */
  readonly ended?: Date;
}

export interface ListedTrainingJob extends ListedJob {
  /** SageMaker's more exact status, such as `Downloading` or `MaxRuntimeExceeded`; undefined if it does not say. */
  readonly secondaryStatus?: string;
}

export interface ListedTuningJob extends ListedJob {
  /** How it chooses hyperparameters: `Bayesian`, `Random`, … */
  readonly strategy: string;
  /** The training jobs that it has started. */
  readonly trainingJobs: {
    readonly inProgress: number;
    readonly completed: number;
    readonly stopped: number;
    readonly failed: number;
  };
}

export interface ListedTransformJob extends ListedJob {
  /** Why the job failed. */
  readonly failureReason?: string;
}

/** The training jobs of the account and region, of this project and others, newest first. */
export async function listTrainingJobs(options: ListJobsOptions = {}): Promise<Page<ListedTrainingJob>> {
  return await readPage('training jobs', options, async (input) => {
    const { ListTrainingJobsCommand } = awsSdk.sageMaker();
    const command = new ListTrainingJobsCommand({ ...input, ...NEWEST_FIRST, StatusEquals: options.status });
    const answer = await awsClients.sageMaker().send(command, { abortSignal: options.signal });
    const items = (answer.TrainingJobSummaries ?? []).map((job) => ({
      name: job.TrainingJobName ?? '',
      arn: job.TrainingJobArn ?? '',
      status: job.TrainingJobStatus ?? '',
      secondaryStatus: job.SecondaryStatus,
      created: job.CreationTime ?? new Date(0),
      lastModified: job.LastModifiedTime,
      ended: job.TrainingEndTime,
    }));
    return { items, nextToken: answer.NextToken };
  });
}

/** The jobs of the account and region that try out hyperparameters, newest first. */
export async function listTuningJobs(options: ListJobsOptions = {}): Promise<Page<ListedTuningJob>> {
  return await readPage('tuning jobs', options, async (input) => {
    const { ListHyperParameterTuningJobsCommand } = awsSdk.sageMaker();
    const command = new ListHyperParameterTuningJobsCommand({
      ...input,
      ...NEWEST_FIRST,
      StatusEquals: options.status,
    });
    const answer = await awsClients.sageMaker().send(command, { abortSignal: options.signal });
    const items = (answer.HyperParameterTuningJobSummaries ?? []).map((job) => {
      const counts = job.TrainingJobStatusCounters;
      return {
        name: job.HyperParameterTuningJobName ?? '',
        arn: job.HyperParameterTuningJobArn ?? '',
        status: job.HyperParameterTuningJobStatus ?? '',
        strategy: job.Strategy ?? '',
        trainingJobs: {
          inProgress: counts?.InProgress ?? 0,
          completed: counts?.Completed ?? 0,
          stopped: counts?.Stopped ?? 0,
          failed: (counts?.RetryableError ?? 0) + (counts?.NonRetryableError ?? 0),
        },
        created: job.CreationTime ?? new Date(0),
        lastModified: job.LastModifiedTime,
        ended: job.HyperParameterTuningEndTime,
      };
    });
    return { items, nextToken: answer.NextToken };
  });
}

/** The jobs of the account and region that predict for files, newest first. */
export async function listTransformJobs(options: ListJobsOptions = {}): Promise<Page<ListedTransformJob>> {
  return await readPage('transform jobs', options, async (input) => {
    const { ListTransformJobsCommand } = awsSdk.sageMaker();
    const command = new ListTransformJobsCommand({ ...input, ...NEWEST_FIRST, StatusEquals: options.status });
    const answer = await awsClients.sageMaker().send(command, { abortSignal: options.signal });
    const items = (answer.TransformJobSummaries ?? []).map((job) => ({
      name: job.TransformJobName ?? '',
      arn: job.TransformJobArn ?? '',
      status: job.TransformJobStatus ?? '',
      failureReason: job.FailureReason,
      created: job.CreationTime ?? new Date(0),
      lastModified: job.LastModifiedTime,
      ended: job.TransformEndTime,
    }));
    return { items, nextToken: answer.NextToken };
  });
}

/** Unless told so, SageMaker shows training and tuning jobs oldest first (API reference, ListTrainingJobs). */
const NEWEST_FIRST = { SortBy: 'CreationTime', SortOrder: 'Descending' } as const;
