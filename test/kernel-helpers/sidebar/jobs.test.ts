import { DescribeLogStreamsCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { awsClients } from 'kernel-helpers/aws/clients';
import { TRAINING_LOG_GROUP } from 'kernel-helpers/sagemaker/watch/job-logs';
import type { JobEvent, JobEvents } from 'kernel-helpers/sidebar-contract/index';
import { awsError } from '../../support/aws-gate';
import { until } from '../../support/until';
import {
  ALL_THREE,
  type FinishedJobOnAccount,
  quietly,
  standing,
  startFinishedJob,
  startJob,
} from '../sagemaker/support/finished-job';
import { PageOfTest } from './support/page-of-test';

let on: FinishedJobOnAccount;
let page: PageOfTest;
let name: string;
beforeAll(async () => {
  on = await startFinishedJob();
  name = on.finished.name;
  page = new PageOfTest();
});
afterAll(async () => {
  page?.close();
  await on?.close();
});

describe('the list of jobs', () => {
  test('has a job that ended, with its status in one word', async () => {
    const { items, next } = await page.ask('jobs', { kind: 'training' });

    expect(items).toEqual([
      {
        kind: 'training',
        name,
        status: 'completed',
        serviceStatus: 'Completed',
        createdAt: expect.any(String),
        endedAt: expect.any(String),
      },
    ]);
    expect(next).toBeUndefined();
  });

  test.each(['tuning', 'transform', 'endpoint'] as const)(
    'of the kind %s is empty where there are none',
    async (kind) => {
      expect(await page.ask('jobs', { kind })).toEqual({ items: [] });
    },
  );

  test('says what the list of SageMaker does not: machines, times, and the seconds that are paid for', async () => {
    const gone = { kind: 'training', name: 'gone' } as const;

    const facts = await page.ask('jobFacts', {
      jobs: [gone, { kind: 'training', name }, { ...gone, kind: 'endpoint' }],
    });

    expect(facts).toEqual([
      {
        kind: 'training',
        name,
        hosts: 1,
        instanceType: 'ml.m5.large',
        startedAt: expect.any(String),
        endedAt: expect.any(String),
        billableSeconds: expect.any(Number),
      },
    ]);
  });

  test('asks SageMaker no more about a job that has ended', async () => {
    const jobs = [{ kind: 'training', name } as const];
    await page.ask('jobFacts', { jobs });

    const fault = on.sageMaker.answer('DescribeTrainingJob', awsError('InternalFailure', 'Asked again.', 500));
    const facts = await page.ask('jobFacts', { jobs }).finally(() => fault.end());

    expect(facts).toMatchObject([{ name }]);
  });
});

test.each([
  ['AccessDeniedException', 400, 'not-authorised', 'user'],
  ['ExpiredTokenException', 400, 'expired', 'user'],
  ['UnrecognizedClientException', 400, 'not-signed-in', 'user'],
  ['ThrottlingException', 400, 'throttled', 'platform'],
  ['InternalFailure', 500, 'unavailable', 'platform'],
])('%s of AWS is sent to the page as its reason, without what led to it', async (type, status, reason, kind) => {
  const fault = on.sageMaker.answer('ListTrainingJobs', awsError(type, 'The words of AWS.', status));

  const asked = page.ask('jobs', { kind: 'training' });

  await expect(asked).rejects.toMatchObject({ sent: { kind, reason } });
  fault.end();
  const sent = page.received.at(-1)?.error;
  expect(Object.keys(Object(sent))).not.toEqual(expect.arrayContaining(['stack']));
  expect(Object.keys(Object(sent))).not.toEqual(expect.arrayContaining(['causes']));
});

describe('the detail of a job', () => {
  test('says where its rows came from, what it learnt with, and who made it', async () => {
    const detail = await page.ask('job', { kind: 'training', name });

    expect(detail).toMatchObject({
      summary: { status: 'completed', facts: { hosts: 1 } },
      isLocal: true,
      hyperparameters: { num_round: '3', seed: '1' },
      source: {
        path: [expect.any(String), expect.any(String), 'SUMS'],
        query: 'select * from "SUMS"',
        target: 'TARGET',
      },
      maker: 'user/moto',
      modelArtefact: on.finished.modelArtefact,
    });
    expect(detail.phases.map(({ status }) => status)).toContain('Training');
    expect(detail.consoleUrl).toBeUndefined();
  });

  test.each([
    ['training', 'There is no training job named gone'],
    ['endpoint', 'There is no endpoint named gone'],
  ] as const)('of the kind %s that is gone is an error that says so', async (kind, message) => {
    await expect(page.ask('job', { kind, name: 'gone' })).rejects.toMatchObject({
      sent: { kind: 'user', message: expect.stringContaining(message) },
    });
  });
});

/** Adds lines to the log of a job's only host, as if it had written them. */
async function writeLog(jobName: string, lines: readonly string[]): Promise<void> {
  const logs = awsClients.cloudWatchLogs();
  const place = { logGroupName: TRAINING_LOG_GROUP };
  const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ ...place, logStreamNamePrefix: jobName }));
  const { logStreamName } = logStreams?.[0] ?? {};
  const start = Date.now();
  const logEvents = lines.map((message, line) => ({ timestamp: start + line, message }));
  for (let from = 0; from < lines.length; from += 10_000) {
    await logs.send(
      new PutLogEventsCommand({ ...place, logStreamName, logEvents: logEvents.slice(from, from + 10_000) }),
    );
  }
}

