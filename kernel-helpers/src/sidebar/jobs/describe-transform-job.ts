import type { DescribeTransformJobCommandOutput } from '@aws-sdk/client-sagemaker';
import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { undefinedIfMissing } from '../../sagemaker/missing-resource';
import type { JobFacts } from '../../sidebar-contract/index';
import type { DescribedJob } from './described-job';
import { jobStatus } from './job-status';

/** What SageMaker says about a job that predicts for files; undefined if it is gone. */
export async function describeTransformJob(name: string, abortSignal: AbortSignal): Promise<DescribedJob | undefined> {
  const { DescribeTransformJobCommand } = awsSdk.sageMaker();
  const command = new DescribeTransformJobCommand({ TransformJobName: name });
  const output = await callAws(`describe the transform job ${name}`, () =>
    undefinedIfMissing(() => awsClients.sageMaker().send(command, { abortSignal })),
  );
  return output === undefined ? undefined : readTransformJob(name, output);
}

export function readTransformJob(name: string, output: DescribeTransformJobCommandOutput): DescribedJob {
  const { TransformJobStatus: status = '' } = output;
  const facts: JobFacts = {
    kind: 'transform',
    name,
    hosts: output.TransformResources?.InstanceCount,
    instanceType: output.TransformResources?.InstanceType,
    startedAt: output.TransformStartTime?.toISOString(),
    endedAt: output.TransformEndTime?.toISOString(),
  };
  return {
    summary: {
      kind: 'transform',
      name,
      status: jobStatus('transform', status),
      serviceStatus: status,
      createdAt: (output.CreationTime ?? new Date(0)).toISOString(),
      endedAt: facts.endedAt,
      facts,
    },
    facts,
    arn: output.TransformJobArn ?? '',
    phases: [],
    failureReason: output.FailureReason,
    hyperparameters: {},
    finalMetrics: [],
  };
}
