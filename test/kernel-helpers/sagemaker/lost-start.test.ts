import { join } from 'node:path';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type CreateTrainingJobCommandInput, ListTrainingJobsCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FinishedJob } from 'kernel-helpers/cell-api/finished-job';
import { trainingJob } from 'kernel-helpers/cell-api/plan-job';
import { attach, type TrainingJob } from 'kernel-helpers/cell-api/training-job';
import { messageOf } from 'kernel-helpers/errors';
import { createJob } from 'kernel-helpers/sagemaker/job/create-job';
import { type AwsGate, awsError } from '../../support/aws-gate';
import { captureStdout } from '../../support/capture-stdout';
import { ROOT } from '../../support/clone';
import type { Fault } from '../../support/gate';
import { withEnvironment } from '../../support/with-environment';
import { BUCKET, type LocalServices, ROLE_ARN, startLocalServices } from '../local-account/support/local-services';
import { jobRequest, startJob, waitForJob, waitForLogLine } from '../local-account/support/training-jobs';
import { type GatedServices, startGatedServices } from './support/gated-services';

const CREATE = 'CreateTrainingJob {';
const DESCRIBE = 'DescribeTrainingJob {';
const STOP = 'StopTrainingJob {';

let gated: GatedServices;
let services: LocalServices;
let sageMaker: AwsGate;
let otherServices: AwsGate;
beforeAll(async () => {
  gated = await startGatedServices({
    SF_ACCOUNT: 'myorg-account1',
    SF_DATABASE: 'HOUSING',
    SF_SCHEMA: 'HOUSING_SCHEMA',
    SAGEMAKER_ROLE_ARN: ROLE_ARN,
  });
  ({ services, sageMaker, otherServices } = gated);
});
afterAll(() => gated?.close());

interface Start {
  readonly job?: TrainingJob;
  readonly error?: unknown;
  readonly printed: string;
}

/** Starts a job of that name, whatever comes of it. */
async function start(name: string, from = services): Promise<Start> {
  const planned = trainingJob({
    image: from.image,
    sourceDir: join(ROOT, 'notebooks', 'training'),
    entryPoint: 'train.ts',
    table: 'houses',
    target: 'MEDHOUSEVAL',
    instances: { type: 'ml.m5.large', count: 1 },
    snowflake: false,
    name,
  });
  let outcome: Omit<Start, 'printed'> = {};
  const printed = await captureStdout(async () => {
    outcome = await planned.start().then(
      (job) => ({ job }),
      (error: unknown) => ({ error }),
    );
  });
  return { ...outcome, printed };
}

async function jobsOf(name: string): Promise<(string | undefined)[]> {
  const { TrainingJobSummaries = [] } = await services.sageMaker.send(
    new ListTrainingJobsCommand({ NameContains: `-${name}-` }),
  );
  return TrainingJobSummaries.map(({ TrainingJobName }) => TrainingJobName);
}

async function scriptsOf(name: string): Promise<(string | undefined)[]> {
  const { Contents = [] } = await services.clients.s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  return Contents.map(({ Key }) => Key).filter((key) => key?.includes(`-${name}-`) && key.endsWith('sourcedir.tar.gz'));
}

