import { describe, expect, test } from '@jest/globals';
import { PlatformError, UserError } from 'kernel-helpers/errors';
import { consoleUrl } from 'kernel-helpers/sidebar/jobs/console-url';
import { costAdvice } from 'kernel-helpers/sidebar/jobs/describe-endpoint';
import { readTrainingJob } from 'kernel-helpers/sidebar/jobs/describe-training-job';
import { readTransformJob } from 'kernel-helpers/sidebar/jobs/describe-transform-job';
import { readTuningJob } from 'kernel-helpers/sidebar/jobs/describe-tuning-job';
import type { DescribedJob } from 'kernel-helpers/sidebar/jobs/described-job';
import { JobFactsMemory } from 'kernel-helpers/sidebar/jobs/job-facts';
import { jobStatus } from 'kernel-helpers/sidebar/jobs/job-status';

/** The local account runs no tuning and no transform jobs, so these are answers in the form of SageMaker's API reference. */
const METADATA = { $metadata: {} };
const CREATED = new Date('2026-01-31T09:05:07Z');
const ENDED = new Date('2026-01-31T10:05:07Z');
const signal = new AbortController().signal;

test('a tuning job shows the best job so far, and the hyperparameters that all have', () => {
  const described = readTuningJob('tune-1', {
    ...METADATA,
    HyperParameterTuningJobName: 'tune-1',
    HyperParameterTuningJobArn: 'arn:aws:sagemaker:us-west-2:123456789012:hyper-parameter-tuning-job/tune-1',
    HyperParameterTuningJobConfig: undefined,
    HyperParameterTuningJobStatus: 'Completed',
    TrainingJobStatusCounters: {},
    ObjectiveStatusCounters: {},
    CreationTime: CREATED,
    HyperParameterTuningEndTime: ENDED,
    TrainingJobDefinition: {
      AlgorithmSpecification: { TrainingImage: 'image', TrainingInputMode: 'File' },
      RoleArn: 'role',
      OutputDataConfig: { S3OutputPath: 's3://bucket/' },
      StoppingCondition: {},
      StaticHyperParameters: { objective: 'reg:squarederror' },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 30 },
    },
    BestTrainingJob: {
      TrainingJobName: 'tune-1-007',
      TrainingJobArn: 'arn',
      CreationTime: CREATED,
      TrainingJobStatus: 'Completed',
      TunedHyperParameters: { eta: '0.3' },
      FinalHyperParameterTuningJobObjectiveMetric: { MetricName: 'validation:rmse', Value: 0.5 },
    },
  });

  expect(described).toMatchObject({
    summary: { kind: 'tuning', status: 'completed', endedAt: ENDED.toISOString() },
    facts: { hosts: 2, instanceType: 'ml.m5.large' },
    hyperparameters: { objective: 'reg:squarederror', eta: '0.3' },
    finalMetrics: [{ metric: 'validation:rmse', value: 0.5 }],
  });
});

test('a transform job that failed says why', () => {
  const described = readTransformJob('transform-1', {
    ...METADATA,
    TransformJobName: 'transform-1',
    TransformJobArn: 'arn',
    TransformJobStatus: 'Failed',
    FailureReason: 'ClientError: no rows',
    ModelName: 'model',
    TransformInput: undefined,
    TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    CreationTime: CREATED,
    TransformEndTime: ENDED,
  });

  expect(described).toMatchObject({
    summary: { kind: 'transform', status: 'failed', serviceStatus: 'Failed' },
    facts: { hosts: 1, instanceType: 'ml.m5.large', endedAt: ENDED.toISOString() },
    failureReason: 'ClientError: no rows',
  });
});

describe('a training job of others', () => {
  const job = {
    ...METADATA,
    TrainingJobName: 'theirs',
    TrainingJobArn: 'arn',
    ModelArtifacts: undefined,
    TrainingJobStatus: 'Completed',
    SecondaryStatus: 'Completed',
    AlgorithmSpecification: { TrainingInputMode: 'File' },
    StoppingCondition: {},
    CreationTime: CREATED,
    BillableTimeInSeconds: 10,
  } as const;

  test('may have groups of hosts of several types, all of which are paid for', () => {
    const { facts } = readTrainingJob({
      ...job,
      ResourceConfig: {
        VolumeSizeInGB: 30,
        InstanceGroups: [
          { InstanceType: 'ml.m5.large', InstanceCount: 2, InstanceGroupName: 'a' },
          { InstanceType: 'ml.g5.xlarge', InstanceCount: 1, InstanceGroupName: 'b' },
        ],
      },
    });

    expect(facts).toMatchObject({ hosts: 3, instanceType: 'ml.m5.large, ml.g5.xlarge', billableSeconds: 30 });
  });

  test.each([
    ['no table', {}, undefined],
    ['a text that is no name', { SF_TABLE: 'a.b.c.d.e' }, undefined],
    ['a table under the name of JumpStart', { SF_TRAINING_TABLE: 'houses' }, ['HOUSES']],
    [
      'a table with its schema',
      { SF_DATABASE: 'db', SF_SCHEMA: 'x', SF_TABLE: 's."my.table"' },
      ['DB', 'S', 'my.table'],
    ],
    ['a table and the place of the session', { SF_DATABASE: 'db', SF_SCHEMA: '"s"', SF_TABLE: 't' }, ['DB', 's', 'T']],
  ])('that names %s in its environment is read without an error', (_what, environment, path) => {
    const described = readTrainingJob({ ...job, ResourceConfig: undefined, Environment: environment });

    expect(described.source?.path).toEqual(path);
  });
});

