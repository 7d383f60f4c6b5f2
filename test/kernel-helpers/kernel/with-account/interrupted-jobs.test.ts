import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { listResources } from 'kernel-helpers/sagemaker/clean-up/list-resources';
import { describeEndpoint } from 'kernel-helpers/sagemaker/endpoint/endpoint-api';
import { describeJob } from 'kernel-helpers/sagemaker/watch/job-description';
import { type KernelOnAccount, startKernelOnAccount, until } from './support/kernel-on-account';

let on: KernelOnAccount;
beforeAll(async () => {
  on = await startKernelOnAccount();
  await on.run(`
    import { attach, buildTrainingImage, cleanUp, Table, trainingJob } from 'kernel-helpers';
    await snowflake.sql\`use schema HOUSING.HOUSING_SCHEMA\`;
    const rows = Array.from({ length: 600 }, (_, row) => ({ X: (row * 37) % 101, TARGET: ((row * 37) % 101) / 50 }));
    await snowflake.writeTable(Table.fromRows(rows), 'sums');
    const options = {
      image: await buildTrainingImage(),
      sourceDir: 'training',
      entryPoint: 'train.ts',
      table: 'sums',
      target: 'TARGET',
      instances: { type: 'ml.m5.large', count: 1 },
      hyperparameters: { objective: 'reg:squarederror', num_round: 20, max_depth: 2, seed: 1 },
    } as const;
    const quick = await trainingJob(options).start();
    const endless = await trainingJob({ ...options, hyperparameters: { num_round: 1_000_000 } }).start();`);
});
afterAll(() => on?.close());

const INTERRUPTED = { ename: 'Interrupted', evalue: 'The cell was interrupted.' };

async function jobName(variable: string): Promise<string> {
  return String((await on.run(`console.log(${variable}.name)`)).stdout).trim();
}

const shows = (id: string, text: string) =>
  on.kernel.waitFor(({ parentId, content }) => parentId === id && JSON.stringify(content.data ?? '').includes(text));

describe('a watched job', () => {
  test('goes on when its cell is interrupted, which says so at once, with the cell that watches it again', async () => {
    const name = await jobName('endless');
    const cell = await on.interrupt(
      'await endless.watch();',
      async () => (await describeJob(name)).status === 'InProgress',
    );

    expect(cell.error).toMatchObject(INTERRUPTED);
    expect(cell.endedAfterMs).toBeLessThan(1_000);
    const [, ...advice] = cell.shown.split('\n');
    expect(cell.shown).toMatch(/^No longer watched\. The training job goes on \(\w+\)\. Watch it again, or stop it/);
    expect(advice.join('\n')).toBe(
      `import { attach } from 'kernel-helpers';\nconst job = await attach('${name}');\nawait job.watch();`,
    );
    expect((await describeJob(name)).status).toBe('InProgress');
  });

  test('is watched again by that cell, to its end', async () => {
    const name = await jobName('quick');
    const { shown } = await on.interrupt('await quick.watch();');

    const watched = await on.run(
      `import { attach } from 'kernel-helpers';\nconst job = await attach('${name}');\nawait job.watch();`,
    );

    expect(shown).toContain(name);
    expect(watched.result?.['text/plain']).toContain('Completed after 20 rounds');
    expect((await describeJob(name)).status).toBe('Completed');
  });

  test('says the same to those who follow its events', async () => {
    const { error, shown } = await on.interrupt('for await (const event of endless.events()) console.log(event.type);');

    expect(error).toMatchObject(INTERRUPTED);
    expect(shown).toContain(`const job = await attach('${await jobName('endless')}');`);
  });
});

describe('starting a job', () => {
  test('that is interrupted says whether one runs, and that is so', async () => {
    const before = (await listResources()).length;
    const cell = await on.interrupt("console.log('now'); await trainingJob({ ...options, name: 'given-up' }).start();");

    expect(cell.error).toMatchObject(INTERRUPTED);
    expect(cell.shown).toBe(
      'now\n\nInterrupted before the training job was started: nothing runs and nothing costs money.',
    );
    await on.run('1 + 1');
    expect((await listResources()).length).toBe(before);
  });
});

describe('deploying a model', () => {
  test('that is interrupted says what is deleted and what to do, and deletes it', async () => {
    const name = await jobName('quick');
    const cell = await on.interrupt(
      "await quick.deploy({ instance: 'ml.m5.large' });",
      async () => (await describeEndpoint(name)) !== undefined,
    );

    expect(cell.error).toMatchObject(INTERRUPTED);
    expect(cell.shown).toBe(
      `Endpoint on 1 × ml.m5.large: interrupted. ${name} is being deleted, which can take minutes and costs money until then. Should this kernel end before, run await cleanUp().`,
    );
    await shows(cell.id, 'Endpoint on 1 × ml.m5.large: interrupted and deleted. Nothing of it costs money.');
    expect((await listResources()).filter(({ kind }) => kind !== 'training job')).toEqual([]);
  });
});

describe('cleaning up', () => {
  test('that is interrupted says what is left', async () => {
    const name = await jobName('endless');
    const cell = await on.interrupt(
      'await cleanUp({ stopJobs: true });',
      async () => (await describeJob(name)).status !== 'InProgress',
    );

    expect(cell.error).toMatchObject(INTERRUPTED);
    expect(cell.shown).toBe(
      `Cleaning up was interrupted. Nothing was deleted before. Left, or being deleted:\n  training job ${name}\nRun await cleanUp() again: endpoints cost money until they are deleted.`,
    );
    await until(async () => (await describeJob(name)).status === 'Stopped');
  });
});

describe('building the image', () => {
  test('that is interrupted ends the engine and says that nothing new is in ECR', async () => {
    const engine = join(on.temporaryFolder, 'docker');
    writeFileSync(engine, '#!/bin/sh\ncase "$1" in info) exit 0;; esac\necho $$ > "$0.pid"; exec sleep 600\n');
    chmodSync(engine, 0o755);
    // No address of this machine, so that an image is built and not registered; a name that resolves to it nevertheless.
    await on.run(`
      for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_SAGEMAKER']) {
        process.env[name] = process.env[name].replace('127.0.0.1', '0.0.0.0');
      }
      process.env.PATH = '${on.temporaryFolder}:' + process.env.PATH;`);

    const cell = await on.interrupt("console.log('now'); await buildTrainingImage();", async () =>
      existsSync(`${engine}.pid`),
    );

    expect(cell.error).toMatchObject(INTERRUPTED);
    expect(cell.shown).toContain(
      'Building the training image was interrupted: nothing new is in ECR. What docker has built so far it keeps, so the next try is quicker.',
    );
    await until(async () => !isAlive(Number(readFileSync(`${engine}.pid`, 'utf8'))));
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
