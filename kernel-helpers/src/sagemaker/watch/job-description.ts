import type { DescribeTrainingJobCommandOutput } from '@aws-sdk/client-sagemaker';
import { ANSWER_SECONDS, answeredWithin } from '../../aws/answered-within';
import { awsErrorCode, callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { UserError } from '../../errors';
import { TRAINING_ENVIRONMENT } from '../../training-contract/index';
import { type Network, networkOf } from '../network';

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

/** No job of this account and region has the name. */
export class JobNotFoundError extends UserError {
  constructor(jobName: string, cause: Error) {
    super(`There is no training job named ${jobName} in this account and region. Check the name and AWS_REGION.`, {
      cause,
      facts: { jobName },
    });
  }
}

/** Asks SageMaker about a job; throws a JobNotFoundError if no job has that name. */
export async function describeJob(jobName: string, signal?: AbortSignal): Promise<JobDescription> {
  const { DescribeTrainingJobCommand } = awsSdk.sageMaker();
  const command = new DescribeTrainingJobCommand({ TrainingJobName: jobName });
  return callAws(`describe the training job ${jobName}`, async () => {
    try {
      const output = await answeredWithin(ANSWER_SECONDS, signal, (abortSignal) =>
        awsClients.sageMaker().send(command, { abortSignal }),
      );
      return readDescription(output);
    } catch (error) {
      if (isNotFound(error)) throw new JobNotFoundError(jobName, error);
      throw error;
    }
  });
}

/** SageMaker answers "Requested resource not found." as a ValidationException, although its model says ResourceNotFound. */
function isNotFound(error: unknown): error is Error {
  const isRefused = ['ValidationException', 'ResourceNotFound'].includes(awsErrorCode(error));
  return isRefused && error instanceof Error && /not found/i.test(error.message);
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
