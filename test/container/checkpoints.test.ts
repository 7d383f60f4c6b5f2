import { cpSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Checkpoints } from 'container/training/checkpoints';
import { readModelFacts } from 'kernel-helpers/training-contract/index';
import { makeTemporaryFolder } from '../support/temporary-folder';
import { type HostResult, openTrainingSite, type TrainingSite } from './support/training-site';

const HYPERPARAMETERS = { max_depth: '3', eta: '0.3', seed: '1' };

describe('the checkpoints of a job', () => {
  const folder = makeTemporaryFolder('checkpoints');
  let site: TrainingSite;
  let first: readonly HostResult[];

  beforeAll(async () => {
    site = await openTrainingSite();
    first = await train(2, 'first', '20');
  }, 60_000);
  afterAll(async () => {
    await site.close();
    folder.close();
  });

  const pathOf = (name: string) => join(folder.path, name);

  async function train(hostCount: number, checkpoints: string, rounds: string, more: Record<string, string> = {}) {
    return await site.runJob({
      hostCount,
      checkpoints: pathOf(checkpoints),
      hyperparameters: { num_round: rounds, ...HYPERPARAMETERS, ...more },
      env: { CHECKPOINT_ROUNDS: '3' },
    });
  }

  function copyOfFirst(name: string): string {
    cpSync(pathOf('first'), pathOf(name), { recursive: true });
    return name;
  }

  test('are the last five of every k rounds and the last round, and no file is unfinished', () => {
    expect(first.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(readdirSync(pathOf('first')).sort()).toEqual(
      ['12', '15', '18', '20', '9'].map((round) => `xgboost-checkpoint.${round}`),
    );
  });

  test.each([1, 3])('are the start of the same training on %i hosts', async (hostCount) => {
    const hosts = await train(hostCount, copyOfFirst(`again-${hostCount}`), '40');

    for (const { exitCode, stdout } of hosts) {
      expect(exitCode).toBe(0);
      expect(stdout).toContain('train: goes on from a checkpoint after 20 of 40 rounds\n');
    }
    expect(factsOf(hosts[0])).toMatchObject({ rounds: 40, metrics: { round: 39 } });
    expect(hosts[0].stdout).not.toContain('[19] ');
    // The model of the whole training on one host differs by rounding only.
    const [whole] = hostCount === 1 ? await train(1, 'whole', '40') : [hosts[0]];
    const rmse = (host: HostResult) => factsOf(host).metrics?.values.get('validation-rmse') ?? Number.NaN;
    expect(rmse(hosts[0])).toBeCloseTo(rmse(whole), 2);
    expect(readFileSync(join(hosts[0].paths.model, 'xgboost-model')).includes('belongsTo')).toBe(false);
  });

  test('of another training are refused on every host, with what differs', async () => {
    const hosts = await train(2, copyOfFirst('other'), '40', { max_depth: '4' });

    expect(hosts.map(({ exitCode }) => exitCode)).toEqual([1, 1]);
    expect(readFileSync(hosts[0].paths.failure, 'utf8')).toBe(
      'UserError: The checkpoint xgboost-checkpoint.20 belongs to another training: max_depth is 4 and was 3. Train with the same values, or give the job checkpoints of its own.',
    );
  });

  test('that are broken or of more rounds are left out', async () => {
    const name = copyOfFirst('broken');
    truncateSync(join(pathOf(name), 'xgboost-checkpoint.18'), 2000);

    const [host] = await train(1, name, '19');

    expect(host.stdout).toMatch(/checkpoint: xgboost-checkpoint\.18 cannot be read and is left out: /);
    expect(host.stdout).toContain('train: goes on from a checkpoint after 15 of 19 rounds\n');
    expect(factsOf(host).rounds).toBe(19);
  });

  test('stay while SageMaker copies them to S3', async () => {
    const name = copyOfFirst('copied');
    writeFileSync(join(pathOf(name), 'xgboost-checkpoint.9.sagemaker-uploading'), '');
    const lines: string[] = [];
    const checkpoints = new Checkpoints(pathOf(name), (line) => lines.push(line));
    const bytes = readFileSync(join(pathOf(name), 'xgboost-checkpoint.20'));

    checkpoints.keep({ call: 1, rounds: 25, bytes }, { isWriter: true });
    await checkpoints.written();
    checkpoints.keep({ call: 1, rounds: 30, bytes }, { isWriter: true });
    await checkpoints.written();

    expect(
      readdirSync(pathOf(name))
        .filter((file) => /\.\d+$/.test(file))
        .sort(),
    ).toEqual(['15', '18', '20', '25', '30', '9'].map((round) => `xgboost-checkpoint.${round}`));
    expect(lines).toEqual([]);
  });
});

function factsOf({ paths }: HostResult) {
  return readModelFacts(readFileSync(join(paths.model, 'xgboost-model')));
}
