import { readdirSync, readFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CreateRepositoryCommand } from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { awsClients } from 'kernel-helpers/aws/clients';
import { buildTrainingImage } from 'kernel-helpers/cell-api/build-training-image';
import { connect } from 'kernel-helpers/cell-api/connect';
import type { Endpoint } from 'kernel-helpers/cell-api/endpoint';
import type { FinishedJob } from 'kernel-helpers/cell-api/finished-job';
import { trainingJob } from 'kernel-helpers/cell-api/plan-job';
import { ecrLogin } from 'kernel-helpers/sagemaker/image/ecr-login';
import type { TrainingJobOptions } from 'kernel-helpers/sagemaker/job/options';
import type { Snowflake } from 'kernel-helpers/snowflake/connect';
import { Table } from 'kernel-helpers/table/columnar-table';
import { captureStdout } from '../../support/capture-stdout';
import { ROOT } from '../../support/clone';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { runToSuccess } from '../../support/run-process';
import { until } from '../../support/until';
import { withEnvironment } from '../../support/with-environment';
import { openPodman, type Podman } from './support/podman';
import { makeStandInBase, pushStandInBase } from './support/stand-in-base';
import { withEngine } from './support/with-engine';

const PROGRAM = join(ROOT, 'kernel-helpers/local-account/bin/local-account.mjs');
const ROWS = 600;

let podman: Podman;
let account: TestAccount;
let snowflake: Snowflake;
let options: TrainingJobOptions;
/** A job of two hosts. */
let finished: FinishedJob;
let printed: string;
let restore: (() => void) | undefined;

withEngine('the container runner', () => {
  beforeAll(async () => {
    podman = openPodman();
    const made = makeStandInBase(podman.folder);
    account = await startLocalAccount({ upOptions: ['--runner', 'container'], variables: podman.variables });
    restore = withEnvironment(account.settings);
    snowflake = await connect();
    const written = snowflake.writeTable(rows(), 'sums', { ifExists: 'replace' });
    const repositoryName = 'base/node';
    await awsClients.ecr().send(new CreateRepositoryCommand({ repositoryName }));
    const { user, password } = await ecrLogin();
    const url = account.settings.LOCAL_SAGEMAKER_REGISTRY;
    const base = await pushStandInBase(await made, url, `${user}:${password}`);
    options = {
      image: await quietly(() => buildTrainingImage({ base })),
      table: 'sums',
      target: 'TARGET',
      instances: { type: 'ml.m5.large', count: 2 },
      hyperparameters: { num_round: 10, max_depth: 3 },
    };
    await written;
    printed = await captureStdout(async () => {
      finished = await (await trainingJob(options).start()).watch();
    });
  }, 300_000);

  afterAll(async () => {
    await snowflake?.close();
    await account?.close();
    restore?.();
    await podman?.close();
  }, 60_000);

  test('trains on two hosts that know each other by name, and leaves no container and no network', async () => {
    expect(finished).toMatchObject({ status: 'Completed', rounds: 10 });
    expect(finished.shares.map((share) => share.rows)).toEqual([300, 300]);
    expect(printed).toContain('algo-2');
    expect(await leftInEngine()).toEqual({ containers: [], networks: [] });
  });

  describe('an endpoint', () => {
    let endpoint: Endpoint;
    beforeAll(async () => {
      endpoint = await quietly(() => finished.deploy({ instance: 'ml.c5.large' }));
    }, 60_000);

    test('predicts in a container with the memory of its machine, whose keys no command line shows', async () => {
      const sample = rows().slice(0, 5);
      const predicted = await quietly(() => endpoint.predict(sample));

      const truth = sample.column('TARGET').values as Float64Array;
      expect(Math.max(...predicted.map((value, row) => Math.abs(value - truth[row])))).toBeLessThan(0.5);
      const [container] = (await leftInEngine()).containers;
      const memory = await podman.run('inspect', '--format', '{{.HostConfig.Memory}}', container);
      expect(Number(memory)).toBe(4 * 1024 ** 3);
      expect(commandLines()).not.toContain(account.settings.AWS_SECRET_ACCESS_KEY);
    });

    test('reaches this machine at the gateway of its network, where nobody else does', async () => {
      const [network] = (await leftInEngine()).networks;
      const gateway = await podman.run('network', 'inspect', '--format', '{{(index .Subnets 0).Gateway}}', network);
      const { port } = new URL(account.settings.SF_ACCESS_URL);

      expect(new Set(addressesOn(Number(port)))).toEqual(new Set(['127.0.0.1', gateway.trim()]));
      const fromElsewhere = connectTcp({ host: gateway.trim(), port: Number(port), localAddress: '127.0.0.1' });
      const heard = await text(fromElsewhere.end('GET / HTTP/1.1\r\n\r\n')).catch(() => '');
      expect(heard).toBe('');
    });

    test('starts again when its container is killed, and goes with its network when it is deleted', async () => {
      const [killed] = (await leftInEngine()).containers;
      await podman.run('kill', '--signal', 'KILL', killed);

      await until(async () => {
        const { containers } = await leftInEngine();
        return containers.length === 1 && containers[0] !== killed;
      });
      await until(() =>
        quietly(() => endpoint.predict(rows().slice(0, 1))).then(
          () => true,
          () => false,
        ),
      );
      await quietly(() => endpoint.delete());
      await until(async () => (await leftInEngine()).networks.length === 0);
      expect(await leftInEngine()).toEqual({ containers: [], networks: [] });
    }, 60_000);
  });

  test('stops a job by SIGTERM, and what it trained is kept', async () => {
    const job = await trainingJob({ ...options, hyperparameters: { num_round: 100_000, holdout: 0 } }).start();
    for await (const event of job.events()) {
      if (event.type === 'metric') break;
    }
    await quietly(() => job.stop());

    await until(async () => (await job.describe()).status === 'Stopped');
    expect(await job.describe()).toMatchObject({ modelArtefact: expect.stringMatching(/model\.tar\.gz$/) });
    expect(await leftInEngine()).toEqual({ containers: [], networks: [] });
  }, 60_000);

  test('leaves nothing in the engine when the account is killed, once it is started or ended again', async () => {
    const job = await trainingJob({ ...options, hyperparameters: { num_round: 100_000 } }).start();
    for await (const event of job.events()) {
      if (event.type === 'metric') break;
    }
    process.kill(JSON.parse(readFileSync(join(account.directory, 'state.json'), 'utf8')).pid, 'SIGKILL');
    expect((await leftInEngine()).containers).toHaveLength(2);

    const env = { ...process.env, ...podman.variables };
    const said = await runToSuccess(process.execPath, [PROGRAM, 'down', '--dir', account.directory], { env });

    expect(said).toContain('Removed 2 containers, which a killed account had left.');
    expect(await leftInEngine()).toEqual({ containers: [], networks: [] });
    expect(await podman.run('images', '--quiet', '--filter', 'reference=127.0.0.1*/*')).toBe('');
  }, 60_000);
});

