import { StopTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { attach } from 'kernel-helpers/cell-api/training-job';
import { watchJob } from 'kernel-helpers/cell-api/watch-job';
import { followJob, type Pace } from 'kernel-helpers/sagemaker/watch/follow-job';
import type { JobEvent, JobNoticeEvent } from 'kernel-helpers/sagemaker/watch/job-event';
import { type AwsGate, awsError } from '../../support/aws-gate';
import { captureStdout } from '../../support/capture-stdout';
import type { Fault, GateAnswer } from '../../support/gate';
import type { LocalServices } from '../local-account/support/local-services';
import { jobRequest, startJob, waitForJob } from '../local-account/support/training-jobs';
import { type GatedServices, startGatedServices } from './support/gated-services';

/** As quick as a test wants it. */
const PACE: Pace = { describeSeconds: 0.1, logSeconds: 0.1, patienceSeconds: 60, quietSeconds: 60 };

let gated: GatedServices;
let services: LocalServices;
let sageMaker: AwsGate;
let otherServices: AwsGate;
beforeAll(async () => {
  gated = await startGatedServices();
  ({ services, sageMaker, otherServices } = gated);
});
afterAll(() => gated?.close());

/** Starts a job that counts until it is stopped. */
async function startCounting(name: string, hosts = 1): Promise<string> {
  const resources = { InstanceType: 'ml.m5.large', InstanceCount: hosts, VolumeSizeInGB: 30 } as const;
  const job = await startJob(services, jobRequest(services, name, 'counting', { ResourceConfig: resources }));
  await waitForJob(services, job, ({ SecondaryStatus }) => SecondaryStatus === 'Training');
  return job;
}

async function stop(name: string): Promise<void> {
  await services.sageMaker.send(new StopTrainingJobCommand({ TrainingJobName: name }));
  await waitForJob(services, name);
}

/** A proxy's page in place of an answer of AWS. */
const PAGE: GateAnswer = { status: 503, headers: { 'content-type': 'text/html' }, body: '<html>Try later</html>' };

describe('a watch', () => {
  test.each<[string, (gate: AwsGate, text: string) => Fault]>([
    ['the connection is lost', (gate, text) => gate.lose(text, 'before it is run')],
    ['answers are lost', (gate, text) => gate.lose(text, 'after it is done')],
    ['AWS throttles', (gate, text) => gate.answer(text, awsError('ThrottlingException', 'Rate exceeded'))],
    ['AWS has an error', (gate, text) => gate.answer(text, awsError('InternalFailure', 'Sorry.', 500))],
    ['a proxy answers', (gate, text) => gate.answer(text, PAGE)],
    ['the right to describe is away for a moment', (gate) => gate.deny('sagemaker:DescribeTrainingJob')],
  ])('goes on while %s, says so, and loses no line', async (what, makeFault) => {
    const name = await startCounting(what.replaceAll(/[^a-z]+/gi, '-'));
    let fault: Fault | undefined;
    const events = await collect(name, (event) => {
      if (event.type === 'metric') fault ??= makeFault(sageMaker, 'DescribeTrainingJob {');
      if (isNotice(event) && event.isHidden) fault?.end();
      return isNotice(event) && !event.isHidden;
    });
    await stop(name);

    const [lost, back] = events.filter(isNotice);
    expect(fault?.met).toBeGreaterThan(0);
    expect(lost).toMatchObject({ about: 'job', isHidden: true });
    expect(lost.message).toMatch(
      /^No answer from AWS about this job since \d\d:\d\d:\d\d UTC \(.+\)\. The job goes on, and AWS is asked again for 60 seconds\.$/,
    );
    expect(back).toMatchObject({ about: 'job', isHidden: false });
    expect(back.message).toMatch(/^AWS answers again\. It did not from \d\d:\d\d:\d\d to \d\d:\d\d:\d\d UTC\.$/);
    expectWhole(events);
  });

  test.each<[string, (gate: AwsGate, text: string) => Fault, RegExp]>([
    ['is lost', (gate, text) => gate.lose(text, 'after it is done'), /AWS could not be reached|does not answer/],
    [
      'is throttled',
      (gate, text) => gate.answer(text, awsError('ThrottlingException', 'Rate exceeded')),
      /AWS cannot answer so many calls at once/,
    ],
    [
      'is denied',
      (gate) => gate.deny('logs:GetLogEvents'),
      /permission logs:GetLogEvents is missing\. Ask for a policy/,
    ],
  ])('goes on with the status while the log %s, says so, and loses no line', async (what, makeFault, message) => {
    const name = await startCounting(`log-${what.replaceAll(' ', '-')}`, 2);
    let fault: Fault | undefined;
    const events = await collect(name, (event) => {
      if (event.type === 'metric') fault ??= makeFault(otherServices, 'GetLogEvents {');
      if (isNotice(event) && event.isHidden) fault?.end();
      return isNotice(event) && !event.isHidden;
    });
    await stop(name);

    const [lost, back] = events.filter(isNotice);
    expect(lost).toMatchObject({ about: 'log', isHidden: true, message: expect.stringMatching(message) });
    expect(lost.message).toMatch(/^Could not read the log of the training job: /);
    expect(back).toMatchObject({
      about: 'log',
      isHidden: false,
      message: 'The log of the training job can be read now.',
    });
    expectWhole(events);
  });

  test('of a job whose log is denied goes on to the end, and says in the result which right is missing', async () => {
    const denial = otherServices.deny('logs:DescribeLogStreams');
    const name = await startJob(services, jobRequest(services, 'denied-log', 'train'));
    let remark: string | undefined;
    const printed = await captureStdout(async () => {
      ({ remark } = await (await attach(name)).watch());
    });
    denial.end();

    expect(remark).toContain('permission logs:DescribeLogStreams is missing. Ask for a policy that allows');
    expect(printed).toContain(remark);
  });
});

/** What CloudWatch answers before an account's first job has written a line (API reference, DescribeLogStreams). */
const NO_GROUP = awsError('ResourceNotFoundException', 'The specified log group does not exist.');

describe('a watch of an account’s first job, whose log group is not there yet,', () => {
  test('shows nothing, says so after a while, and shows the whole log later', async () => {
    const name = await startCounting('first-job');
    const fault = otherServices.answer('DescribeLogStreams {', NO_GROUP);
    let lines = 0;
    const events: JobEvent[] = [];
    for await (const look of followJob(name, AbortSignal.timeout(30_000), { ...PACE, quietSeconds: 1 })) {
      for (const event of look.events) events.push(event);
      if (events.some((event) => isNotice(event))) fault.end();
      else lines += events.filter(({ type }) => type === 'log').length;
      if (events.filter(isNotice).length === 2) break;
    }
    await stop(name);

    expect(lines).toBe(0);
    const [missing, there] = events.filter(isNotice);
    expect(missing).toMatchObject({ about: 'log', isHidden: true });
    expect(missing.message).toBe(
      "The training job has no log yet. In an account's first job, the log group appears with the first line. If it stays away, the role that jobs and endpoints run as (SAGEMAKER_ROLE_ARN) lacks logs:CreateLogGroup, logs:CreateLogStream or logs:PutLogEvents on /aws/sagemaker/TrainingJobs.",
    );
    expect(there.message).toBe('The log of the training job can be read now.');
    expectWhole(events);
  });

  test('ends well without a log, and says which rights may be missing', async () => {
    const fault = otherServices.answer('DescribeLogStreams {', NO_GROUP);
    const name = await startJob(services, jobRequest(services, 'never-logs', 'train'));
    let remark: string | undefined;
    await captureStdout(async () => {
      ({ remark } = await (await attach(name)).watch());
    });
    fault.end();

    expect(remark).toContain(
      'Its log is empty. If it started a host, the role that jobs and endpoints run as (SAGEMAKER_ROLE_ARN) lacks logs:CreateLogGroup',
    );
  });
});

describe('a watch that ends before its job', () => {
  let name: string;
  beforeAll(async () => {
    name = await startCounting('goes-on');
  });
  afterAll(() => stop(name));

  const advice = () =>
    `The training job ${name} is no longer watched, but it goes on. Watch it again:\nimport { attach } from 'kernel-helpers';\nconst job = await attach('${name}');\nawait job.watch();`;

  test.each<[string, 'user' | 'platform', (gate: AwsGate) => Fault, string]>([
    [
      'AWS stays away for too long',
      'platform',
      (gate) => gate.lose('DescribeTrainingJob {', 'before it is run'),
      'the local account does not answer.',
    ],
    [
      'the credentials expire',
      'user',
      (gate) => gate.answer('DescribeTrainingJob {', awsError('ExpiredTokenException', 'It is expired.', 403)),
      'the AWS credentials have expired. Sign in again (for example with aws sso login), then restart the kernel.',
    ],
    [
      'the right to describe is missing from the first look on',
      'user',
      (gate) => gate.deny('sagemaker:DescribeTrainingJob'),
      'permission sagemaker:DescribeTrainingJob is missing.',
    ],
  ])('says so and how to watch again, because %s', async (_why, kind, makeFault, message) => {
    const fault = makeFault(sageMaker);
    const pace = { ...PACE, patienceSeconds: 0.5 };
    let error: unknown;
    const printed = await captureStdout(async () => {
      const watching = watchJob(name, { signal: new AbortController().signal, isLocal: false, pace });
      error = await watching.catch((thrown: unknown) => thrown);
    });
    fault.end();

    expect(error).toMatchObject({ kind, message: expect.stringContaining(message), facts: { jobName: name } });
    expect(error).toMatchObject({
      message: expect.stringMatching(new RegExp(`^Could not describe the training job ${name}: `)),
    });
    expect(String(error)).toContain(advice());
    expect(printed).toContain('No longer watched. The training job goes on');
    expect(printed).toContain(`await attach('${name}')`);
  });

  test('says so through events(), too', async () => {
    const job = await attach(name);
    const fault = sageMaker.deny('sagemaker:DescribeTrainingJob');
    const reading = (async () => {
      for await (const event of job.events()) if (event.type === 'metric') break;
    })();

    await expect(reading).rejects.toMatchObject({ kind: 'user', message: expect.stringContaining(advice()) });
    fault.end();
  });
});

test('a job that does not exist is not to be watched again', async () => {
  let error: unknown;
  await captureStdout(async () => {
    const watching = watchJob('no-such-job', { signal: new AbortController().signal, isLocal: true });
    error = await watching.catch((thrown: unknown) => thrown);
  });

  expect(error).toMatchObject({
    message: 'There is no training job named no-such-job in this account and region. Check the name and AWS_REGION.',
  });
});

/** The events of a job until one is the last that is wanted. */
async function collect(name: string, isLast: (event: JobEvent) => boolean): Promise<JobEvent[]> {
  const collected: JobEvent[] = [];
  for await (const { events } of followJob(name, AbortSignal.timeout(30_000), PACE)) {
    for (const event of events) collected.push(event);
    if (events.map(isLast).includes(true)) return collected;
  }
  throw new Error(`${name} ended first.`);
}

function isNotice(event: JobEvent): event is JobNoticeEvent {
  return event.type === 'notice';
}

/** Every line of every host, each once and in order. */
function expectWhole(events: readonly JobEvent[]): void {
  const lines = events.flatMap((event) => (event.type === 'log' ? [event] : []));
  for (const host of new Set(lines.map((line) => line.host))) {
    const counts = lines.filter((line) => line.host === host).map(({ line }) => Number(/^\[(\d+)\]/.exec(line)?.[1]));
    expect(counts).toEqual(Array.from(counts, (_, count) => count));
  }
  expect(lines.length).toBeGreaterThan(10);
}