describe('a job that runs although the answer to its start was lost', () => {
  // The SDK asks three times. A later request of it is refused because the name is taken: by the first one's job.
  test.each<[string, (gate: AwsGate) => readonly Fault[]]>([
    ['every answer is lost', (gate) => [gate.lose(CREATE, 'after it is done')]],
    ['the first answer is lost, and the SDK asks again', (gate) => [gate.lose(CREATE, 'after it is done', 1)]],
    [
      'the first answer is lost, and then AWS throttles',
      (gate) => [
        gate.lose(CREATE, 'after it is done', 1),
        gate.answer(CREATE, awsError('ThrottlingException', 'Rate exceeded')),
      ],
    ],
    [
      'the first answer is lost, and then its own machines use up the quota',
      (gate) => [
        gate.lose(CREATE, 'after it is done', 1),
        gate.answer(CREATE, awsError('ResourceLimitExceeded', 'The account-level service limit is 1 Instances.')),
      ],
    ],
    [
      'the look-up is lost at first, too',
      (gate) => [gate.lose(CREATE, 'after it is done'), gate.lose(DESCRIBE, 'before it is run', 4)],
    ],
  ])('is found by its name where %s', async (what, makeFaults) => {
    const name = what.replaceAll(/[^a-z]+/gi, '').slice(-20);
    const faults = makeFaults(sageMaker);

    const { job, printed } = await start(name);
    for (const fault of faults) fault.end();

    expect(await jobsOf(name)).toEqual([job?.name]);
    expect(await scriptsOf(name)).toHaveLength(1);
    expect(printed).toContain('The answer to the start of the training job was lost. Looking up whether the job runs.');
    expect((await waitForJob(services, job?.name ?? '')).TrainingJobStatus).toBe('Completed');
  });

  test('is not undone where it cannot be looked up: the error says that it may run, and how to stop it', async () => {
    const faults = [
      sageMaker.lose(CREATE, 'after it is done'),
      sageMaker.answer(DESCRIBE, awsError('ExpiredTokenException', 'It is expired.', 403)),
    ];

    const { error } = await start('unknown');
    for (const fault of faults) fault.end();

    const [name] = await jobsOf('unknown');
    expect(error).toMatchObject({ kind: 'platform', facts: { jobName: name } });
    expect(messageOf(error).split('\n')).toEqual([
      `Whether the training job ${name} was started is not known: it may run, and cost money.`,
      expect.stringContaining(`- Could not start the training job ${name}: `),
      expect.stringContaining('the AWS credentials have expired.'),
      'When AWS answers again, watch it, or stop it with await job.stop():',
      "import { attach } from 'kernel-helpers';",
      `const job = await attach('${name}');`,
      'await job.watch();',
    ]);
    expect(await scriptsOf('unknown')).toHaveLength(1);
    await (await attach(name ?? '')).stop();
  });
});

describe('a job that was not started', () => {
  test.each<[string, (gate: AwsGate) => Fault, string]>([
    ['no request arrives', (gate) => gate.lose(CREATE, 'before it is run'), 'the local account does not answer'],
    ['AWS has an error', (gate) => gate.answer(CREATE, awsError('InternalFailure', 'Sorry.', 500)), 'Sorry.'],
    ['the right is missing', (gate) => gate.deny('sagemaker:CreateTrainingJob'), 'CreateTrainingJob is missing.'],
  ])('is said not to be, and leaves no script, where %s', async (what, makeFault, message) => {
    const name = what.replaceAll(/[^a-z]+/gi, '').slice(-20);
    const fault = makeFault(sageMaker);

    const { error } = await start(name);
    fault.end();

    expect(messageOf(error)).toMatch(/^Could not start the training job /);
    expect(messageOf(error)).toContain(message);
    expect(await jobsOf(name)).toEqual([]);
    expect(await scriptsOf(name)).toEqual([]);
  });

  test('is told with its cause where its script cannot be deleted either, and the script is said to be left', async () => {
    const body = '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';
    const faults = [
      sageMaker.deny('sagemaker:CreateTrainingJob'),
      otherServices.answer('DELETE /', { status: 403, headers: { 'content-type': 'application/xml' }, body }),
    ];

    const { error, printed } = await start('left');
    for (const fault of faults) fault.end();

    const [key] = await scriptsOf('left');
    expect(messageOf(error)).toContain('permission sagemaker:CreateTrainingJob is missing.');
    expect(printed).toContain('Could not delete the uploaded training script: ');
    expect(printed).toContain(`It is left as s3://${BUCKET}/${key}, and costs next to nothing.`);
  });

  test('is not taken for another job of the same name', async () => {
    const other = jobRequest(services, 'same-name', 'train') as CreateTrainingJobCommandInput;
    await startJob(services, other);
    const own = { ...other, Environment: { SF_TABLE: 'ANOTHER' } };
    let error: unknown;
    await captureStdout(async () => {
      error = await createJob('same-name', own, { say: () => undefined }).catch((thrown: unknown) => thrown);
    });

    expect(error).toMatchObject({
      kind: 'user',
      message: 'Another training job has the name same-name already. Run this again for a new name.',
    });
  });
});

