import type { JobRecord } from './job-record';

/** SageMaker's default when a job names no limit. */
export const DEFAULT_MAX_RUNTIME_SECONDS = 86_400;

/** A job as DescribeTrainingJob answers it. */
export function describeJob(record: JobRecord): Readonly<Record<string, unknown>> {
  const { input } = record;
  const { Tags: _tags, AlgorithmSpecification, OutputDataConfig, StoppingCondition, ...rest } = input;
  return {
    ...rest,
    TrainingJobArn: record.arn,
    TrainingJobStatus: record.status,
    SecondaryStatus: record.secondaryStatus,
    SecondaryStatusTransitions: record.transitions,
    ...(record.failureReason !== undefined && { FailureReason: record.failureReason }),
    ...(record.modelArtifacts !== undefined && { ModelArtifacts: { S3ModelArtifacts: record.modelArtifacts } }),
    AlgorithmSpecification: { EnableSageMakerMetricsTimeSeries: false, ...AlgorithmSpecification },
    // Clients read KmsKeyId without a check that it is there (SageMaker Python SDK, `Estimator.attach`).
    OutputDataConfig: { KmsKeyId: '', CompressionType: 'GZIP', ...OutputDataConfig },
    StoppingCondition: { MaxRuntimeInSeconds: DEFAULT_MAX_RUNTIME_SECONDS, ...StoppingCondition },
    EnableNetworkIsolation: input.EnableNetworkIsolation ?? false,
    EnableInterContainerTrafficEncryption: input.EnableInterContainerTrafficEncryption ?? false,
    EnableManagedSpotTraining: input.EnableManagedSpotTraining ?? false,
    CreationTime: record.creationTime,
    LastModifiedTime: record.lastModifiedTime,
    ...(record.trainingStartTime !== undefined && { TrainingStartTime: record.trainingStartTime }),
    ...(record.trainingEndTime !== undefined && { TrainingEndTime: record.trainingEndTime }),
    ...secondsOf(record),
    ...(record.finalMetrics.length > 0 && { FinalMetricDataList: record.finalMetrics }),
    ProfilingStatus: 'Disabled',
  };
}

/** A job as ListTrainingJobs answers it. */
export function summarizeJob(record: JobRecord): Readonly<Record<string, unknown>> {
  return {
    TrainingJobName: record.input.TrainingJobName,
    TrainingJobArn: record.arn,
    CreationTime: record.creationTime,
    ...(record.trainingEndTime !== undefined && { TrainingEndTime: record.trainingEndTime }),
    LastModifiedTime: record.lastModifiedTime,
    TrainingJobStatus: record.status,
    SecondaryStatus: record.secondaryStatus,
  };
}

/** Whole seconds of one instance, as SageMaker counts them; clients multiply by the number of instances. */
function secondsOf({ trainingStartTime, trainingEndTime }: JobRecord): Readonly<Record<string, number>> {
  if (trainingStartTime === undefined || trainingEndTime === undefined) return {};
  const seconds = Math.max(1, Math.ceil(trainingEndTime - trainingStartTime));
  return { TrainingTimeInSeconds: seconds, BillableTimeInSeconds: seconds };
}
