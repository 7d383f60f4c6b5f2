import type { DescribeTrainingJobCommandOutput } from '@aws-sdk/client-sagemaker';
import { TRAINING_ENVIRONMENT } from '../../training-contract/index';
import { networkOf } from '../network';
import { askAboutJob } from './ask-about-job';
import type { JobDescription } from './job-description';

/** Asks SageMaker about a job; throws a JobNotFoundError if no job has that name. */
export async function describeJob(jobName: string, signal?: AbortSignal): Promise<JobDescription> {
  return readDescription(await askAboutJob(jobName, signal));
}

/** What a description of SageMaker says, in our form. */
export function readDescription(output: DescribeTrainingJobCommandOutput): JobDescription {
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
    createdAt: output.CreationTime,
    endedAt: output.TrainingEndTime,
    hyperparameters: output.HyperParameters,
    trainingSeconds: output.TrainingTimeInSeconds,
    billableSeconds: output.BillableTimeInSeconds,
    network: networkOf(output.VpcConfig),
    volumeKey: output.ResourceConfig?.VolumeKmsKeyId,
    target: output.Environment?.[TRAINING_ENVIRONMENT.target],
  };
}
