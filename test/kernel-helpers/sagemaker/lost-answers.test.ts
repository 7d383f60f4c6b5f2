import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { cleanUp } from 'kernel-helpers/cell-api/clean-up';
import { connect } from 'kernel-helpers/cell-api/connect';
import { Endpoint } from 'kernel-helpers/cell-api/endpoint';
import type { FinishedJob } from 'kernel-helpers/cell-api/finished-job';
import type { Snowflake } from 'kernel-helpers/snowflake/connect';
import { type AwsGate, awsError } from '../../support/aws-gate';
import type { Fault } from '../../support/gate';
import {
  ALL_THREE,
  type FinishedJobOnAccount,
  messageOf,
  quietly,
  standing,
  startFinishedJob,
} from './support/finished-job';

/** AWS's SDK asks three times, so a call is lost when three answers are. */
const ONE_CALL = 3;
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

describe('deploying', () => {
  test.each([
    ['DescribeEndpoint {', 'before it is run'],
    ['CreateModel {', 'before it is run'],
    ['CreateModel {', 'after it is done'],
    ['CreateEndpointConfig {', 'after it is done'],
    ['CreateEndpoint {', 'before it is run'],
    ['CreateEndpoint {', 'after it is done'],
  ] as const)('goes on when the answers to %s are lost %s', async (call, moment) => {
    // The first question whether the endpoint is there is asked before anything is made.
    const skip = call === 'DescribeEndpoint {' ? sageMaker.hold(call, 'before it is run') : undefined;
    const deploying = quietly(() => finished.deploy(INSTANCE));
    await skip?.reached;
    const fault = sageMaker.lose(call, moment, ONE_CALL);
    faults.push(fault);
    skip?.release();

    expect(await deploying).toBeInstanceOf(Endpoint);
    expect(fault.met).toBeGreaterThan(0);
    expect(await standing()).toEqual(ALL_THREE);
  });

  /** API reference, CreateEndpoint: what was made a moment ago may not be found yet. */
  test.each([
    ['CreateEndpointConfig {', 'Could not find model "arn:aws:sagemaker:us-west-2:123456789012:model/x".'],
    [
      'CreateEndpoint {',
      'Could not find endpoint configuration "arn:aws:sagemaker:us-west-2:123456789012:endpoint-config/x".',
    ],
  ])('tries %s again when SageMaker does not find yet what was just made', async (call, message) => {
    faults.push(sageMaker.answer(call, awsError('ValidationException', message), 1));

    expect(await quietly(() => finished.deploy(INSTANCE))).toBeInstanceOf(Endpoint);
  });

  test.each([
    ['the model archive', () => on.otherServices.lose('GET /sagemaker-', 'before it is run')],
    ['who asks', () => on.otherServices.lose('Action=GetCallerIdentity', 'before it is run')],
    ['whether the endpoint is there', () => sageMaker.deny('sagemaker:DescribeEndpoint')],
  ])('makes nothing when it cannot read %s', async (_what, fault) => {
    faults.push(fault());
    const create = sageMaker.lose('Create', 'before it is run');
    faults.push(create);

    await messageOf(() => finished.deploy(INSTANCE));

    expect(create.met).toBe(0);
  });

  /** Words: https://github.com/aws/sagemaker-python-sdk/issues/2194 and Service Quotas of a new account. */
  test.each([
    ['CreateModel {', 'AccessDeniedException', 'permission'],
    ['CreateEndpointConfig {', 'AccessDeniedException', 'permission'],
    ['CreateEndpoint {', 'ResourceLimitExceeded', 'this account\'s quota "ml.m5.large for endpoint usage" is 0'],
  ])('leaves nothing when %s is refused', async (call, type, reason) => {
    const message =
      "The account-level service limit 'ml.m5.large for endpoint usage' is 0 Instances, with current utilization of 0 Instances and a request delta of 1 Instances.";
    faults.push(sageMaker.answer(call, awsError(type, message)));

    const told = await messageOf(() => finished.deploy(INSTANCE));

    expect(told).toContain(reason === 'permission' ? 'AWS denied the access' : reason);
    expect(told).toMatch(/Nothing was deployed, and nothing is left of the attempt\.$/);
    expect(await standing()).toEqual([]);
  });

  test('says what is left when a step is refused and what was made before cannot be deleted', async () => {
    faults.push(sageMaker.answer('CreateEndpoint {', awsError('ResourceLimitExceeded', 'The limit is 0 Instances')));
    // The first deletion makes the name free, the second is the undoing.
    const isFree = sageMaker.hold('CreateModel {', 'before it is run');
    const deploying = messageOf(() => finished.deploy(INSTANCE));
    await isFree.reached;
    faults.push(sageMaker.deny('sagemaker:DeleteModel'));
    isFree.release();

    expect(await deploying).toMatch(
      new RegExp(
        `Nothing was deployed\\. Left, at no cost by the hour: model ${finished.name} \\(.*sagemaker:DeleteModel is missing.*To delete it later, run await cleanUp\\(\\)\\.$`,
      ),
    );
    expect(await standing()).toEqual(['model of yours']);
  });

  test.each([
    ['when its state may no longer be asked for', () => sageMaker.deny('sagemaker:DescribeEndpoint')],
    ['when no answer comes for minutes', () => sageMaker.lose('DescribeEndpoint {', 'before it is run')],
  ])(
    'says after the endpoint was made that it may be running, what it costs and how to end it, %s',
    async (_, fault) => {
      const made = sageMaker.hold('CreateEndpoint {', 'after it is done');
      const deploying = messageOf(() => finished.deploy(INSTANCE));
      await made.reached;
      const refused = fault();
      faults.push(refused);
      made.release();

      expect(await deploying).toContain(
        `The endpoint ${finished.name} may be running, and costs money by the hour until it is deleted. Delete it with await cleanUp() or in the SageMaker console, or deploy again to go on with it.`,
      );
      refused.end();
      expect(await standing()).toEqual(ALL_THREE);
      expect(await quietly(() => finished.deploy(INSTANCE))).toBeInstanceOf(Endpoint);
    },
  );

  test('deletes an endpoint that did not start, and gives SageMaker’s reason', async () => {
    const failed = { EndpointName: finished.name, EndpointConfigName: finished.name, EndpointStatus: 'Failed' };
    const answer = { ...failed, FailureReason: 'The primary container did not pass the ping health check.' };
    const made = sageMaker.hold('CreateEndpoint {', 'after it is done');
    const deploying = messageOf(() => finished.deploy(INSTANCE));
    await made.reached;
    const headers = { 'content-type': 'application/x-amz-json-1.1' };
    faults.push(sageMaker.answer('DescribeEndpoint {', { status: 200, headers, body: JSON.stringify(answer) }, 1));
    made.release();

    expect(await deploying).toMatch(/did not pass the ping health check\.\n.*Nothing of it is left\.$/);
    expect(await standing()).toEqual([]);
  });

  test('says that somebody else has deleted the endpoint while it started, and deletes the rest', async () => {
    const made = sageMaker.hold('CreateEndpoint {', 'before it is run');
    const deploying = messageOf(() => finished.deploy(INSTANCE));
    await made.reached;
    const gone = awsError('ValidationException', `Could not find endpoint "${finished.name}".`);
    faults.push(sageMaker.answer('DescribeEndpoint {', gone, 1));
    made.release();

    expect(await deploying).toMatch(/was deleted while it started\. Nothing of it is left\.$/);
    expect(await standing()).toEqual([]);
  });

  test('says that the endpoint may be running when nobody knows whether it was made', async () => {
    const fault = sageMaker.lose('CreateEndpoint {', 'after it is done');
    faults.push(fault);
    // Without the refusal of a second request, the SDK never learns that the first was done.
    const told = await messageOf(() => finished.deploy(INSTANCE));

    expect(told).toContain(`The endpoint ${finished.name} may be running, and costs money by the hour`);
    fault.end();
    expect(await standing()).toEqual(ALL_THREE);
  });
});

