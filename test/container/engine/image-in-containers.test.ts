import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { findFreePort } from '../../support/free-port';
import { until } from '../../support/until';
import { type HostResult, openTrainingSite, type TrainingSite } from '../support/training-site';
import { buildImage, CANARY, makeBaseImage } from './support/build-image';
import { whyNoRegistry } from './support/debian-registry';
import { openPodman, type Podman, whyNoEngine } from './support/podman';
import { type PushedWithoutEngine, pushWithoutEngine } from './support/push-without-engine';
import { type ContainerJob, type ContainerResult, runInContainers } from './support/run-in-containers';

const reason = whyNoEngine();
const withEngine = reason === undefined ? describe : describe.skip;
if (reason !== undefined) {
  console.warn(`The image is not tested in real containers: ${reason}. On Debian .ci/run installs what is needed.`);
}

const noRegistry = reason ?? whyNoRegistry();
const withRegistry = noRegistry === undefined ? describe : describe.skip;
if (reason === undefined && noRegistry !== undefined) {
  console.warn(`The build without an engine is not tested with a real registry: ${noRegistry}.`);
}

const IMAGE = 'localhost/training';
/** The layers that the Dockerfile adds to its base. */
const OURS = 3;
const WRONG_PASSWORD = 'wrong_password';

let podman: Podman;
let site: TrainingSite;
/** The same job in a process of this machine. */
let alone: Promise<readonly HostResult[]> | undefined;

