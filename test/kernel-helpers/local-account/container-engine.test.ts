import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { connect as connectTcp, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from '@jest/globals';
import { GatewayRelay } from '../../../kernel-helpers/local-account/engine/gateway-relay';
import { memoryOf } from '../../../kernel-helpers/local-account/sagemaker/hosts/instance-memory';
import { ROOT } from '../../support/clone';
import { installEngine } from '../../support/fake-engine';
import { runProcess } from '../../support/run-process';
import { makeTemporaryFolder } from '../../support/temporary-folder';

const PROGRAM = join(ROOT, 'kernel-helpers/local-account/bin/local-account.mjs');

describe('local-account up with the container runner', () => {
  const folder = makeTemporaryFolder('no-engine');
  afterAll(() => folder.close());

  /** `up` where only these programs are engines; each is a line of shell. */
  async function up(engines: Readonly<Record<string, string>>, variables = {}, options = ['--runner', 'container']) {
    const bin = join(folder.path, `bin-${Object.keys(engines).length}-${Math.random()}`);
    mkdirSync(bin);
    for (const [name, script] of Object.entries(engines)) installEngine(bin, name, script);
    const env = { ...process.env, PATH: bin, ...variables };
    const args = [PROGRAM, 'up', '--dir', join(folder.path, 'account'), ...options];
    const { exitCode, stderr } = await runProcess(process.execPath, args, { env });
    return { exitCode, stderr };
  }

  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'no engine',
      {},
      [
        'podman info failed: it is not installed. docker info failed: it is not installed.',
        'apt-get install podman runc netavark iptables',
      ],
    ],
    [
      'an engine whose service does not run',
      { docker: 'echo "Cannot connect to the Docker daemon" >&2; exit 1' },
      ['docker info failed: Cannot connect to the Docker daemon.'],
    ],
    [
      'engines with the rights of a user only',
      { podman: 'echo true', docker: 'echo "[name=seccomp name=rootless]"' },
      ["podman has only a user's rights here", "docker has only a user's rights here"],
    ],
  ])('says what is missing where there is %s, and starts nothing', async (_what, engines, parts) => {
    const { exitCode, stderr } = await up(engines);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^local-account: The container runner needs Podman or Docker\. /);
    for (const part of parts) expect(stderr).toContain(part);
  });

  test('takes the runner from the environment too, and refuses another word', async () => {
    const fromEnvironment = await up({}, { LOCAL_SAGEMAKER_RUNNER: 'container' }, []);
    const wrong = [await up({}, { LOCAL_SAGEMAKER_RUNNER: 'docker' }, []), await up({}, {}, ['--runner', 'podman'])];

    expect(fromEnvironment.stderr).toContain('needs Podman or Docker');
    expect(wrong.map(({ stderr }) => stderr.trim())).toEqual([
      'local-account: LOCAL_SAGEMAKER_RUNNER must be process or container, not docker.',
      'local-account: --runner must be process or container, not podman.',
    ]);
  });
});

describe('the way from containers to this machine', () => {
  test('is open to the network of the containers only', async () => {
    const inner = createServer((socket) => void socket.end('reached'));
    await once(inner.listen(0, '127.0.0.1'), 'listening');
    const port = (inner.address() as { port: number }).port;
    const ask = async (host: string): Promise<string> => text(connectTcp({ host, port }).end()).catch(() => 'refused');
    const network = { name: 'test', addressOf: () => '' };
    const own = new GatewayRelay({ ...network, gateway: '127.0.0.71', subnet: '127.0.0.0/24' }, [port]);
    const other = new GatewayRelay({ ...network, gateway: '127.0.0.72', subnet: '127.0.9.0/24' }, [port]);
    await Promise.all([own.open(), other.open()]);

    try {
      expect(await ask('127.0.0.71')).toBe('reached');
      expect(await ask('127.0.0.72')).toMatch(/^(refused)?$/);
    } finally {
      await Promise.all([own.close(), other.close()]);
    }
    expect(await ask('127.0.0.71')).toBe('refused');
    inner.close();
  });

  test('says where the engine keeps its networks in a machine of its own', async () => {
    const relay = new GatewayRelay(
      { name: 'test', addressOf: () => '', gateway: '198.51.100.1', subnet: '198.51.100.0/24' },
      [1],
    );

    await expect(relay.open()).rejects.toMatchObject({
      kind: 'user',
      message: expect.stringContaining('as Docker Desktop does'),
    });
  });
});

test.each<[string, number | undefined]>([
  ['ml.m5.large', 8],
  ['ml.m6i.xlarge', 16],
  ['ml.c5.large', 4],
  ['ml.c7i.24xlarge', 192],
  ['ml.r5.2xlarge', 64],
  // Their memory does not follow from the name.
  ['ml.t3.medium', undefined],
  ['ml.g5.xlarge', undefined],
  ['ml.m4.xlarge', undefined],
])('a container has the memory of %s', (type, gibibytes) => {
  expect(memoryOf(type)).toBe(gibibytes === undefined ? undefined : gibibytes * 1024 ** 3);
});
