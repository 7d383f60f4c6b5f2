import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findFreePort } from '../../support/free-port';
import { until } from '../../support/until';
import { type HostResult, openTrainingSite, type TrainingSite } from '../support/training-site';
import { openPodman, type Podman } from './support/podman';
import { type PushedWithoutEngine, pushWithoutEngine } from './support/push-without-engine';
import {
  type ContainerJob,
  type ContainerResult,
  type RunningHost,
  runInContainers,
} from './support/run-in-containers';
import { makeStandInBase } from './support/stand-in-base';
import { withEngine } from './support/with-engine';

const WRONG_PASSWORD = 'wrong_password';

let podman: Podman;
let site: TrainingSite;
let pushed: PushedWithoutEngine;
/** Its name in the engine. */
let image: string;
/** The model of the same job in a process of this machine. */
let alone: HostResult;

withEngine('the image that is built without an engine', () => {
  beforeAll(async () => {
    podman = openPodman();
    const base = makeStandInBase(podman.folder);
    site = await openTrainingSite();
    const job = site.runJob({ hostCount: 1 });
    await makeWrongSecret();
    pushed = await pushWithoutEngine(podman, await base, site.account.settings);
    image = await pushed.pull();
    [alone] = await job;
  }, 120_000);

  afterAll(async () => {
    await pushed?.close();
    await podman?.close();
    await site?.close();
  }, 60_000);

  test('is the same again, and nothing is sent twice to a registry with TLS and a password', () => {
    expect(pushed.digests[1]).toBe(pushed.digests[0]);
    // Its three layers and its settings; the registry shares the base's layers.
    expect(pushed.sent.map((request) => request.split(' ')[0])).toEqual(['PATCH', 'PATCH', 'PATCH', 'PATCH', 'PUT']);
  });

  describe('trains', () => {
    const WAYS: Readonly<Record<string, ContainerJob>> = {
      'on one host': {},
      'on two hosts': { hostCount: 2 },
      'with a read-only root': { options: ['--read-only'] },
      'as another user than root': { options: ['--user', '1000:1000'] },
      'in 512 MB': { options: ['--memory', '512m', '--memory-swap', '512m'] },
    };
    let results: Results;
    let byTwo: readonly HostResult[];
    beforeAll(async () => {
      [results, byTwo] = await Promise.all([runJobs(WAYS), site.runJob({ hostCount: 2 })]);
    });

    test.each(Object.keys(WAYS))('%s to the bytes that as many processes save', (way) => {
      const [leader, ...others] = results[way];
      const expected = others.length === 0 ? alone : byTwo[0];

      expect(leader.exitCode).toBe(0);
      // XGBoost names each host's rank there.
      expect(leader.stderr.replaceAll(/^.* got rank \d\n/gm, '')).toBe('');
      expect(modelOf(leader).equals(modelOf(expected))).toBe(true);
      expect(others.filter(({ exitCode, paths }) => exitCode !== 0 || existsSync(paths.model))).toEqual([]);
    });
  });

  describe('fails with exit code 1, and says what to do,', () => {
    const FAULTS: Readonly<Record<string, { readonly job: ContainerJob; readonly failure: RegExp }>> = {
      'without a network': { job: { network: 'none' }, failure: /^PlatformError: / },
      'with a secret that does not exist': {
        job: { env: { SECRET_ID: 'no_such_secret' } },
        failure: /^UserError: .*no_such_secret/,
      },
      'with a wrong password': {
        job: { env: { SECRET_ID: WRONG_PASSWORD } },
        failure: /^UserError: .*did not accept .*wrong_password/,
      },
    };
    const UNWRITABLE = 'where its user may not write the failure file';
    let results: Results;
    beforeAll(async () => {
      const faults = Object.entries(FAULTS).map(([fault, { job }]) => [fault, job]);
      const unwritable = {
        env: { SF_TABLE: '' },
        options: ['--user', '1000:1000', '--volume', '/:/opt/ml/output:ro'],
      };
      results = await runJobs({ ...Object.fromEntries(faults), [UNWRITABLE]: unwritable });
    });

    test.each(Object.keys(FAULTS))('%s', (fault) => {
      const [host] = results[fault];

      expect(host.exitCode).toBe(1);
      expect(readFileSync(host.paths.failure, 'utf8')).toMatch(FAULTS[fault].failure);
      expect(host.stderr.trim()).toBe(readFileSync(host.paths.failure, 'utf8'));
    });

    test(UNWRITABLE, () => {
      const [host] = results[UNWRITABLE];

      expect(host.exitCode).toBe(1);
      expect(host.stderr).toMatch(/^\/opt\/ml\/output\/failure cannot be written .*\nUserError: .*SF_TABLE.*\n$/);
    });
  });

  describe('ends with exit code 0 at SIGTERM', () => {
    const PHASES: Readonly<Record<string, { word: string; hasModel: boolean; job?: ContainerJob }>> = {
      'while the hosts wait for each other': { word: '2 of 2', hasModel: false, job: { hosts: ['algo-0', 'algo-1'] } },
      'while it reads its share': { word: '1 of 1', hasModel: false },
      'between two rounds': { word: '[3] ', hasModel: true },
      'when its model is saved': { word: 'model: ', hasModel: true, job: { hyperparameters: { num_round: '5' } } },
    };
    let results: Results;
    beforeAll(async () => {
      const jobs = Object.entries(PHASES).map(([phase, { word, job }]) => {
        const stop = once(word, (host) => host.kill('SIGTERM'));
        return [phase, { hyperparameters: { num_round: '100000' }, ...job, onOutput: stop }];
      });
      results = await runJobs(Object.fromEntries(jobs));
    });

    test.each(Object.keys(PHASES))('%s', (phase) => {
      const [host] = results[phase];

      expect(host.exitCode).toBe(0);
      expect(existsSync(join(host.paths.model, 'xgboost-model'))).toBe(PHASES[phase].hasModel);
      expect(existsSync(host.paths.failure)).toBe(false);
    });
  });

  describe('notices within seconds', () => {
    type Loss = { isLeader: boolean; lose: (host: RunningHost) => void; exitCode: number; said: string };
    const killed = { lose: (host: RunningHost) => host.kill('SIGKILL'), exitCode: 137, said: 'its connection closed' };
    // A frozen host goes on after the others have ended, and says itself what has happened.
    const silent = { lose: (host: RunningHost) => host.pause(), exitCode: 1, said: 'it has said nothing for 6 s' };
    const LOSSES: Readonly<Record<string, Loss>> = {
      'that its leader was killed': { isLeader: true, ...killed },
      'that its other host was killed': { isLeader: false, ...killed },
      'that its leader stopped answering': { isLeader: true, ...silent },
      'that its other host stopped answering': { isLeader: false, ...silent },
    };
    const lostAt: Record<string, number> = {};
    let results: Results;
    beforeAll(async () => {
      const jobs = Object.entries(LOSSES).map(([loss, { isLeader, lose }]) => {
        const onOutput = once('rows to learn from', (host) => {
          if (host.isLeader !== isLeader) return false;
          lostAt[loss] = Date.now();
          lose(host);
          return true;
        });
        return [loss, { hostCount: 2, hyperparameters: { num_round: '100000' }, onOutput }];
      });
      results = await runJobs(Object.fromEntries(jobs));
    });

    test.each(Object.keys(LOSSES))('%s', (loss) => {
      const { isLeader, exitCode, said } = LOSSES[loss];
      const [lost, survivor] = isLeader ? results[loss] : results[loss].toReversed();

      expect(survivor.endedAt - lostAt[loss]).toBeLessThan(15_000);
      expect(lost.exitCode).toBe(exitCode);
      expect(survivor.exitCode).toBe(1);
      const failure = readFileSync(survivor.paths.failure, 'utf8');
      expect(failure).toMatch(/^PlatformError: .*start the job again/i);
      expect(failure).toContain(`Host ${lost.name} is gone: ${said}`);
    });
  });

  test('serves what it trained, from a read-only model folder, until SIGTERM', async () => {
    const { model } = alone.paths;
    const port = await findFreePort();
    const container = ['--name', 'serving', '--network', 'host', '--read-only'];
    const folder = ['--volume', `${model}:/opt/ml/model:ro`];
    const variable = ['--env', `SAGEMAKER_BIND_TO_PORT=${port}`];
    const ended = podman.result(['run', ...container, ...folder, ...variable, image, 'serve']);
    const url = `http://127.0.0.1:${port}`;

    await until(async () => (await fetch(`${url}/ping`).catch(() => undefined))?.status === 200);
    const headers = { 'content-type': 'text/csv' };
    const answer = await fetch(`${url}/invocations`, { method: 'POST', headers, body: '5,20,1000,34\n' });
    expect(answer.status).toBe(200);
    expect(Number(await answer.text())).toBeGreaterThan(0);

    await podman.run('stop', '--time', '30', 'serving');
    expect(await ended).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

async function makeWrongSecret(): Promise<void> {
  const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = site.account.settings;
  const client = new SecretsManagerClient({ endpoint, region });
  const SecretString = JSON.stringify({ user: 'tester', password: 'not the one' });
  await client.send(new CreateSecretCommand({ Name: WRONG_PASSWORD, SecretString }));
  client.destroy();
}

type Results = Readonly<Record<string, readonly ContainerResult[]>>;

/** Runs jobs at the same time: most of the time of a container's start is waiting. */
async function runJobs(jobs: Readonly<Record<string, ContainerJob>>): Promise<Results> {
  const results = Object.entries(jobs).map(async ([name, job]) => [
    name,
    await runInContainers({ podman, site, image }, job),
  ]);
  return Object.fromEntries(await Promise.all(results));
}

/** Acts when a host has printed a word, until the act has been done: it returns false for a host that it leaves alone. */
function once(word: string, act: (host: RunningHost) => unknown): ContainerJob['onOutput'] {
  let isDone = false;
  return (host, output) => {
    if (!isDone && output.includes(word)) isDone = act(host) !== false;
  };
}

function modelOf({ paths }: HostResult): Buffer {
  return readFileSync(join(paths.model, 'xgboost-model'));
}
