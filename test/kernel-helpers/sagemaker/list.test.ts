import { CreateModelCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { awsClients } from 'kernel-helpers/aws/clients';
import { isUserError } from 'kernel-helpers/errors';
import type { Page } from 'kernel-helpers/page';
import { endpointDetails } from 'kernel-helpers/sagemaker/endpoint/endpoint-details';
import { stopAndWait } from 'kernel-helpers/sagemaker/job/stop-and-wait';
import { listEndpointConfigs, listEndpoints, listModels } from 'kernel-helpers/sagemaker/list/list-endpoints';
import { listTrainingJobs, listTransformJobs, listTuningJobs } from 'kernel-helpers/sagemaker/list/list-jobs';
import { everyItem, type ListOptions } from 'kernel-helpers/sagemaker/list/read-page';
import { describeJob } from 'kernel-helpers/sagemaker/watch/describe-job';
import type { GateAnswer } from '../../support/gate';
import { type FinishedJobOnAccount, quietly, startFinishedJob, startJob } from './support/finished-job';

let on: FinishedJobOnAccount;
let running: string;

beforeAll(async () => {
  on = await startFinishedJob();
  running = (await quietly(() => startJob(1_000_000))).name;
}, 60_000);
afterAll(async () => {
  if (running !== undefined) await stopAndWait(running, new AbortController().signal);
  await on?.close();
});

const LISTS: readonly (readonly [
  string,
  string,
  (options: ListOptions) => Promise<Page<{ readonly name: string }>>,
])[] = [
  ['training jobs', 'ListTrainingJobs', listTrainingJobs],
  ['tuning jobs', 'ListHyperParameterTuningJobs', listTuningJobs],
  ['transform jobs', 'ListTransformJobs', listTransformJobs],
  ['endpoints', 'ListEndpoints', listEndpoints],
  ['endpoint configurations', 'ListEndpointConfigs', listEndpointConfigs],
  ['models', 'ListModels', listModels],
];

function json(body: unknown): GateAnswer {
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(body) };
}

describe('the list of training jobs', () => {
  test('has the newest first, and of each what SageMaker says in its list', async () => {
    const { items, next } = await listTrainingJobs();

    expect(items.map(({ name, status }) => [name, status])).toEqual([
      [running, 'InProgress'],
      [on.finished.name, 'Completed'],
    ]);
    expect(next).toBeUndefined();
    const { phases } = await describeJob(on.finished.name);
    expect(items[1]).toEqual({
      name: on.finished.name,
      arn: `arn:aws:sagemaker:us-west-2:123456789012:training-job/${on.finished.name}`,
      status: 'Completed',
      secondaryStatus: 'Completed',
      created: expect.any(Date),
      lastModified: expect.any(Date),
      ended: expect.any(Date),
    });
    expect(items[1].created.getTime()).toBeLessThanOrEqual(phases[0].startedAt.getTime());
    expect(items[0].ended).toBeUndefined();
  });

  test('is filtered by a status, also where SageMaker answers with a page that the filter has emptied', async () => {
    const completed = await listTrainingJobs({ status: 'Completed', limit: 1 });

    expect(completed.items.map(({ name }) => name)).toEqual([on.finished.name]);
    expect((await listTrainingJobs({ status: 'Failed', limit: 1 })).items).toEqual([]);
  });
});

describe('the other kinds of jobs', () => {
  test('are empty lists on the local account, which runs none', async () => {
    expect(await listTuningJobs()).toEqual({ items: [] });
    expect(await listTransformJobs()).toEqual({ items: [] });
  });

  test('have what SageMaker says in its lists', async () => {
    const times = { CreationTime: 1_700_000_000, LastModifiedTime: 1_700_000_100.5 };
    const tuning = on.sageMaker.answer(
      'ListHyperParameterTuningJobs {',
      json({
        HyperParameterTuningJobSummaries: [
          {
            ...times,
            HyperParameterTuningJobName: 'search-1',
            HyperParameterTuningJobArn: 'arn:aws:sagemaker:us-west-2:123456789012:hyper-parameter-tuning-job/search-1',
            HyperParameterTuningJobStatus: 'InProgress',
            Strategy: 'Bayesian',
            TrainingJobStatusCounters: {
              Completed: 3,
              InProgress: 2,
              RetryableError: 1,
              NonRetryableError: 1,
              Stopped: 0,
            },
            ObjectiveStatusCounters: { Succeeded: 3, Pending: 2, Failed: 0 },
          },
        ],
      }),
    );
    const transform = on.sageMaker.answer(
      'ListTransformJobs {',
      json({
        TransformJobSummaries: [
          {
            ...times,
            TransformEndTime: 1_700_000_200,
            TransformJobName: 'batch-1',
            TransformJobArn: 'arn:aws:sagemaker:us-west-2:123456789012:transform-job/batch-1',
            TransformJobStatus: 'Failed',
            FailureReason: 'ClientError: no input',
          },
        ],
      }),
    );

    expect((await listTuningJobs()).items).toEqual([
      {
        name: 'search-1',
        arn: 'arn:aws:sagemaker:us-west-2:123456789012:hyper-parameter-tuning-job/search-1',
        status: 'InProgress',
        strategy: 'Bayesian',
        trainingJobs: { inProgress: 2, completed: 3, stopped: 0, failed: 2 },
        created: new Date('2023-11-14T22:13:20Z'),
        lastModified: new Date('2023-11-14T22:15:00.500Z'),
      },
    ]);
    expect((await listTransformJobs()).items).toEqual([
      {
        name: 'batch-1',
        arn: 'arn:aws:sagemaker:us-west-2:123456789012:transform-job/batch-1',
        status: 'Failed',
        failureReason: 'ClientError: no input',
        created: new Date('2023-11-14T22:13:20Z'),
        lastModified: new Date('2023-11-14T22:15:00.500Z'),
        ended: new Date('2023-11-14T22:16:40Z'),
      },
    ]);
    tuning.end();
    transform.end();
  });
});

