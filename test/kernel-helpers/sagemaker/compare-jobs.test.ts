import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadModel } from 'container/index';
import { compareJobs } from 'kernel-helpers/cell-api/compare-jobs';
import type { FinishedJob } from 'kernel-helpers/cell-api/finished-job';
import { residuals } from 'kernel-helpers/cell-api/view-predictions';
import { useXGBoostLibrary } from '../../container/support/xgboost-library';
import { type FinishedJobOnAccount, quietly, startFinishedJob, startJob } from './support/finished-job';

let account: FinishedJobOnAccount;
let longer: FinishedJob;

beforeAll(async () => {
  account = await startFinishedJob();
  longer = await quietly(async () => await (await startJob(6)).watch());
}, 120_000);

afterAll(async () => {
  await account?.close();
});

describe('a comparison of jobs', () => {
  test('tells metrics, rounds, times, and the hyperparameters that differ', async () => {
    const { finished } = account;

    const { table, chart } = await compareJobs([finished, longer.name, { name: finished.name }]);

    expect(table.columnNames).toEqual([
      'JOB',
      'STATUS',
      'train:rmse',
      'validation:rmse',
      'ROUNDS',
      'SECONDS',
      'BILLED_SECONDS',
      'INSTANCES',
      'num_round',
    ]);
    expect(table.toRows()).toMatchObject(
      [finished, longer].map((job) => ({
        JOB: job.name,
        STATUS: 'Completed',
        'validation:rmse': job.metrics.find(({ metric }) => metric === 'validation:rmse')?.value,
        ROUNDS: job.rounds,
        SECONDS: job.seconds,
        BILLED_SECONDS: job.billableSeconds,
        INSTANCES: '1 × ml.m5.large',
        num_round: String(job.rounds),
      })),
    );
    expect(chart.text).toMatch(/^Comparison of 2 training jobs\nnum_round 3: train:rmse .*\nnum_round 6: train:rmse /);
  });

  test('finds the newest jobs by how their names begin, the oldest first', async () => {
    const all = await compareJobs({ prefix: 'snowflake-xgboost-' });
    const newest = await compareJobs({ prefix: 'snowflake-xgboost-', most: 1 });

    expect(all.table.column('JOB').values).toEqual([account.finished.name, longer.name]);
    expect(newest.table.column('JOB').values).toEqual([longer.name]);
  });

  test.each([
    [[], /takes a list of 1 to 50 jobs/],
    [[{ nme: 'a' }], /takes a list of 1 to 50 jobs/],
    [{ prefix: 'snowflake-xgboost-', mots: 2 }, /there is no option mots\. Did you mean most\?/],
    [{ prefix: 'other-' }, /No training job that has ended with a model has a name that begins with other-/],
    [['no-such-job'], /There is no training job named no-such-job/],
  ])('of %j is a UserError', async (jobs, message) => {
    await expect(compareJobs(jobs as readonly string[])).rejects.toThrow(message);
  });
});

test('the model of a finished job predicts in this process', async () => {
  useXGBoostLibrary();
  const rows = Array.from({ length: 100 }, (_, row) => ({ X: row % 10, TARGET: (row % 10) * 2 }));

  const model = await loadModel(longer);
  const { rmse } = residuals({ truth: rows.map(({ TARGET }) => TARGET), predicted: await model.predict(rows) });
  model.close();

  expect(model).toMatchObject({ features: ['X'], target: 'TARGET', rounds: 6 });
  expect(rmse).toBeLessThan(2);
});
