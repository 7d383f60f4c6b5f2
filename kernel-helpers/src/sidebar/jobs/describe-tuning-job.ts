import type { DescribeHyperParameterTuningJobCommandOutput } from '@aws-sdk/client-sagemaker';
import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { undefinedIfMissing } from '../../sagemaker/missing-resource';
import type { JobFacts } from '../../sidebar-contract/index';
import type { DescribedJob } from './described-job';
import { jobStatus } from './job-status';

/** What SageMaker says about a job that tries out hyperparameters; undefined if it is gone. */
export async function describeTuningJob(name: string, abortSignal: AbortSignal): Promise<DescribedJob | undefined> {
  const { DescribeHyperParameterTuningJobCommand } = awsSdk.sageMaker();
  const command = new DescribeHyperParameterTuningJobCommand({ HyperParameterTuningJobName: name });
  const output = await callAws(`describe the tuning job ${name}`, () =>
    undefinedIfMissing(() => awsClients.sageMaker().send(command, { abortSignal })),
  );
  return output === undefined ? undefined : readTuningJob(name, output);
}

/** Hyperparameters and metric are those of the best job so far. */
export function readTuningJob(name: string, output: DescribeHyperParameterTuningJobCommandOutput): DescribedJob {
  const {
    BestTrainingJob: best,
    TrainingJobDefinition: definition,
    HyperParameterTuningJobStatus: status = '',
  } = output;
  const objective = best?.FinalHyperParameterTuningJobObjectiveMetric;
  const createdAt = (output.CreationTime ?? new Date(0)).toISOString();
  const facts: JobFacts = {
    kind: 'tuning',
    name,
    hosts: definition?.ResourceConfig?.InstanceCount,
    instanceType: definition?.ResourceConfig?.InstanceType,
    startedAt: createdAt,
    endedAt: output.HyperParameterTuningEndTime?.toISOString(),
  };
  return {
    summary: {
      kind: 'tuning',
      name,
      status: jobStatus('tuning', status),
      serviceStatus: status,
      createdAt,
      endedAt: facts.endedAt,
      facts,
    },
    facts,
    arn: output.HyperParameterTuningJobArn ?? '',
    phases: [],
    failureReason: output.FailureReason,
    hyperparameters: { ...definition?.StaticHyperParameters, ...best?.TunedHyperParameters },
    image: definition?.AlgorithmSpecification?.TrainingImage,
    finalMetrics:
      objective?.MetricName === undefined || objective.Value === undefined
        ? []
        : [{ metric: objective.MetricName, value: objective.Value }],
  };
}