describe('predicting', () => {
  test('that gets no answer says that the endpoint goes on and costs money', async () => {
    const endpoint = await quietly(() => finished.deploy(INSTANCE));
    faults.push(sageMaker.lose('/invocations', 'before it is run', ONE_CALL));

    expect(await messageOf(() => endpoint.predict([[1]]))).toMatch(
      /The endpoint goes on, and costs money by the hour until await endpoint\.delete\(\)\.$/,
    );
    expect(await endpoint.predict([[1]])).toHaveLength(1);

    await endpoint.delete();
    expect(await messageOf(() => endpoint.predict([[1]]))).not.toContain('goes on');
  });
});

describe('predicting into a table', () => {
  let snowflake: Snowflake;
  beforeAll(async () => {
    snowflake = await quietly(() => connect());
    await snowflake.sql`create or replace table scores as select 7 as id, 7.5::float as prediction`;
    await snowflake.sql`create or replace table to_score as select seq4() as id, mod(seq4(), 10) as x from table(generator(rowcount => 30000))`;
  });
  afterAll(() => snowflake?.close());

  const old = [{ ID: 7, PREDICTION: 7.5 }];
  const INTO = { from: 'to_score', ifExists: 'replace' } as const;

  test('that is interrupted leaves the old table, and asks for nothing more', async () => {
    const endpoint = await quietly(() => finished.deploy(INSTANCE));
    const interrupt = new AbortController();
    const asked = sageMaker.hold('/invocations', 'before it is run');
    const predicting = messageOf(() =>
      endpoint.predictInto('scores', { ...INTO, snowflake, signal: interrupt.signal }),
    );
    await asked.reached;
    interrupt.abort(new Error('Enough.'));
    asked.release();

    expect(await predicting).toMatch(/Enough|interrupted|aborted/i);
    expect((await snowflake.sql`select * from scores`).toRows()).toEqual(old);
    expect((await snowflake.sql`show stages in schema`).rowCount).toBe(0);
    await quietly(() => endpoint.predictInto('scores', { ...INTO, snowflake }));
    expect((await snowflake.sql`select count(*) as n from scores`).toRows()).toEqual([{ N: 30_000 }]);
    await snowflake.sql`create or replace table scores as select 7 as id, 7.5::float as prediction`;
  });

  test('whose endpoint fails on the way leaves the old table', async () => {
    const endpoint = await quietly(() => finished.deploy(INSTANCE));
    faults.push(sageMaker.lose('/invocations', 'before it is run', 3 * ONE_CALL));

    await messageOf(() => endpoint.predictInto('scores', { ...INTO, snowflake }));

    expect((await snowflake.sql`select * from scores`).toRows()).toEqual(old);
  });

  test('says before it reads that the endpoint is not ready, or is not there', async () => {
    const endpoint = await quietly(() => finished.deploy(INSTANCE));
    const creating = { EndpointName: endpoint.name, EndpointConfigName: endpoint.name, EndpointStatus: 'Creating' };
    const headers = { 'content-type': 'application/x-amz-json-1.1' };
    const fault = sageMaker.answer('DescribeEndpoint {', { status: 200, headers, body: JSON.stringify(creating) });
    faults.push(fault);

    const told = await messageOf(() => endpoint.predictInto('scores', { ...INTO, snowflake }));
    expect(told).toBe(
      `The endpoint ${endpoint.name} does not answer now, its status is Creating. Nothing was read. Wait until it is InService.`,
    );
    fault.end();
    await endpoint.delete();
    expect(await messageOf(() => endpoint.predictInto('scores', { ...INTO, snowflake }))).toMatch(
      /^There is no endpoint \S+ \(any more\)\. Nothing was read\./,
    );
    expect((await snowflake.sql`select * from scores`).toRows()).toEqual(old);
  });
});

