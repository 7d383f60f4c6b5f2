import { inspect } from 'node:util';
import { CreateModelCommand, ListTagsCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { awsClients } from 'kernel-helpers/aws/clients';
import { cleanUp } from 'kernel-helpers/cell-api/clean-up';
import type { FinishedJob } from 'kernel-helpers/cell-api/finished-job';
import { attach } from 'kernel-helpers/cell-api/training-job';
import type { CleanUpReport } from 'kernel-helpers/sagemaker/clean-up/clean-up-report';
import type { Resource } from 'kernel-helpers/sagemaker/clean-up/find-resources';
import { createEndpoint } from 'kernel-helpers/sagemaker/endpoint/create-endpoint';
import { PROJECT_TAG } from 'kernel-helpers/story-names';
import { type AwsGate, awsError } from '../../support/aws-gate';
import { captureStdout } from '../../support/capture-stdout';
import type { Fault } from '../../support/gate';
import {
  type FinishedJobOnAccount,
  messageOf,
  quietly,
  standing,
  startFinishedJob,
  startJob,
} from './support/finished-job';

const INSTANCE = { instance: 'ml.m5.large' };

let on: FinishedJobOnAccount;
let finished: FinishedJob;
let sageMaker: AwsGate;
let faults: Fault[];

beforeAll(async () => {
  on = await startFinishedJob();
  ({ finished, sageMaker } = on);
});
beforeEach(() => {
  faults = [];
});
afterEach(async () => {
  for (const fault of faults) fault.end();
  await quietly(() => cleanUp({ others: true }));
});
afterAll(() => on?.close());

describe('cleaning up', () => {
  let report: CleanUpReport;
  let printed: string;
  async function clean(options: Parameters<typeof cleanUp>[0] = {}): Promise<void> {
    printed = await captureStdout(async () => {
      report = await cleanUp(options);
    });
  }
  const kinds = (resources: readonly Resource[]) => resources.map(({ kind, name }) => `${kind} ${name}`);

  /** An endpoint with its parts as somebody else's notebook makes them. */
  async function deployAs(maker: string | undefined, name: string): Promise<void> {
    const { image, roleArn } = await describeServed();
    const plan = { name, image, roleArn, modelArtefact: finished.modelArtefact };
    const tag = maker === undefined ? undefined : { Key: 'made-by', Value: maker };
    await createEndpoint({ ...plan, instanceType: 'ml.m5.large', instanceCount: 1, maker: tag });
  }

  /** Lets AWS say that this session of the role Science makes the calls. */
  function callAs(session: string): Fault {
    return on.otherServices.answer('Action=GetCallerIdentity', {
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::123456789012:assumed-role/Science/${session}</Arn><UserId>AROA:${session}</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
    });
  }

  async function describeServed(): Promise<{ readonly image: string; readonly roleArn: string }> {
    return (await attach(finished.name)).describe();
  }

  test('deletes what this caller made, in any notebook, and lists what others made, with maker and time', async () => {
    await quietly(() => finished.deploy(INSTANCE));
    await deployAs('USER/Moto', 'snowflake-xgboost-mine-in-capitals');
    await deployAs('assumed-role/Science/bob@example.com', 'snowflake-xgboost-of-bob');
    await deployAs(undefined, 'snowflake-xgboost-from-before');

    await clean();

    expect(kinds(report.deleted).sort()).toEqual(
      [finished.name, 'snowflake-xgboost-mine-in-capitals']
        .flatMap((name) => [`endpoint ${name}`, `endpoint configuration ${name}`, `model ${name}`])
        .sort(),
    );
    expect(report.nothingCostsByTheHour).toBe(true);
    expect(printed).toMatch(
      /endpoint +snowflake-xgboost-of-bob +assumed-role\/Science\/bob@example\.com +\d{4}-\d\d-\d\d \d\d:\d\d UTC/,
    );
    expect(printed).toMatch(/endpoint +snowflake-xgboost-from-before +no tag says who/);
    expect(printed).toMatch(new RegExp(`endpoint +${finished.name} +you`));
    expect(printed).not.toContain('123456789012');
    expect(inspect(report)).toContain(
      'Left, because others made it: 2 endpoints, 2 endpoint configurations, 2 models. To delete this, too, use cleanUp({ others: true }).',
    );

    await clean({ others: true });

    expect(report.deleted).toHaveLength(6);
    expect(await standing()).toEqual([]);
  });

  test('finds again what a role made whose sessions no person names, after the kernel has started again', async () => {
    const first = callAs('aws-sdk-js-1764191160123');
    faults.push(first);
    await quietly(() => finished.deploy(INSTANCE));
    first.end();
    faults.push(callAs('aws-sdk-js-1764191999999'));

    await clean();

    expect(report.deleted).toHaveLength(3);
  });

  test('stops the jobs of this caller when asked, and those of others only when asked for these', async () => {
    const bob = callAs('bob@example.com');
    const job = await quietly(() => startJob(1_000_000));
    bob.end();

    await clean({ stopJobs: true });

    expect(report.deleted).toEqual([]);
    expect(inspect(report)).toContain(
      'Left, because others made it: 1 training job. To delete this, too, use cleanUp({ others: true, stopJobs: true }).',
    );
    expect((await job.describe()).status).toBe('InProgress');

    await clean({ others: true, stopJobs: true });

    expect(kinds(report.deleted)).toEqual([`training job ${job.name}`]);
    expect((await job.describe()).status).toBe('Stopped');
  });

  test('leaves resources of the same name that this project did not make', async () => {
    const { image, roleArn } = await describeServed();
    const model = 'snowflake-xgboost-by-coincidence';
    await awsClients
      .sageMaker()
      .send(
        new CreateModelCommand({ ModelName: model, ExecutionRoleArn: roleArn, PrimaryContainer: { Image: image } }),
      );

    await clean({ others: true });

    expect(report.deleted).toEqual([]);
    expect(report.left).toEqual([]);
  });

  test('deletes all that it may, then says all problems and what is left in one error', async () => {
    await deployAs('user/moto', 'snowflake-xgboost-one');
    await deployAs('user/moto', 'snowflake-xgboost-two');
    faults.push(
      sageMaker.answer(
        'DeleteEndpoint {"EndpointName":"snowflake-xgboost-two"',
        awsError('AccessDeniedException', 'not authorized to perform: sagemaker:DeleteEndpoint on resource'),
      ),
    );
    faults.push(
      sageMaker.answer(
        'DeleteModel {"ModelName":"snowflake-xgboost-one"',
        awsError('AccessDeniedException', 'not authorized to perform: sagemaker:DeleteModel on resource'),
      ),
    );

    const told = await messageOf(() => cleanUp());

    expect(told.split('\n').map((line) => line.replace(/ is missing.*/, ''))).toEqual([
      'Cleaning up is not complete:',
      '- Could not delete the endpoint snowflake-xgboost-two: permission sagemaker:DeleteEndpoint',
      '- Could not delete the model snowflake-xgboost-one: permission sagemaker:DeleteModel',
      'Deleted: 1 endpoint, 1 endpoint configuration.',
      'Left of yours, and some of it costs money by the hour:',
      '  endpoint snowflake-xgboost-two',
      '  endpoint configuration snowflake-xgboost-two',
      '  model snowflake-xgboost-two',
      '  model snowflake-xgboost-one',
      expect.stringMatching(/^On a real account, what is stored goes on to cost a little by the month/),
    ]);
  });

  test('ends when AWS is away for minutes, and says what it has not deleted', async () => {
    await deployAs('user/moto', 'snowflake-xgboost-one');
    await deployAs('user/moto', 'snowflake-xgboost-two');
    faults.push(sageMaker.lose('DeleteEndpoint {', 'before it is run'));

    const told = await messageOf(() => cleanUp());

    // It does not wait for each of the others, too.
    expect(told.match(/Could not/g)).toHaveLength(1);
    expect(told).toMatch(
      /^Cleaning up is not complete:\n- Could not delete the endpoint snowflake-xgboost-(?:one|two): /,
    );
    expect(told).toContain('endpoint snowflake-xgboost-one\n');
    expect(told).toContain('endpoint snowflake-xgboost-two\n');
  });

  test('deletes endpoints although jobs may not be listed, and says so', async () => {
    await deployAs('user/moto', 'snowflake-xgboost-one');
    faults.push(sageMaker.deny('sagemaker:ListTrainingJobs'));

    expect(await messageOf(() => cleanUp())).toContain('permission sagemaker:ListTrainingJobs is missing');
    expect(await standing()).toEqual([]);
  });

  test('deletes nothing whose tags it may not read, and lists it', async () => {
    await deployAs('user/moto', 'snowflake-xgboost-one');
    faults.push(sageMaker.deny('sagemaker:ListTags'));

    const told = await messageOf(() => cleanUp({ others: true }));

    expect(told).toContain('permission sagemaker:ListTags is missing');
    expect(told).toContain(
      'Left, because their tags could not be read, and only tags say whose they are:\n  endpoint snowflake-xgboost-one\n',
    );
  });

  test('marks endpoint, configuration and model with the maker', async () => {
    await quietly(() => finished.deploy(INSTANCE));
    const arn = (kind: string) => `arn:aws:sagemaker:${process.env.AWS_REGION}:123456789012:${kind}/${finished.name}`;

    for (const kind of ['endpoint', 'endpoint-config', 'model']) {
      const { Tags } = await awsClients.sageMaker().send(new ListTagsCommand({ ResourceArn: arn(kind) }));
      expect(Tags).toEqual([PROJECT_TAG, { Key: 'made-by', Value: 'user/moto' }]);
    }
  });
});
