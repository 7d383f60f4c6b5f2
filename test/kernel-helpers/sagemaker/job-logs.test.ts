import { CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { awsClients } from 'kernel-helpers/aws/clients';
import type { JobLogEvent } from 'kernel-helpers/sagemaker/watch/job-event';
import { JobLogs, TRAINING_LOG_GROUP } from 'kernel-helpers/sagemaker/watch/job-logs';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { withEnvironment } from '../../support/with-environment';

/** CloudWatch returns at most this many lines at once (API reference, GetLogEvents). */
const PAGE = 10_000;
const START = Date.now() - 60_000;

let account: TestAccount;
let restore: () => void;
beforeAll(async () => {
  account = await startLocalAccount();
  restore = withEnvironment(account.settings);
});
afterAll(async () => {
  restore?.();
  await account?.close();
});

async function makeStream(logStreamName: string): Promise<void> {
  await awsClients
    .cloudWatchLogs()
    .send(new CreateLogStreamCommand({ logGroupName: TRAINING_LOG_GROUP, logStreamName }));
}

async function write(logStreamName: string, lines: readonly (readonly [number, string])[]): Promise<void> {
  const logEvents = lines.map(([second, message]) => ({ timestamp: START + second, message }));
  for (let from = 0; from < logEvents.length; from += PAGE) {
    const command = new PutLogEventsCommand({
      logGroupName: TRAINING_LOG_GROUP,
      logStreamName,
      logEvents: logEvents.slice(from, from + PAGE),
    });
    await awsClients.cloudWatchLogs().send(command);
  }
}

/** All that can be read now, one item for each answer of CloudWatch. */
async function partsOf(logs: JobLogs): Promise<(readonly JobLogEvent[])[]> {
  const parts: (readonly JobLogEvent[])[] = [];
  for (;;) {
    const { lines, isPart } = await logs.readNew();
    parts.push(lines);
    if (!isPart) return parts;
  }
}

describe('the logs of a job', () => {
  test('are empty before any host wrote, even in an account that never ran a job', async () => {
    expect(await new JobLogs('first-job', 2).readNew()).toEqual({ lines: [], isPart: false });
  });

  test('come in the order of time across hosts, each line once, and go on where they stopped', async () => {
    await awsClients.cloudWatchLogs().send(new CreateLogGroupCommand({ logGroupName: TRAINING_LOG_GROUP }));
    await makeStream('job/algo-1-1700000000');
    await write('job/algo-1-1700000000', [
      [1, 'one'],
      [4, 'four'],
    ]);
    const logs = new JobLogs('job', 2);

    const first = (await partsOf(logs)).flat();
    await makeStream('job/algo-2-1700000001');
    await write('job/algo-2-1700000001', [
      [2, 'two'],
      [6, 'six'],
    ]);
    await write('job/algo-1-1700000000', [[5, 'five']]);
    const second = (await partsOf(logs)).flat();
    const third = (await partsOf(logs)).flat();

    expect(first.map(({ host, line }) => `${host} ${line}`)).toEqual(['algo-1 one', 'algo-1 four']);
    expect(second.map(({ host, line }) => `${host} ${line}`)).toEqual(['algo-2 two', 'algo-1 five', 'algo-2 six']);
    expect(third).toEqual([]);
  });

  test('are read completely when they are longer than one answer of CloudWatch', async () => {
    await makeStream('long/algo-1-1700000000');
    await write(
      'long/algo-1-1700000000',
      Array.from({ length: PAGE + 500 }, (_, line) => [line, `line ${line}`]),
    );

    const parts = await partsOf(new JobLogs('long', 1));

    expect(parts.flat()).toHaveLength(PAGE + 500);
    expect(parts.flat().at(-1)?.line).toBe(`line ${PAGE + 499}`);
    expect(Math.max(...parts.map((lines) => lines.length))).toBe(PAGE);
  });

  test('come in the order of time where the log of one host is much longer than that of another', async () => {
    await makeStream('two/algo-1-1700000000');
    await makeStream('two/algo-2-1700000000');
    await write(
      'two/algo-1-1700000000',
      Array.from({ length: 2 * PAGE }, (_, line) => [2 * line, 'from host 1']),
    );
    await write('two/algo-2-1700000000', [
      [1, 'early'],
      [3 * PAGE + 1, 'late'],
    ]);

    const lines = (await partsOf(new JobLogs('two', 2))).flat();

    expect(lines).toHaveLength(2 * PAGE + 2);
    const times = lines.map(({ at }) => at.getTime());
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  });

  test('of a job do not include those of a job whose name begins the same way', async () => {
    await makeStream('job-2/algo-1-1700000000');
    await write('job-2/algo-1-1700000000', [[1, 'another job']]);

    const lines = (await partsOf(new JobLogs('job', 3))).flat();

    expect(lines.map(({ line }) => line)).not.toContain('another job');
  });
});