describe('following a job', () => {
  test('sends all that happened, in numbered batches, and ends with the job', async () => {
    const batches: JobEvents[] = [];
    const job = await quietly(() => startJob(5));
    await page.ask('followJob', { name: job.name }, (batch) => batches.push(batch));

    const events: JobEvent[] = batches.flatMap((batch) => batch.events);
    expect(batches.map(({ sequence }) => sequence)).toEqual(batches.map((_, index) => index));
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['status', 'log', 'metric', 'finished']));
    // Five rounds on the rows of the training, and on those kept aside.
    expect(events.filter(({ type }) => type === 'metric')).toHaveLength(10);
    expect(events.at(-1)).toMatchObject({ type: 'finished', status: 'Completed' });
  });

  test('sends a long log in small batches, each line once and in order, and cuts lines that nobody reads', async () => {
    const LINES = 12_000;
    const job = await quietly(() => startJob(2));
    await until(async () => (await job.describe()).status === 'Completed');
    await writeLog(job.name, [
      ...Array.from({ length: LINES }, (_, line) => `line ${line}`),
      '[2] train-rmse:NaN validation-rmse:0.5',
      'x'.repeat(5000),
    ]);
    const batches: JobEvents[] = [];

    await page.ask('followJob', { name: job.name }, (batch) => batches.push(batch));

    const lines = batches.flatMap(({ events }) => events.flatMap((event) => (event.type === 'log' ? event.line : [])));
    expect(lines.filter((line) => line.startsWith('line '))).toEqual(
      Array.from({ length: LINES }, (_, line) => `line ${line}`),
    );
    expect(lines.at(-1)).toBe(`${'x'.repeat(4000)}… (cut: the line has 5,000 characters)`);
    expect(Math.max(...batches.map(({ events }) => events.length))).toBe(1000);
    // JSON has no NaN, but the line that says it is there.
    expect(lines.at(-2)).toBe('[2] train-rmse:NaN validation-rmse:0.5');
    const metrics = batches.flatMap(({ events }) => events.filter((event) => event.type === 'metric'));
    expect(metrics.filter(({ round }) => round === 2).map((metric) => metric.name)).toEqual(['validation:rmse']);
  });

  test('ends when the request is cancelled, and the job goes on until it is stopped', async () => {
    const job = await quietly(() => startJob(1_000_000));
    const id = page.start('followJob', { name: job.name });
    await until(() => page.received.some((data) => data.id === id));

    page.send({ id, cancel: true });
    await expect(page.answerTo(id, 'followJob')).rejects.toMatchObject({ sent: { reason: 'interrupted' } });
    const { status } = await job.describe();
    await page.ask('stopJob', { kind: 'training', name: job.name });
    await until(async () => (await job.describe()).status === 'Stopped');

    expect(status).toBe('InProgress');
    await page.ask('stopJob', { kind: 'training', name: job.name });
  });
});

describe('an endpoint', () => {
  test('is listed with its machines, says what it costs, and is deleted with all that belongs to it', async () => {
    await quietly(() => on.finished.deploy({ instance: 'ml.m5.large' }));

    const { items } = await page.ask('jobs', { kind: 'endpoint' });
    const detail = await page.ask('job', { kind: 'endpoint', name });
    await page.ask('deleteEndpoint', { name });

    expect(items).toMatchObject([{ kind: 'endpoint', name, status: 'in-service', serviceStatus: 'InService' }]);
    expect(detail).toMatchObject({
      facts: { hosts: 1, instanceType: 'ml.m5.large' },
      maker: 'user/moto',
      costAdvice: 'It has 1 × ml.m5.large in name only: it runs on this machine and costs nothing.',
    });
    expect((await standing()).filter((one) => ALL_THREE.includes(one))).toEqual([]);
    await expect(page.ask('deleteEndpoint', { name })).rejects.toThrow(`There is no endpoint named ${name}`);
  });

  test('is not stopped like a job', async () => {
    await expect(page.ask('stopJob', { kind: 'endpoint', name })).rejects.toThrow('it is deleted, not stopped');
  });
});
