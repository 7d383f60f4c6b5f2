import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isUserError } from 'kernel-helpers/errors';
import { findResources } from 'kernel-helpers/sagemaker/clean-up/find-resources';
import { describeJob } from 'kernel-helpers/sagemaker/watch/describe-job';
import type { Moment } from '../../../support/gate';
import { isAlive } from '../../../support/is-alive';
import { until } from '../../../support/until';
import { type InterruptedCell, type KernelOnAccount, startKernelOnAccount } from './support/kernel-on-account';

let on: KernelOnAccount;
beforeAll(async () => {
  on = await startKernelOnAccount({ isGated: true });
  await on.run(`
    import { attach, buildTrainingImage, cleanUp, Table, trainingJob } from 'kernel-helpers';
    await snowflake.sql\`use schema HOUSING.HOUSING_SCHEMA\`;
    // With so many rows, a round takes time, so that the endless job writes no endless log and model.
    const rows = Array.from({ length: 100_000 }, (_, row) => ({ X: (row * 37) % 101, TARGET: ((row * 37) % 101) / 50 }));
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

const listed = async () => (await findResources('user/moto')).resources;

const INTERRUPTED = { ename: 'Interrupted', evalue: 'The cell was interrupted.' };

async function jobName(variable: string): Promise<string> {
  return String((await on.run(`console.log(${variable}.name)`)).stdout).trim();
}

/** Interrupts a cell when a call of SageMaker's API reaches a moment; the call goes on when the cell has ended. */
async function interruptAt(call: string, moment: Moment, code: string): Promise<InterruptedCell> {
  const held = on.sageMakerGate.hold(call, moment);
  const cell = await on.interrupt(code, () => held.reached);
  held.release();
  return cell;
}

function isThere(job: string): Promise<boolean> {
  return describeJob(job).then(
    () => true,
    (error) => {
      if (isUserError(error)) return false;
      throw error;
    },
  );
}

const shows = (id: string, text: string) =>
  on.kernel.waitFor(({ parentId, content }) => parentId === id && JSON.stringify(content.data ?? '').includes(text));

describe('a watched job', () => {
  test('goes on when its cell is interrupted; the cell says so, with the code that watches the job again', async () => {
    const name = await jobName('endless');
    await until(async () => (await describeJob(name)).status === 'InProgress');
    // Only what a cell has shown says that it has begun to watch.
    const cell = await on.interrupt('await endless.watch();');

    expect(cell.error).toMatchObject(INTERRUPTED);
    expect(cell.endedAfterMs).toBeLessThan(1_000);
    const [, ...advice] = cell.shown.split('\n');
    expect(cell.shown).toMatch(/^No longer watched\. The training job goes on \(\w+\)\. Watch it again, or stop it/);
    expect(advice.join('\n')).toBe(
      `import { attach } from 'kernel-helpers';\nconst job = await attach('${name}');\nawait job.watch();`,
    );
    expect((await describeJob(name)).status).toBe('InProgress');
  });

  test('is watched again by that code, to its end', async () => {
    const name = await jobName('quick');
    const { shown } = await interruptAt('DescribeTrainingJob', 'before it is run', 'await quick.watch();');

    const watched = await on.run(
      `import { attach } from 'kernel-helpers';\nconst job = await attach('${name}');\nawait job.watch();`,
    );

    expect(shown).toContain(name);
    expect(watched.result?.['text/plain']).toContain('Completed after all 20 rounds');
    expect((await describeJob(name)).status).toBe('Completed');
  });

  test('says the same in a cell that follows its events', async () => {
    const { error, shown } = await on.interrupt('for await (const event of endless.events()) console.log(event.type);');

    expect(error).toMatchObject(INTERRUPTED);
    expect(shown).toContain(`const job = await attach('${await jobName('endless')}');`);
  });
});

describe('starting a job', () => {
  test('that is interrupted before SageMaker gets the request says that nothing runs, and that is true', async () => {
    const before = (await listed()).length;
    const held = on.gate.hold('describe table', 'before it is run');
    const cell = await on.interrupt("await trainingJob({ ...options, name: 'given-up' }).start();", () => held.reached);
    held.release();

    expect(cell.error).toMatchObject(INTERRUPTED);
    expect(cell.shown).toBe('Interrupted before the training job was started: nothing runs and nothing costs money.');
    await on.run('1 + 1');
    expect((await listed()).length).toBe(before);
  });

  test.each(['before it is run', 'after it is done'] as const)(
    'that is interrupted during the request to SageMaker, %s, says that it goes on, with the code that watches it',
    async (moment) => {
      const cell = await interruptAt('CreateTrainingJob', moment, 'await trainingJob(options).start();');

      expect(cell.error).toMatchObject(INTERRUPTED);
      const [, told, ...advice] = cell.shown.split('\n');
      expect(told).toMatch(
        /^The training job was being started when it was interrupted, and goes on\. Watch it, or stop it with/,
      );
      const name = /attach\('([^']+)'\)/.exec(cell.shown)?.[1] ?? '';
      await until(() => isThere(name));
      const watched = await on.run(advice.join('\n'));
      expect(watched.result?.['text/plain']).toContain('Completed after all 20 rounds');
    },
  );
});

describe('deploying a model', () => {
  test('that is interrupted says what is deleted and what to do, and deletes it', async () => {
    const name = await jobName('quick');
    const cell = await interruptAt(
      'CreateEndpoint {',
      'after it is done',
      "await quick.deploy({ instance: 'ml.m5.large' });",
    );

    expect(cell.error).toMatchObject(INTERRUPTED);
    expect(cell.shown).toBe(
      `Endpoint on 1 × ml.m5.large: interrupted. ${name} is being deleted, which can take minutes and costs money until then. If this kernel ends before that, run await cleanUp().`,
    );
    await shows(
      cell.id,
      'Endpoint on 1 × ml.m5.large: interrupted and deleted. Nothing of it costs money by the hour.',
    );
    expect((await listed()).filter(({ kind }) => kind !== 'training job')).toEqual([]);
  });
});

describe('cleaning up', () => {
  test('that is interrupted says what is left', async () => {
    const name = await jobName('endless');
    const cell = await interruptAt('StopTrainingJob', 'after it is done', 'await cleanUp({ stopJobs: true });');

    expect(cell.error).toMatchObject(INTERRUPTED);
    expect(cell.shown).toEqual(
      expect.stringContaining(
        `Cleaning up was interrupted. Nothing was deleted before. Left, or being deleted:\n  training job ${name}\nRun await cleanUp() again: endpoints cost money by the hour until they are deleted.`,
      ),
    );
    await until(async () => (await describeJob(name)).status === 'Stopped');
  });
});

describe('building the image', () => {
  test('that is interrupted ends the engine and says that nothing new is in ECR', async () => {
    const engine = join(on.temporaryFolder, 'docker');
    writeFileSync(engine, '#!/bin/sh\ncase "$1" in info) exit 0;; esac\necho $$ > "$0.pid"; exec sleep 600\n');
    chmodSync(engine, 0o755);
    // With SageMaker at another address, the image is built and not only registered; ECR stays the local account's.
    await on.run(`
      process.env.AWS_ENDPOINT_URL_SAGEMAKER = 'https://sagemaker.example.com';
      process.env.PATH = '${on.temporaryFolder}:' + process.env.PATH;`);

    const cell = await on.interrupt("await buildTrainingImage({ engine: 'docker' });", () =>
      until(async () => existsSync(`${engine}.pid`)),
    );

    expect(cell.error).toMatchObject(INTERRUPTED);
    expect(cell.shown).toContain(
      'Building the training image was interrupted: nothing new is in ECR. docker keeps what it has built so far, so the next try is quicker.',
    );
    await until(async () => !isAlive(Number(readFileSync(`${engine}.pid`, 'utf8'))));
  });
});
