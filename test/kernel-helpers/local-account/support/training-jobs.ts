import { setTimeout as delay } from 'node:timers/promises';
import { DescribeLogStreamsCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateTrainingJobCommand,
  type CreateTrainingJobRequest,
  DescribeTrainingJobCommand,
  type DescribeTrainingJobResponse,
} from '@aws-sdk/client-sagemaker';
import { BUCKET, type LocalServices, ROLE_ARN } from './local-services';

/** A request for a job of the test's program, with the behaviour of that name. */
export function jobRequest(
  services: LocalServices,
  name: string,
  behaviour: string,
  changes: Partial<CreateTrainingJobRequest> = {},
): CreateTrainingJobRequest {
  return {
    TrainingJobName: name,
    RoleArn: ROLE_ARN,
    AlgorithmSpecification: {
      TrainingImage: services.image,
      TrainingInputMode: 'File',
      MetricDefinitions: [
        { Name: 'train:rmse', Regex: '\\[[0-9]+\\].* ?train-rmse:(\\S+)' },
        { Name: 'validation:rmse', Regex: '\\[[0-9]+\\].* validation-rmse:(\\S+)' },
      ],
    },
    HyperParameters: { behaviour },
    OutputDataConfig: { S3OutputPath: `s3://${BUCKET}/jobs` },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 30 },
    StoppingCondition: { MaxRuntimeInSeconds: 600 },
    ...changes,
  };
}

export async function startJob(services: LocalServices, request: CreateTrainingJobRequest): Promise<string> {
  await services.sageMaker.send(new CreateTrainingJobCommand(request));
  return request.TrainingJobName ?? '';
}

export function describeJob(services: LocalServices, name: string): Promise<DescribeTrainingJobResponse> {
  return services.sageMaker.send(new DescribeTrainingJobCommand({ TrainingJobName: name }));
}

/** Waits until the condition holds, and returns the job. */
export async function waitForJob(
  services: LocalServices,
  name: string,
  condition: (job: DescribeTrainingJobResponse) => boolean = isOver,
): Promise<DescribeTrainingJobResponse> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const job = await describeJob(services, name);
    if (condition(job)) return job;
    if (Date.now() > deadline) throw new Error(`${name} is still ${job.SecondaryStatus}`);
    await delay(30);
  }
}

/** Waits until every host has printed the line. */
export async function waitForLogLine(
  services: LocalServices,
  name: string,
  line: string,
  hosts: number,
): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const logs = await readLogs(services, name).catch(() => ({}));
    const said = Object.values<string[]>(logs).filter((lines) => lines.includes(line));
    if (said.length === hosts) return;
    if (Date.now() > deadline) throw new Error(`${name} did not say "${line}"`);
    await delay(30);
  }
}

/** The job's log lines, by host. */
export async function readLogs({ clients }: LocalServices, name: string): Promise<Record<string, string[]>> {
  const logGroupName = '/aws/sagemaker/TrainingJobs';
  const { logStreams = [] } = await clients.logs.send(
    new DescribeLogStreamsCommand({ logGroupName, logStreamNamePrefix: `${name}/` }),
  );
  const logs: Record<string, string[]> = {};
  for (const { logStreamName = '' } of logStreams) {
    const lines: string[] = [];
    for (let nextToken: string | undefined; ; ) {
      const page = await clients.logs.send(
        new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true, nextToken }),
      );
      lines.push(...(page.events ?? []).map(({ message = '' }) => message));
      if (page.nextForwardToken === undefined || page.nextForwardToken === nextToken) break;
      nextToken = page.nextForwardToken;
    }
    logs[logStreamName.replace(/^.*\/(algo-\d+)-\d+$/, '$1')] = lines;
  }
  return logs;
}

function isOver({ TrainingJobStatus }: DescribeTrainingJobResponse): boolean {
  return ['Completed', 'Failed', 'Stopped'].includes(String(TrainingJobStatus));
}