describe('stopping a job', () => {
  let job: TrainingJob;
  async function startStoppable(name: string): Promise<void> {
    await startJob(services, jobRequest(services, name, 'stoppable'));
    await waitForLogLine(services, name, 'waiting', 2);
    job = await attach(name);
  }

  test.each<[string, (gate: AwsGate) => Fault]>([
    ['every answer is lost for a while', (gate) => gate.lose(STOP, 'after it is done', 4)],
    ['no request arrives for a while', (gate) => gate.lose(STOP, 'before it is run', 4)],
    ['AWS throttles for a while', (gate) => gate.answer(STOP, awsError('ThrottlingException', 'Rate exceeded'), 4)],
  ])('succeeds although %s', async (what, makeFault) => {
    await startStoppable(`stop-${what.replaceAll(/[^a-z]+/gi, '-')}`);
    const fault = makeFault(sageMaker);

    await job.stop();
    await job.stop();

    expect(fault.met).toBe(4);
    expect((await waitForJob(services, job.name)).TrainingJobStatus).toBe('Stopped');
  });

  test('says that it may go on where no answer comes, and why not where a right is missing', async () => {
    await startStoppable('goes-on');
    const lost = sageMaker.lose('TrainingJob {', 'before it is run');
    const unknown = await job.stop().catch(messageOf);
    lost.end();
    const denials = [sageMaker.deny('sagemaker:StopTrainingJob'), sageMaker.deny('sagemaker:DescribeTrainingJob')];
    const denied = await job.stop().catch(messageOf);
    for (const denial of denials) denial.end();

    expect(unknown).toMatch(
      /^Whether the training job goes-on stops is not known: it may go on, and cost money\. Could not stop .*\nWhen AWS answers again, stop it with await job\.stop\(\), or watch it:\nimport .*\nconst job = await attach\('goes-on'\);\nawait job\.watch\(\);$/,
    );
    expect(denied).toContain('permission sagemaker:StopTrainingJob is missing.');
    await job.stop();
  });
});

describe('a region without SageMaker’s profiler', () => {
  let region: LocalServices;
  let restoreRegion: () => void;
  beforeAll(async () => {
    region = await startLocalServices({ hasProfiler: false, hasFinalMetrics: false });
    restoreRegion = withEnvironment({
      AWS_ENDPOINT_URL: region.account.endpoint,
      AWS_ENDPOINT_URL_SAGEMAKER: region.url,
    });
  });
  afterAll(async () => {
    restoreRegion?.();
    await region?.close();
  });

  test('refuses a request that switches the profiler off, in the service’s words', async () => {
    const request = jobRequest(region, 'profiled', 'train', { ProfilerConfig: { DisableProfiler: true } });

    await expect(startJob(region, request)).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'ProfilerConfig is currently not supported in us-west-2.',
    });
  });

  test('runs a job without that request; without final metrics, the log’s last round is shown and named', async () => {
    const { job } = await start('unprofiled', region);
    let finished: FinishedJob | undefined;
    const printed = await captureStdout(async () => {
      finished = await job?.watch();
    });

    expect(finished).toMatchObject({
      status: 'Completed',
      metricsFrom: 'log',
      metrics: [
        { metric: 'train:rmse', value: 0.5 },
        { metric: 'validation:rmse', value: 1.25 },
      ],
    });
    expect(printed).toContain('The metrics are those of the last round in the log.');
  });
});

test('attaching to a job while AWS gives no answer leaves the waiting to the watch', async () => {
  const name = await startJob(services, jobRequest(services, 'attached', 'train'));
  await waitForJob(services, name);
  const lost = sageMaker.lose(DESCRIBE, 'before it is run', 7);
  let status: string | undefined;
  const printed = await captureStdout(async () => {
    ({ status } = await (await attach(name)).watch());
  });

  expect(lost.met).toBe(7);
  expect(status).toBe('Completed');
  expect(printed).toContain('Completed');
});