/** Rows in which TARGET can be learnt: 2 X + Y. */
function rows(): Table {
  return Table.fromRows(
    Array.from({ length: ROWS }, (_, row) => {
      const [x, y] = [(row * 37) % 101, (row * 53) % 97];
      return { X: x / 101, Y: y / 97, TARGET: (2 * x) / 101 + y / 97 };
    }),
  );
}

/** What a call gives, without what it prints. */
async function quietly<Result>(call: () => Promise<Result>): Promise<Result> {
  const results: Result[] = [];
  await captureStdout(async () => void results.push(await call()));
  return results[0];
}

/** The names of what local accounts have made in the engine. */
async function leftInEngine(): Promise<{ readonly containers: string[]; readonly networks: string[] }> {
  const label = ['--filter', 'label=local-account'];
  const containers = await podman.run('ps', '--all', '--format', '{{.Names}}', ...label);
  const networks = await podman.run('network', 'ls', '--format', '{{.Name}}', ...label);
  return { containers: linesOf(containers), networks: linesOf(networks) };
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** The command lines of all processes, as every user of this machine can read them. */
function commandLines(): string {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => readIfThere(`/proc/${pid}/cmdline`)).join('\n');
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // The process has ended.
  }
}

/** The IPv4 addresses on which something of this machine listens at a port (proc_net_tcp(5)). */
function addressesOn(port: number): string[] {
  const LISTENING = '0A';
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === LISTENING && Number.parseInt(local.split(':')[1], 16) === port)
    .map(([, local]) => [...Buffer.from(local.split(':')[0], 'hex')].reverse().join('.'));
}
