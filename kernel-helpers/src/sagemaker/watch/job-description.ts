import type { Network } from '../network';

/** What SageMaker says about a training job. */
export interface JobDescription {
  readonly name: string;
  readonly arn: string;
  readonly status: 'InProgress' | 'Stopping' | 'Completed' | 'Failed' | 'Stopped' | 'Deleting';
  /** SageMaker's more exact status. For a stopped job, it says why: `Stopped`, `MaxRuntimeExceeded`, … */
  readonly secondaryStatus: string;
  readonly phases: readonly JobPhase[];
  readonly failureReason?: string;
  readonly image: string;
  readonly roleArn: string;
  readonly instances: { readonly type: string; readonly count: number };
  /** After how many seconds SageMaker stops the job; undefined if it does not say. */
  readonly maxRunSeconds?: number;
  /** Where the job writes its model: `s3://…/model.tar.gz`. A job that was stopped may have written none. */
  readonly modelArtefact?: string;
  readonly finalMetrics: readonly FinalMetric[];
  readonly createdAt?: Date;
  /** Undefined until the job has ended. */
  readonly endedAt?: Date;
  /** Seconds of one host; undefined until known. */
  readonly trainingSeconds?: number;
  /** Seconds of one host that are paid for; undefined until known. */
  readonly billableSeconds?: number;
  /** The job's hyperparameters, as texts. */
  readonly hyperparameters?: Readonly<Record<string, string>>;
  /** The column that the job learns to predict, if the job's environment names it. */
  readonly target?: string;
  /** The VPC of the hosts; undefined for SageMaker's own network. */
  readonly network?: Network;
  /** The KMS key of the hosts' disks; undefined for a key of AWS. */
  readonly volumeKey?: string;
}

export interface JobPhase {
  readonly status: string;
  readonly message: string;
  readonly startedAt: Date;
}

/** The last value of a metric, from the log. The log of this project's jobs ends with the model's metrics. */
export interface FinalMetric {
  /** `train:rmse`, `validation:rmse`. */
  readonly metric: string;
  readonly value: number;
}