withEngine('the image', () => {
  beforeAll(async () => {
    podman = openPodman();
    const base = makeBaseImage(podman);
    site = await openTrainingSite();
    await makeWrongSecret();
    await base;
    await buildImage(podman, IMAGE);
  }, 300_000);

  afterAll(async () => {
    await podman?.close();
    await site?.close();
  }, 60_000);

  describe('that the Dockerfile makes', () => {
    test('is the same one each time, in the form that SageMaker takes for models', async () => {
      await buildImage(podman, `${IMAGE}:again`);

      const [first, again] = [await pushToFolder(IMAGE), await pushToFolder(`${IMAGE}:again`)];
      expect(first.mediaType).toBe('application/vnd.docker.distribution.manifest.v2+json');
      expect(again).toEqual({ ...first, folder: again.folder });
    }, 120_000);

    test('adds at most 12 MB to its base, compressed, and holds no secret of its build', async () => {
      const { folder, layers } = await pushToFolder(IMAGE);
      const blobs = layers.map(({ digest }) => readFileSync(join(folder, digest.replace('sha256:', ''))));
      const ours = blobs.slice(-OURS);

      expect(ours.reduce((sum, blob) => sum + gzipSync(blob).length, 0)).toBeLessThan(12e6);
      expect(ours.some((blob) => blob.includes(CANARY))).toBe(false);
    });
  });

  withRegistry('that is built and pushed without an engine', () => {
    let pushed: PushedWithoutEngine;
    beforeAll(async () => {
      pushed = await pushWithoutEngine(podman, site.account.settings);
    }, 120_000);
    afterAll(() => pushed?.close());

    test('is the same again, and nothing is sent twice to a registry with TLS and a password', () => {
      expect(pushed.digests[1]).toBe(pushed.digests[0]);
      // Its three layers and its settings; the registry shares the base's layers.
      expect(pushed.sent.map((request) => request.split(' ')[0])).toEqual(['PATCH', 'PATCH', 'PATCH', 'PATCH', 'PUT']);
    });

    test('is pulled by its digest, and trains to the bytes that a process saves', async () => {
      alone ??= site.runJob({ hostCount: 1 });
      const image = await pushed.pull();

      const [host] = await runInContainers({ podman, site, image }, {});

      expect(host).toMatchObject({ exitCode: 0, stderr: '' });
      expect(modelOf(host).equals(modelOf((await alone)[0]))).toBe(true);
    });
  });

  describe('trains', () => {
    test('on two hosts to the bytes that two processes save', async () => {
      const [containers, processes] = await Promise.all([runJob({ hostCount: 2 }), site.runJob({ hostCount: 2 })]);

      expect(containers.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
      expect(modelOf(containers[0]).equals(modelOf(processes[0]))).toBe(true);
      expect(existsSync(containers[1].paths.model)).toBe(false);
    });

    test.each([
      ['with a read-only root', ['--read-only']],
      ['as another user than root', ['--user', '1000:1000']],
      ['in 512 MB', ['--memory', '512m', '--memory-swap', '512m']],
    ])('%s to the bytes that a process saves', async (_how, options) => {
      alone ??= site.runJob({ hostCount: 1 });

      const [host] = await runJob({ options });

      expect(host).toMatchObject({ exitCode: 0, stderr: '' });
      expect(modelOf(host).equals(modelOf((await alone)[0]))).toBe(true);
    });
  });

  describe('fails with exit code 1, and says what to do,', () => {
    test.each<[when: string, job: ContainerJob, failure: RegExp]>([
      ['without a network', { network: 'none' }, /^PlatformError: /],
      ['with a secret that does not exist', { env: { SECRET_ID: 'no_such_secret' } }, /^UserError: .*no_such_secret/],
      [
        'with a wrong password',
        { env: { SECRET_ID: WRONG_PASSWORD } },
        /^UserError: .*did not accept .*wrong_password/,
      ],
    ])('%s', async (_when, job, failure) => {
      const [host] = await runJob(job);

      expect(host.exitCode).toBe(1);
      expect(readFileSync(host.paths.failure, 'utf8')).toMatch(failure);
      expect(host.stderr.trim()).toBe(readFileSync(host.paths.failure, 'utf8'));
    });

    test('where its user may not write the failure file', async () => {
      const [host] = await runJob({
        env: { SF_TABLE: '' },
        options: ['--user', '1000:1000', '--volume', '/:/opt/ml/output:ro'],
      });

      expect(host.exitCode).toBe(1);
      expect(host.stderr).toMatch(/^\/opt\/ml\/output\/failure cannot be written .*\nUserError: .*SF_TABLE.*\n$/);
    });
  });

  describe('ends with exit code 0 at SIGTERM', () => {
    test.each<[when: string, word: string, hasModel: boolean, job?: ContainerJob]>([
      ['while the hosts wait for each other', '2 of 2', false, { hosts: ['algo-0', 'algo-1'] }],
      ['while it reads its share', '1 of 1', false],
      ['between two rounds', '[3] ', true],
      ['when its model is saved', 'model: ', true, { hyperparameters: { num_round: '5' } }],
    ])('%s', async (_when, word, hasModel, job = {}) => {
      let isStopped = false;
      const [host] = await runJob({
        hyperparameters: { num_round: '100000' },
        ...job,
        onOutput: (running, output) => {
          if (isStopped || !output.includes(word)) return;
          isStopped = true;
          running.kill('SIGTERM');
        },
      });

      expect(host.exitCode).toBe(0);
      expect(existsSync(join(host.paths.model, 'xgboost-model'))).toBe(hasModel);
      expect(existsSync(host.paths.failure)).toBe(false);
    });
  });

  describe('notices', () => {
    test.each([
      ['that its leader was killed', true],
      ['that its other host was killed', false],
    ])('%s, within seconds', async (_what, isLeader) => {
      let killedAt = 0;
      const hosts = await runJob({
        hostCount: 2,
        hyperparameters: { num_round: '100000' },
        onOutput: (running, output) => {
          if (killedAt > 0 || running.isLeader !== isLeader || !output.includes('rows to learn from')) return;
          killedAt = Date.now();
          running.kill('SIGKILL');
        },
      });

      expect(Date.now() - killedAt).toBeLessThan(15_000);
      const [lost, survivor] = isLeader ? hosts : hosts.toReversed();
      expect(lost.exitCode).toBe(137);
      expect(survivor.exitCode).toBe(1);
      expect(readFileSync(survivor.paths.failure, 'utf8')).toMatch(/^PlatformError: .*start the job again/i);
    });
  });

  test('serves what it trained, from a read-only model folder, until SIGTERM', async () => {
    alone ??= site.runJob({ hostCount: 1 });
    const { model } = (await alone)[0].paths;
    const port = await findFreePort();
    const container = ['--name', 'serving', '--network', 'host', '--read-only'];
    const folder = ['--volume', `${model}:/opt/ml/model:ro`];
    const ended = podman.result([
      'run',
      ...container,
      ...folder,
      '--env',
      `SAGEMAKER_BIND_TO_PORT=${port}`,
      IMAGE,
      'serve',
    ]);
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

interface PushedImage {
  readonly folder: string;
  readonly mediaType: string;
  readonly config: { readonly digest: string };
  readonly layers: readonly { readonly digest: string; readonly size: number }[];
}

const manifestSchema = z.object({
  mediaType: z.string(),
  config: z.object({ digest: z.string() }),
  layers: z.array(z.object({ digest: z.string(), size: z.number() })),
});

async function pushToFolder(image: string): Promise<PushedImage> {
  const folder = join(podman.folder, `pushed-${image.replace(/\W/g, '-')}`);
  await podman.run('push', '--quiet', '--format', 'v2s2', image, `dir:${folder}`);
  return { folder, ...manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))) };
}

async function makeWrongSecret(): Promise<void> {
  const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = site.account.settings;
  const client = new SecretsManagerClient({ endpoint, region });
  const SecretString = JSON.stringify({ user: 'tester', password: 'not the one' });
  await client.send(new CreateSecretCommand({ Name: WRONG_PASSWORD, SecretString }));
  client.destroy();
}

function runJob(job: ContainerJob): Promise<readonly ContainerResult[]> {
  return runInContainers({ podman, site, image: IMAGE }, job);
}

function modelOf({ paths }: HostResult): Buffer {
  return readFileSync(join(paths.model, 'xgboost-model'));
}