describe('endpoints and models', () => {
  beforeAll(() => quietly(() => on.finished.deploy({ instance: 'ml.m5.large' })));

  test('are listed with status and times, and described with their machines', async () => {
    const { items } = await listEndpoints({ status: 'InService' });
    const details = await endpointDetails(on.finished.name);

    expect(items).toEqual([
      {
        name: on.finished.name,
        arn: `arn:aws:sagemaker:us-west-2:123456789012:endpoint/${on.finished.name}`,
        status: 'InService',
        created: expect.any(Date),
        lastModified: expect.any(Date),
      },
    ]);
    expect(details).toMatchObject({
      ...items[0],
      instances: [{ type: 'ml.m5.large', count: 1, model: on.finished.name }],
    });
    expect((await listEndpoints({ status: 'Failed' })).items).toEqual([]);
    expect((await listEndpointConfigs()).items.map(({ name }) => name)).toEqual([on.finished.name]);
    expect(await endpointDetails('no-such-endpoint')).toBeUndefined();
  });

  test('come page by page, and filtered by a part of their names', async () => {
    const { image, roleArn } = await describeJob(on.finished.name);
    const names = ['page-1', 'page-2', 'page-3'];
    for (const ModelName of names) {
      const container = { ExecutionRoleArn: roleArn, PrimaryContainer: { Image: image } };
      await awsClients.sageMaker().send(new CreateModelCommand({ ModelName, ...container }));
    }

    const first = await listModels({ nameContains: 'age-', limit: 2 });
    const second = await listModels({ nameContains: 'age-', limit: 2, after: first.next });
    const all: string[] = [];
    for await (const { name } of everyItem((after) => listModels({ after, nameContains: 'page', limit: 1 })))
      all.push(name);

    expect(first.items.map(({ name }) => name)).toEqual(['page-3', 'page-2']);
    expect(second).toEqual({ items: [expect.objectContaining({ name: 'page-1' })] });
    expect(all).toEqual(['page-3', 'page-2', 'page-1']);
  });
});

describe.each(LISTS)('the list of %s', (listed, operation, list) => {
  let faults: { end(): void }[] = [];
  afterEach(() => {
    for (const fault of faults) fault.end();
    faults = [];
  });

  test('is empty for a part of a name that no name can have', async () => {
    expect(await list({ nameContains: 'a_b' })).toEqual({ items: [] });
    expect(await list({ nameContains: 'x'.repeat(64) })).toEqual({ items: [] });
  });

  test('ends when its signal fires, before or during the request', async () => {
    const held = on.sageMaker.hold(`${operation} {`, 'before it is run');
    const controller = new AbortController();
    const listing = list({ signal: controller.signal });
    await held.reached;
    controller.abort();

    await expect(listing).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    held.release();
    await expect(list({ signal: controller.signal })).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });

  test('says which permission is missing, and refuses a page that SageMaker does not allow', async () => {
    faults.push(on.sageMaker.deny(`sagemaker:${operation}`));
    const denied = list({});
    await expect(denied).rejects.toThrow(`Could not list ${listed}:`);
    await expect(denied).rejects.toThrow(`permission sagemaker:${operation} is missing`);
    faults.pop()?.end();

    const refused: unknown = await list({ limit: 101 }).catch((error: unknown) => error);
    expect(isUserError(refused)).toBe(true);
  });

  test('says nothing itself', async () => {
    const written: string[] = [];
    const spies = [process.stdout, process.stderr].map((stream) => {
      const write = stream.write;
      stream.write = (chunk: string | Uint8Array) => written.push(String(chunk)) > 0;
      return () => {
        stream.write = write;
      };
    });
    await list({}).finally(() => {
      for (const restore of spies) restore();
    });

    expect(written).toEqual([]);
  });
});
