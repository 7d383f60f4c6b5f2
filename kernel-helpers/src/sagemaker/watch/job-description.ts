import type { DescribeTrainingJobCommandOutput } from '@aws-sdk/client-sagemaker';
import { callAws } from '../../aws/call-aws';
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
  readonly phases: readonly JobPhase[];
  readonly failureReason?: string;
  readonly image: string;
  readonly roleArn: string;
  readonly instances: { readonly type: string; readonly count: number };
  /** `s3://…/model.tar.gz`; undefined until the job has written it. */
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

/** Asks SageMaker about a job; throws a UserError if no job has that name. */
export async function describeJob(jobName: string, signal?: AbortSignal): Promise<JobDescription> {
  const { DescribeTrainingJobCommand } = awsSdk.sageMaker();
  const command = new DescribeTrainingJobCommand({ TrainingJobName: jobName });
  return callAws(`describe the training job ${jobName}`, async () => {
    try {
      return readDescription(await awsClients.sageMaker().send(command, { abortSignal: signal }));
    } catch (error) {
      if (error instanceof Error && /not found/i.test(error.message)) throw jobNotFound(jobName, error);
      throw error;
    }
  });
}

function jobNotFound(jobName: string, cause: Error): UserError {
  return new UserError(
    `There is no training job named ${jobName} in this account and region. Check the name and AWS_REGION.`,
    { cause, facts: { jobName } },
  );
}

function readDescription(output: DescribeTrainingJobCommandOutput): JobDescription {
  return {
    name: output.TrainingJobName ?? '',
    arn: output.TrainingJobArn ?? '',
    status: output.TrainingJobStatus ?? 'InProgress',
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
