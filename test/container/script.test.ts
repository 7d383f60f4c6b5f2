import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { HOUSE_COUNT } from './support/houses';
import { type HostResult, openTrainingSite, type TrainingSite } from './support/training-site';
import { SCRIPT_BUCKET, uploadScript, uploadSource } from './support/upload-script';

let site: TrainingSite;

beforeAll(async () => {
  site = await openTrainingSite();
}, 60_000);

afterAll(() => site.close());

describe('a training script', () => {
  test('sees every row of the table once, over all hosts', async () => {
    const hosts = await runScript(
      `exports.default = defineTraining(async ({ share, host }) => {
      const { train, validation, features } = await share({ validation: 0.1 });
      const rows = [...train.labels, ...validation.labels];
      writeFileSync(join(process.env.SAGEMAKER_BASE_DIR, 'rows.json'), JSON.stringify({ features, rows, host }));
    });`,
      2,
    );

    expect(hosts.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const seen = hosts.map(({ paths }) =>
      seenRows.parse(JSON.parse(readFileSync(join(paths.base, 'rows.json'), 'utf8'))),
    );
    const table = await site.snowflake.sql`select medhouseval from california_housing`;
    const labels = table.toRows().map(({ MEDHOUSEVAL }) => Math.fround(Number(MEDHOUSEVAL)));
    expect(seen.map(({ rows }) => rows.length)).toEqual([HOUSE_COUNT / 2, HOUSE_COUNT / 2]);
    expect(seen.flatMap(({ rows }) => rows).sort()).toEqual(labels.sort());
    expect(seen[1]).toMatchObject({
      features: ['MEDINC', 'HOUSEAGE', 'POPULATION', 'LATITUDE'],
      host: { name: 'algo-2', index: 1, count: 2, isLeader: false },
    });
  });

  test('may train more than once, and chooses the model to save', async () => {
    const [host] =
      await runScript(`exports.default = defineTraining(async ({ share, hyperparameters, train, saveModel, log }) => {
      const rows = await share({ validation: 0.25, seed: 1 });
      const models = [];
      for (const eta of [0.1, 0.9]) models.push(await train(rows, { ...hyperparameters, eta }));
      const best = models.toSorted((a, b) => a.metrics.validation.rmse - b.metrics.validation.rmse)[0];
      log('best after ' + best.rounds + ' rounds: ' + (best === models[1] ? 0.9 : 0.1));
      await saveModel(best);
    });`);

    expect(host).toMatchObject({ exitCode: 0, stderr: '' });
    expect(host.stdout).toContain('best after 5 rounds: 0.9');
    expect(readdirSync(host.paths.model)).toEqual(['xgboost-model']);
  });

  test.each([
    [
      'throws',
      `exports.default = defineTraining(async () => { throw new Error('no such column'); });`,
      /^UserError: The training script failed: no such column\. Its stack is in the log\./,
    ],
    [
      'does not load',
      `require('left-pad');`,
      /^UserError: The training script train\.js failed while it was loaded: Cannot find module 'left-pad'/,
    ],
    [
      'defines no training',
      `exports.default = { train() {} };`,
      /^UserError: The training script train\.js exports no training\. It must end in: export default defineTraining/,
    ],
  ])('that %s fails the job with what to do', async (_what, code, message) => {
    const [host] = await runScript(code);

    expect(host.exitCode).toBe(1);
    expect(readFileSync(host.paths.failure, 'utf8')).toMatch(message);
  });

  test('is told what it asked for wrongly, and may go on', async () => {
    const [host] = await runScript(`exports.default = defineTraining(async ({ share, train, log }) => {
      const attempts = [
        () => share({ validation: 1, seed: 0.5 }),
        async () => train(await share(), { max_dept: 3 }),
        async () => train(await share(), { early_stopping_rounds: 3 }),
      ];
      for (const attempt of attempts) await attempt().catch((error) => log(error.name + ': ' + error.message));
    });`);

    expect(host.exitCode).toBe(0);
    expect(host.stdout).toContain(
      'UserError: share() cannot split the rows: validation must be from 0 to below 1, not 1; seed must be a whole number, not 0.5.',
    );
    expect(host.stdout).toContain('UserError: Hyperparameter "max_dept" is unknown. Did you mean "max_depth"?');
    expect(host.stdout).toContain('UserError: early_stopping_rounds needs rows to measure on');
  });

  test('that is not in the archive is named', async () => {
    const uri = await uploadSource(site, { 'other.js': '' });

    const [host] = await site.runJob({
      hostCount: 1,
      hyperparameters: { sagemaker_program: 'train.js', sagemaker_submit_directory: uri },
    });

    expect(readFileSync(host.paths.failure, 'utf8')).toMatch(/holds no train\.js\. Name a file inside it/);
  });

  test('whose archive is not there is named with its address', async () => {
    const uri = `s3://${SCRIPT_BUCKET}/nothing/sourcedir.tar.gz`;

    const [host] = await site.runJob({
      hostCount: 1,
      hyperparameters: { sagemaker_program: 'train.js', sagemaker_submit_directory: uri },
    });

    expect(readFileSync(host.paths.failure, 'utf8')).toContain(`download the source archive ${uri}`);
  });
});

const seenRows = z.object({ features: z.array(z.string()), rows: z.array(z.number()), host: z.looseObject({}) });

async function runScript(code: string, hostCount = 1): Promise<readonly HostResult[]> {
  const script = await uploadScript(site, code);
  return await site.runJob({ hostCount, hyperparameters: { num_round: '5', ...script } });
}