test.each([
  ['training', 'aws', 'us-west-2', 'https://us-west-2.console.aws.amazon.com/sagemaker/home?region=us-west-2#/jobs/a'],
  [
    'tuning',
    'aws',
    'eu-west-1',
    'https://eu-west-1.console.aws.amazon.com/sagemaker/home?region=eu-west-1#/hyper-tuning-jobs/a',
  ],
  [
    'transform',
    'aws-cn',
    'cn-north-1',
    'https://console.amazonaws.cn/sagemaker/home?region=cn-north-1#/transform-jobs/a',
  ],
  [
    'endpoint',
    'aws-us-gov',
    'us-gov-west-1',
    'https://console.amazonaws-us-gov.com/sagemaker/home?region=us-gov-west-1#/endpoints/a',
  ],
  ['endpoint', 'aws-iso', 'us-iso-east-1', undefined],
] as const)('the console has a page for the kind %s in the partition %s', (kind, partition, region, url) => {
  expect(consoleUrl(kind, 'a', `arn:${partition}:sagemaker:${region}:123456789012:x/a`)).toBe(url);
});

test.each([
  ['training', 'Stopping', 'stopping'],
  ['training', 'Deleting', 'other'],
  ['endpoint', 'RollingBack', 'running'],
  ['endpoint', 'OutOfService', 'other'],
  ['endpoint', 'toString', 'other'],
] as const)('the status of the kind %s that SageMaker calls %s is %s', (kind, serviceStatus, status) => {
  expect(jobStatus(kind, serviceStatus)).toBe(status);
});

test('what an endpoint costs names all its machines', () => {
  const details = {
    name: 'e',
    arn: 'arn',
    status: 'InService',
    created: CREATED,
    instances: [
      { variant: 'a', type: 'ml.m5.large', count: 2 },
      { variant: 'b', type: 'ml.g5.xlarge' },
      { variant: 'c' },
    ],
  };

  expect(costAdvice(details, false)).toContain('the price of 2 × ml.m5.large and 1 × ml.g5.xlarge in every hour');
  expect(costAdvice({ ...details, instances: [] }, false)).toBeUndefined();
});

describe('the facts of many rows', () => {
  const described = (name: string, status: 'running' | 'completed'): DescribedJob => {
    const facts = { kind: 'training', name } as const;
    const summary = { ...facts, status, serviceStatus: '', createdAt: '' };
    return { summary, facts, arn: '', phases: [], hyperparameters: {}, finalMetrics: [] };
  };
  const rows = Array.from({ length: 20 }, (_, row) => ({ kind: 'training' as const, name: `job-${row}` }));

  test('are asked for a few at a time, in the order of the rows', async () => {
    let running = 0;
    let most = 0;
    const memory = new JobFactsMemory(async (_kind, name) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      return described(name, 'running');
    });

    const facts = await memory.of(rows, signal);

    expect(most).toBe(4);
    expect(facts.map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
  });

  test('come in the end where SageMaker says that there are too many calls', async () => {
    let calls = 0;
    const memory = new JobFactsMemory(async (_kind, name) => {
      calls += 1;
      if (calls === 1) throw new PlatformError('Too many calls.', { reason: 'throttled' });
      return described(name, 'completed');
    });

    expect(await memory.of(rows.slice(0, 1), signal)).toHaveLength(1);
    expect(calls).toBe(2);
  });

  test('leave out the jobs that the role may not describe, and come for all others', async () => {
    const [theirs, ...ours] = rows;
    const memory = new JobFactsMemory(async (_kind, name) => {
      if (name === theirs?.name) throw new UserError('Not allowed.', { reason: 'not-authorised' });
      return described(name, 'completed');
    });

    const facts = await memory.of(rows, signal);

    expect(facts.map(({ name }) => name)).toEqual(ours.map(({ name }) => name));
    expect(facts.length).toBeGreaterThan(0);
  });

  test('are an error where SageMaker refuses', async () => {
    const memory = new JobFactsMemory(async () => {
      throw new PlatformError('Out of order.', { reason: 'unavailable' });
    });

    await expect(memory.of(rows, signal)).rejects.toThrow('Out of order.');
  });
});
