import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { askAboutJob } from 'kernel-helpers/sagemaker/watch/ask-about-job';
import { type KernelOnAccount, startKernelOnAccount } from '../kernel/with-account/support/kernel-on-account';
import { PageOfKernel } from './support/page-of-kernel';

const OPTIONS = `{
  image: image.uri, sourceDir: 'training', entryPoint: 'train.ts', table: 'sums', target: 'TARGET',
  instances: { type: 'ml.m5.large', count: 1, volumeGb: 10 },
  hyperparameters: { num_round: 4, seed: 1, max_depth: 2, objective: 'reg:squarederror', eval_metric: ['rmse', 'mae'] },
  name: 'sums', maxRunSeconds: 600, environment: { SF_ROLE: 'PUBLIC', GREETING: "it's \\\\ fine" }, tags: { team: 'café' },
  snowflake: false,
}`;

let on: KernelOnAccount;
let page: PageOfKernel;
beforeAll(async () => {
  on = await startKernelOnAccount();
  page = new PageOfKernel(on.kernel);
  await on.run(`import { buildTrainingImage, Table, trainingJob } from 'kernel-helpers';
    process.env.JPY_SESSION_NAME = '/home/ana/notebooks/Second try.ipynb';
    await snowflake.writeTable(Table.fromRows(Array.from({ length: 100 }, (_, row) => ({ X: row % 10, TARGET: (row % 10) * 2 }))), 'sums');
    await snowflake.sql\`grant all on table sums to role public\`;
    const image = await buildTrainingImage();`);
}, 60_000);
afterAll(() => on?.close());

/** Starts a job in a cell, and gives its name. */
async function startJob(code: string, cellId: string): Promise<string> {
  const { error, result } = await on.kernel.execute(`${code}\njob.name`, {}, { cellId });
  if (error !== undefined) throw new Error(String(error.evalue));
  return String(result?.['text/plain']).slice(1, -1);
}

test('two pages get their own answers, and what one cancels goes on for the other', async () => {
  const other = new PageOfKernel(on.kernel);
  const name = await startJob(`const job = await trainingJob(${OPTIONS}).start();`, 'first-cell');
  const ids = [page.start('followJob', { name }), other.start('followJob', { name })] as const;
  await Promise.all([page.eventsOf(ids[0], 'followJob'), other.eventsOf(ids[1], 'followJob')]);

  page.cancel(ids[0]);
  const cancelled = await page.answerTo(ids[0], 'followJob');
  const followed = await other.answerTo(ids[1], 'followJob');

  expect(ids[0]).toBe(ids[1]);
  expect(cancelled.error).toMatchObject({ kind: 'user', reason: 'interrupted', message: 'The request was cancelled.' });
  expect(followed).toEqual({ result: {} });
  const events = (await other.eventsOf(ids[1], 'followJob')).flatMap((batch) => batch.events);
  expect(events.at(-1)).toMatchObject({ type: 'finished', status: 'Completed' });
  other.close();
});

test('a job is followed to its end although cells are interrupted meanwhile', async () => {
  const name = await startJob(`const job = await trainingJob(${OPTIONS}).start();`, 'second-cell');
  const id = page.start('followJob', { name });
  await page.eventsOf(id, 'followJob');

  const cell = await on.interrupt("console.log('busy'); for (;;);");

  expect(cell.error).toMatchObject({ ename: 'Interrupted' });
  expect(await page.answerTo(id, 'followJob')).toEqual({ result: {} });
});

test('a job knows the cell that started it, and its clone is a cell that plans the same job', async () => {
  const name = await startJob(`const job = await trainingJob(${OPTIONS}).start();`, 'third-cell');
  const detail = await page.ask('job', { kind: 'training', name });

  const { source } = await page.ask('cloneCode', { name });
  const clone = await startJob(`${source}\nconst job = await plannedJob.start();`, 'clone-cell');

  expect(detail.launchedFrom).toEqual({ notebook: 'Second try.ipynb', cell: 'third-cell' });
  expect(clone).toContain('snowflake-xgboost-sums-');
  const [one, other] = await Promise.all([askAboutJob(name), askAboutJob(clone)]);
  const optionsOf = (job: typeof one) => ({
    image: job.AlgorithmSpecification,
    hyperparameters: { ...job.HyperParameters, sagemaker_submit_directory: undefined },
    environment: { ...job.Environment, LAUNCHED_FROM_CELL: undefined },
    resources: job.ResourceConfig,
    role: job.RoleArn,
    stop: job.StoppingCondition,
  });
  expect(optionsOf(other)).toEqual(optionsOf(one));
  expect(other.Environment?.LAUNCHED_FROM_CELL).toBe('clone-cell');
  expect(source).toContain("tags: { team: 'café' }");
});

test('a job that is gone cannot be cloned, and the error says so', async () => {
  const { error } = await page.answerTo(page.start('cloneCode', { name: 'not-there' }), 'cloneCode');

  expect(error).toMatchObject({ kind: 'user', reason: 'not-found', message: expect.stringContaining('not-there') });
});