describe('deleting an endpoint', () => {
  test.each([
    ['DeleteEndpoint {', 'before it is run'],
    ['DeleteEndpoint {', 'after it is done'],
    ['DescribeEndpoint {', 'before it is run'],
    ['DeleteEndpointConfig {', 'after it is done'],
    ['DeleteModel {', 'before it is run'],
  ] as const)('goes on when the answers to %s are lost %s', async (call, moment) => {
    const endpoint = await quietly(() => finished.deploy(INSTANCE));
    const fault = sageMaker.lose(call, moment, ONE_CALL);
    faults.push(fault);

    await endpoint.delete();

    expect(fault.met).toBeGreaterThan(0);
    expect(await standing()).toEqual([]);
  });

  test('that is denied says that it costs money, and keeps the configuration and model that it needs', async () => {
    const endpoint = await quietly(() => finished.deploy(INSTANCE));
    faults.push(sageMaker.deny('sagemaker:DeleteEndpoint'));

    expect(await messageOf(() => endpoint.delete())).toMatch(
      /sagemaker:DeleteEndpoint is missing.* may still be running, and costs money by the hour until it is deleted\. Run await cleanUp\(\), or delete it in the SageMaker console\.$/,
    );
    expect(await standing()).toEqual(ALL_THREE);
  });

  test('says all that stays when its configuration and model cannot be deleted', async () => {
    const endpoint = await quietly(() => finished.deploy(INSTANCE));
    faults.push(sageMaker.deny('sagemaker:DeleteEndpointConfig'), sageMaker.deny('sagemaker:DeleteModel'));

    const told = await messageOf(() => endpoint.delete());

    expect(told).toContain('is deleted. Not all of what belongs to it is, but this costs nothing by the hour:');
    expect(told).toMatch(/- .*sagemaker:DeleteEndpointConfig is missing.*\n- .*sagemaker:DeleteModel is missing/);
    expect(await standing()).toEqual(['endpoint configuration of yours', 'model of yours']);
  });
});
