import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { packSource } from 'kernel-helpers/sagemaker/training-script/pack-source';
import { z } from 'zod';
import { makeTemporaryFolder } from '../support/temporary-folder';
import { HOUSE_COUNT } from './support/houses';
import { type HostResult, openTrainingSite, type TrainingSite } from './support/training-site';
import { SCRIPT_BUCKET, uploadArchive, uploadScript, uploadSource } from './support/upload-script';

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
    ['saves without waiting for it', 'void saveModel(await train(rows, hyperparameters));', ['xgboost-model'], []],
    [
      'saves two models at once, of which the last one stays',
      `const [first, last] = [await train(rows, hyperparameters), await train(rows, { ...hyperparameters, num_round: 2 })];
      await Promise.all([saveModel(first), saveModel(last)]);`,
      ['xgboost-model'],
      [/^model: 2 rounds, \d+ bytes in xgboost-model, in place of the one before$/m],
    ],
    [
      'saves nothing',
      'await train(rows, hyperparameters);',
      undefined,
      [
        /^model: none was saved, so there is nothing to deploy\. A training script saves one on every host with: await/m,
      ],
    ],
    [
      'saves on another host than the first',
      'const model = await train(rows, hyperparameters); if (!host.isLeader) await saveModel(model);',
      undefined,
      [/^model: none was saved, so there is nothing to deploy\./m],
    ],
    [
      'leaves a file of its own beside the model',
      `await saveModel(await train(rows, hyperparameters)); writeFileSync(join(folder, 'notes.txt'), 'mine');`,
      ['notes.txt', 'xgboost-model'],
      [/^model: notes\.txt lies beside xgboost-model in the model folder\. AWS's own XGBoost image would take it/m],
    ],
    [
      'ends the process with process.exit(0) before it saves',
      'process.exit(0);',
      undefined,
      [/^The training script ended the process with process\.exit\(0\)\.$/m, /^model: none was saved/m],
    ],
    [
      'ends the process with process.exit(0) after it saved',
      'await saveModel(await train(rows, hyperparameters)); process.exit(0);',
      ['xgboost-model'],
      [/^The training script ended the process with process\.exit\(0\)\.\nmodel: its last round is \[4\] train-rmse/m],
    ],
  ])('that %s completes, and the log says what it leaves', async (_what, body, files, lines) => {
    const hostCount = body.includes('isLeader') ? 2 : 1;
    const [host] = await runScript(
      `exports.default = defineTraining(async ({ share, hyperparameters, train, saveModel, host }) => {
        const folder = join(process.env.SAGEMAKER_BASE_DIR, 'model');
        const rows = await share();
        ${body}
      });`,
      hostCount,
    );

    expect(host.exitCode).toBe(0);
    expect(existsSync(host.paths.model) ? readdirSync(host.paths.model) : undefined).toEqual(files);
    for (const line of lines) expect(host.stdout).toMatch(line);
    if (lines.length === 0) expect(host.stdout).not.toMatch(/none was saved/);
  });

  test('that ends one host with process.exit(3) fails the job, and each host says why', async () => {
    const hosts = await runScript(
      `exports.default = defineTraining(async ({ share, hyperparameters, train, saveModel, host }) => {
        const rows = await share();
        if (host.index === 1) process.exit(3);
        await saveModel(await train(rows, hyperparameters));
      });`,
      2,
    );

    expect(hosts.map(({ exitCode }) => exitCode)).toEqual([1, 3]);
    expect(readFileSync(hosts[1].paths.failure, 'utf8')).toBe(
      'UserError: The training script ended the process with process.exit(3). Throw an error instead: its message is then shown here.',
    );
  });

  test.each([
    [
      'calls train() on one host where the other calls share()',
      'if (host.isLeader) await train(rows, hyperparameters); else await share();',
      'In step 2 of the script, host algo-1 calls train(), but host algo-2 calls share(). Call share() and train() in the same order on every host.',
    ],
    [
      'trains on one host only',
      'if (!host.isLeader) await train(rows, hyperparameters);',
      'In step 2 of the script, host algo-1 has ended its script, but host algo-2 calls train(). Call share() and train() in the same order on every host.',
    ],
    [
      'trains with other values on each host',
      'await train(host.isLeader ? rows : { ...rows, target: "X" }, { ...hyperparameters, num_round: 3 + host.index });',
      'In step 2 of the script, hosts algo-1 and algo-2 call train() with different values: num_round is 3 on algo-1 and 4 on algo-2; target is "MEDHOUSEVAL" on algo-1 and "X" on algo-2. Give the same values on every host.',
    ],
  ])('that %s fails at once on the hosts that still work', async (_what, body, message) => {
    const hosts = await runScript(
      `exports.default = defineTraining(async ({ share, hyperparameters, train, host }) => {
        const rows = await share();
        ${body}
      });`,
      2,
    );

    const failed = hosts.filter(({ exitCode }) => exitCode !== 0);
    expect(failed.map(({ name }) => name)).toContain('algo-2');
    for (const { paths } of failed) expect(readFileSync(paths.failure, 'utf8')).toBe(`UserError: ${message}`);
  });

  test.each([
    ['waits for something that never comes', 'await new Promise((resolve) => setInterval(() => undefined, 100));'],
    ['works without end', 'for (;;);'],
  ])('that %s fails after the time that the job allows, with the place where it stands', async (_what, body) => {
    const [host] = await runScript(
      `exports.default = defineTraining(async ({ share }) => { const rows = await share(); ${body} });`,
      1,
      { WATCHDOG_SECONDS: '3' },
    );

    expect(host.exitCode).toBe(1);
    expect(readFileSync(host.paths.failure, 'utf8')).toBe(
      'UserError: Nothing has moved on host algo-1 for 3 s: its script is after step 1, share(). Let the script end, write a line into the log now and then, or give the job more watchdogSeconds.',
    );
    expect(host.stderr.match(/Nothing has moved/g)).toHaveLength(1);
  });

  test.each([
    [
      'throws after it saved',
      `await saveModel(await train(rows, hyperparameters)); throw new Error('too bad');`,
      /^UserError: The training script failed at train\.js:7:68: too bad$/,
    ],
    [
      'saves something that is not a model, without waiting for it',
      'void saveModel({ rounds: 1 }); await train(rows, hyperparameters);',
      /^UserError: saveModel\(\) takes the model that train\(\) returned/,
    ],
    [
      'saves before train() is done',
      'await saveModel(train(rows, hyperparameters));',
      /^UserError: saveModel\(\) takes the model that train\(\) returned: saveModel\(await train/,
    ],
  ])('that %s fails the job', async (_what, body, message) => {
    const [host] = await runScript(
      `exports.default = defineTraining(async ({ share, hyperparameters, train, saveModel }) => {
        const rows = await share();
        ${body}
      });`,
    );

    expect(host.exitCode).toBe(1);
    expect(readFileSync(host.paths.failure, 'utf8')).toMatch(message);
  });

  test.each([
    [
      'throws',
      `exports.default = defineTraining(async () => { throw new Error('no such column'); });`,
      /^UserError: The training script failed at train\.js:5:54: no such column$/,
    ],
    [
      'does not load',
      `require('left-pad');`,
      /^UserError: The training script train\.js failed while it was loaded at train\.js:5:1: Cannot find module 'left-pad'/,
    ],
    [
      'defines no training',
      `exports.default = { train() {} };`,
      /^UserError: The training script train\.js exports no training\. It must end in: export default defineTraining/,
    ],
  ])('that %s fails the job with what to do', async (_what, code, message) => {
    const [host] = await runScript(code);

    expect(host.exitCode).toBe(1);
    const failure = readFileSync(host.paths.failure, 'utf8');
    expect(failure).toMatch(message);
    expect(host.stderr.split(failure)).toHaveLength(2);
  });

  test('in TypeScript that throws is reported once, with its own file and line and the calls that led there', async () => {
    const folder = makeTemporaryFolder('typescript-script');
    writeFileSync(
      join(folder.path, 'rows.ts'),
      "/** Reads. */\nexport function readRows(): never {\n  throw new RangeError('no such rows');\n}\n",
    );
    writeFileSync(
      join(folder.path, 'train.ts'),
      "import { defineTraining } from 'container';\nimport { readRows } from './rows';\n\nexport default defineTraining(async () => {\n  readRows();\n});\n",
    );
    const { program, archive } = await packSource(join(folder.path, 'train.ts'));
    folder.close();
    const uri = await uploadArchive(site, archive);

    const [host] = await site.runJob({
      hostCount: 1,
      hyperparameters: { sagemaker_program: program, sagemaker_submit_directory: uri },
    });

    const reason = 'UserError: The training script failed at rows.ts:3:9: no such rows';
    expect(readFileSync(host.paths.failure, 'utf8')).toBe(reason);
    expect(host.stderr).toMatch(new RegExp(`^${reason}\n {4}called at \\S+ \\(train.ts:5:3\\)\n`));
    expect(`${host.stdout}${host.stderr}`.split('no such rows')).toHaveLength(2);
  });

  test('gets errors that say what it asked for wrongly, and may go on', async () => {
    const [host] = await runScript(`exports.default = defineTraining(async ({ share, train, log }) => {
      const attempts = [
        () => share({ validation: 1, seed: 0.5 }),
        () => share({ seed: 7 }),
        async () => train(await share(), { max_dept: 3 }),
        async () => train(await share(), { early_stopping_rounds: 3 }),
      ];
      for (const attempt of attempts) await attempt().catch((error) => log(error.name + ': ' + error.message));
    });`);

    expect(host.exitCode).toBe(0);
    expect(host.stdout).toContain(
      'UserError: share() cannot split the rows: validation must be from 0 to below 1, not 1; seed must be a whole number, not 0.5.',
    );
    expect(host.stdout).toContain(
      'UserError: share() cannot split the rows: seed chooses the rows that validation keeps aside, so give validation, too, or leave seed out.',
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

async function runScript(
  code: string,
  hostCount = 1,
  env: Readonly<Record<string, string>> = {},
): Promise<readonly HostResult[]> {
  const script = await uploadScript(site, code);
  return await site.runJob({ hostCount, env, hyperparameters: { num_round: '5', ...script } });
}
