import type { DescribeTrainingJobCommandOutput } from '@aws-sdk/client-sagemaker';
import { TRAINING_ENVIRONMENT } from '../../training-contract/index';
import { type Network, networkOf } from '../network';
import { askAboutJob } from './ask-about-job';

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
  /** Seconds of one host; undefined until known. */
  readonly trainingSeconds?: number;
  /** Seconds of one host that are paid for; undefined until known. */
  readonly billableSeconds?: number;
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

/** Asks SageMaker about a job; throws a JobNotFoundError if no job has that name. */
export async function describeJob(jobName: string, signal?: AbortSignal): Promise<JobDescription> {
  return readDescription(await askAboutJob(jobName, signal));
}

function readDescription(output: DescribeTrainingJobCommandOutput): JobDescription {
  return {
    name: output.TrainingJobName ?? '',
    arn: output.TrainingJobArn ?? '',
    status: output.TrainingJobStatus ?? 'InProgress',
    secondaryStatus: output.SecondaryStatus ?? '',
    phases: (output.SecondaryStatusTransitions ?? []).map((transition) => ({
      status: transition.Status ?? '',
      message: transition.StatusMessage ?? '',
      startedAt: transition.StartTime ?? new Date(0),
    })),
    failureReason: output.FailureReason,
    image: output.AlgorithmSpecification?.TrainingImage ?? '',
    roleArn: output.RoleArn ?? '',
    instances: {
      type: output.ResourceConfig?.InstanceType ?? '',
      count: output.ResourceConfig?.InstanceCount ?? 1,
    },
    maxRunSeconds: output.StoppingCondition?.MaxRuntimeInSeconds,
    modelArtefact: output.ModelArtifacts?.S3ModelArtifacts,
    finalMetrics: (output.FinalMetricDataList ?? []).map((metric) => ({
      metric: metric.MetricName ?? '',
      value: metric.Value ?? Number.NaN,
    })),
    trainingSeconds: output.TrainingTimeInSeconds,
    billableSeconds: output.BillableTimeInSeconds,
    network: networkOf(output.VpcConfig),
    volumeKey: output.ResourceConfig?.VolumeKmsKeyId,
    target: output.Environment?.[TRAINING_ENVIRONMENT.target],
  };
}
