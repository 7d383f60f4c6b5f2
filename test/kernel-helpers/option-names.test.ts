import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildTrainingImage } from 'kernel-helpers/cell-api/build-training-image';
import { californiaHousing } from 'kernel-helpers/cell-api/california-housing';
import { checkSetup } from 'kernel-helpers/cell-api/check-setup';
import { cleanUp } from 'kernel-helpers/cell-api/clean-up';
import { connect } from 'kernel-helpers/cell-api/connect';
import { Endpoint } from 'kernel-helpers/cell-api/endpoint';
import {
  listEndpoints,
  listModels,
  listTrainingJobs,
  listTransformJobs,
  listTuningJobs,
} from 'kernel-helpers/cell-api/list-jobs';
import { trainingJob } from 'kernel-helpers/cell-api/plan-job';
import { TrainingJob } from 'kernel-helpers/cell-api/training-job';
import { checkDeployOptions } from 'kernel-helpers/sagemaker/endpoint/deploy-options';
import { checkJobOptions } from 'kernel-helpers/sagemaker/job/check-options';
import { getSecret } from 'kernel-helpers/secrets/get-secret';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { Table } from 'kernel-helpers/table/columnar-table';
import { progress } from 'kernel-helpers/widgets/progress-bar';
import { type LocalSnowflake, startLocalSnowflake } from './snowflake/local-snowflake';

const TYPO = { sginal: AbortSignal.abort() } as never;
const ROWS = Table.fromRows([{ n: 1 }]);
const JOB = { image: '', sourceDir: '', entryPoint: '', table: '', target: '', instances: { type: '', count: 1 } };

let account: LocalSnowflake;
let snowflake: Snowflake;
beforeAll(async () => {
  account = await startLocalSnowflake();
  snowflake = await account.connect();
});
afterAll(async () => {
  await account.close();
});

const CALLS: readonly (readonly [string, () => unknown])[] = [
  ['connect()', () => connect(TYPO)],
  ['writeTable()', () => snowflake.writeTable(ROWS, 'never', TYPO)],
  ['execute()', () => snowflake.execute('select 1', [], TYPO)],
  ['currentNames()', () => snowflake.currentNames(TYPO)],
  ['useOrCreate()', () => snowflake.useOrCreate(TYPO)],
  ['listWarehouses()', () => snowflake.listWarehouses(TYPO)],
  ['listDatabases()', () => snowflake.listDatabases(TYPO)],
  ['listSchemas()', () => snowflake.listSchemas(undefined, TYPO)],
  ['listTables()', () => snowflake.listTables(undefined, TYPO)],
  ['listColumns()', () => snowflake.listColumns('t', TYPO)],
  ['listViews()', () => snowflake.listViews(undefined, TYPO)],
  ['describe()', () => snowflake.describe('t', TYPO)],
  ['preview()', () => snowflake.preview('t', 1, TYPO)],
  ['getSecret()', () => getSecret('secret', TYPO)],
  ['californiaHousing()', () => californiaHousing(TYPO)],
  ['checkSetup()', () => checkSetup(TYPO)],
  ['buildTrainingImage()', () => buildTrainingImage(TYPO)],
  ['start()', () => trainingJob(JOB).start(TYPO)],
  ['watch()', () => new TrainingJob('job').watch(TYPO)],
  ['events()', () => new TrainingJob('job').events(TYPO).next()],
  ['deploy()', () => checkDeployOptions(TYPO)],
  [
    'predictInto()',
    () =>
      new Endpoint('endpoint', 'ml.m5.large').predictInto('scores', {
        snowflake,
        from: 'houses',
        sginal: AbortSignal.abort(),
      } as never),
  ],
  ['predict()', () => new Endpoint('endpoint', 'ml.m5.large').predict([[1]], TYPO)],
  ['cleanUp()', () => cleanUp(TYPO)],
  ['listTrainingJobs()', () => listTrainingJobs(TYPO)],
  ['listTuningJobs()', () => listTuningJobs(TYPO)],
  ['listTransformJobs()', () => listTransformJobs(TYPO)],
  ['listEndpoints()', () => listEndpoints(TYPO)],
  ['listModels()', () => listModels(TYPO)],
];

describe('an option that a function does not have', () => {
  test.each(CALLS)('is refused with the nearest name: %s', async (caller, call) => {
    const message = `${caller} cannot use its options: there is no option sginal. Did you mean signal?`;

    await expect((async () => await call())()).rejects.toThrow(message);
  });

  test('is refused with all names where none is near', async () => {
    await expect(progress([1], { colour: 'red' } as never).next()).rejects.toThrow(
      'progress() cannot use its options: there is no option colour. The options are title, total.',
    );
  });

  test('is reported together with all other problems of a job', () => {
    const instances = { type: 'ml.m5.large', count: 1, volumeGB: 5 };

    const problems = checkJobOptions({ ...JOB, instances, maxRunSecs: 5 } as never, { secretId: 's' }, {});

    expect(problems).toEqual(
      expect.arrayContaining([
        'There is no option maxRunSecs. Did you mean maxRunSeconds?',
        'There is no option volumeGB. Did you mean volumeGb?',
        expect.stringMatching(/^image must be/),
      ]),
    );
  });
});

describe('an option that would have no effect', () => {
  test.each([
    [{ user: 'u', password: 'p', secretId: 's' }, '`secretId`, and `user` and `password` are different ways to log in'],
    [{ workloadIdentity: true, secretId: 's' }, '`workloadIdentity`, and `secretId` are different ways to log in'],
    [{ password: 'p' }, 'only one of `user` and `password` was given'],
  ])('is refused by connect(): %j', async (options, message) => {
    await expect(connect({ account: 'a1', ...options })).rejects.toThrow(message);
  });

  test('never makes a load replace a table', async () => {
    await snowflake.writeTable(ROWS, 'kept');

    await expect(snowflake.writeTable(ROWS, 'kept', { ifExists: 'Append' as never })).rejects.toThrow(
      "writeTable() cannot use its options: ifExists must be one of 'fail', 'append', 'replace', 'truncate', not \"Append\".",
    );
    expect((await snowflake.sql`select * from kept`).rowCount).toBe(1);
  });
});
