import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openPodman, type Podman } from '../container/engine/support/podman';
import { withEngine } from '../container/engine/support/with-engine';
import { until } from '../support/until';
import { makeInstanceBase } from './support/instance-base';
import { type Moto, startMoto } from './support/moto';
import { NotebookVolume, type StartOptions } from './support/notebook-instance';
import { makeSmallRelease, type ReleaseServer, type SmallRelease, serveRelease } from './support/small-release';
import { typescriptNotebook } from './support/typescript-notebook';

const STATE = '.snowflake-sagemaker/state.json';
/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:9/release';
const BUCKET = 'releases';

let podman: Podman;
let base: string;
let release: SmallRelease;
let server: ReleaseServer;
let moto: Moto;
let volumes = 0;

function newVolume(): NotebookVolume {
  volumes += 1;
  return new NotebookVolume(podman, base, `volume-${volumes}`);
}

const settings = (changes: Readonly<Record<string, string>> = {}): StartOptions => ({
  settings: {
    RELEASE_URL: server.url,
    RELEASE_SHA256: release.sha256,
    RELEASE_BUCKET: '',
    RELEASE_KEY: '',
    IDLE_MINUTES: '0',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: moto.url,
    SF_DATABASE: "it's a=b",
    ...changes,
  },
});

withEngine('the bootstrap of a notebook instance', () => {
  beforeAll(async () => {
    podman = openPodman();
    base = join(podman.folder, 'instance');
    [release, moto] = await Promise.all([
      makeSmallRelease(podman.folder),
      startMoto(podman.folder),
      makeInstanceBase(base),
    ]);
    server = await serveRelease(release);
    const s3 = new S3Client({
      endpoint: moto.url,
      region: 'eu-west-1',
      forcePathStyle: true,
      credentials: moto.credentials,
    });
    await s3.send(
      new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
    );
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'archive.tar.gz', Body: readFileSync(release.file) }));
    s3.destroy();
  }, 60_000);

  afterAll(async () => {
    server?.close();
    await moto?.close();
    await podman?.close();
  }, 60_000);

  test('installs everything on create, and again from the volume alone after a stop', async () => {
    const volume = newVolume();
    const created = await volume.start(settings({ IDLE_MINUTES: '60' }));
    expect(created.startSeconds).toBeLessThan(5);
    const units = await created.runAsRoot('cat', '/run/units.log');
    expect(units.match(/--unit=\S+ --uid=ec2-user/g)).toEqual(
      ['bootstrap', 'idle-stop'].map((name) => `--unit=snowflake-sagemaker-${name} --uid=ec2-user`),
    );
    expect(await created.ended()).toMatchObject({
      status: 'ready',
      percent: 100,
      step: 'install',
      stepNumber: 4,
      steps: 4,
    });
    expect(volume.has('INSTALLING.md')).toBe(false);
    volume.write('mine.ipynb', typescriptNotebook);
    await created.stop();
    const before = server.downloads.length;

    const started = await volume.start({ ...settings(), network: 'none' });
    expect(await started.ended()).toMatchObject({ status: 'ready' });
    expect(server.downloads).toHaveLength(before);
    expect(await started.run('jupyter', 'kernelspec', 'list')).toContain(
      '/home/ec2-user/.local/share/jupyter/kernels/tslab',
    );
    expect(await started.run('sh', '-c', 'jupyter labextension list 2>&1')).toMatch(
      /jupyterlab-tables-and-jobs .*enabled.*OK/,
    );
    await started.run('jupyter', 'execute', '--inplace', 'mine.ipynb');
    expect(volume.read('mine.ipynb')).toContain("database it's a=b");
    await started.stop();
  }, 120_000);

  test.each([
    ['fetch', undefined],
    ['check', 'sha256sum'],
    ['unpack', 'tar'],
    ['install', 'install'],
  ] as const)(
    'goes on after it was killed in the step %s',
    async (_, held) => {
      const volume = newVolume();
      server.breaksOff = held === undefined;
      server.downloads.length = 0;
      const killed = await volume.start({ ...settings(), held });
      if (held !== undefined) await killed.untilHeld();
      else
        await until(
          () =>
            server.downloads.length > 0 &&
            volume.sizeOf(`.snowflake-sagemaker/releases/${release.sha256}.tar.gz.part`) > 0,
        );
      await killed.stop();
      expect(JSON.parse(volume.read(STATE))).toMatchObject({ status: 'installing' });
      expect(volume.read('INSTALLING.md')).toContain('# Installing');
      server.breaksOff = false;

      const started = await volume.start(settings());
      expect(await started.ended()).toMatchObject({ status: 'ready' });
      // What was fetched is not fetched again.
      expect(server.downloads).toEqual([
        'all',
        ...(held === undefined ? [expect.stringMatching(/^bytes=[1-9]\d*-$/)] : []),
      ]);
      await started.stop();
    },
    60_000,
  );

  test('says that the network is cut, and uses the archive in the bucket', async () => {
    const volume = newVolume();
    const started = await volume.start(
      settings({ RELEASE_URL: NOWHERE, RELEASE_BUCKET: BUCKET, RELEASE_KEY: 'archive.tar.gz' }),
    );
    expect(await started.ended()).toMatchObject({ status: 'ready' });
    expect(volume.read('.snowflake-sagemaker/bootstrap.log')).toMatch(
      /The release did not come from its address \(http:\/\/127\.0\.0\.1:9\/release: curl: \(7\).*\) Using the archive in the bucket instead: s3:\/\/releases\/archive\.tar\.gz/,
    );
    await started.stop();
  }, 60_000);

  const failures: readonly {
    readonly when: string;
    readonly changes: () => Readonly<Record<string, string>>;
    readonly options?: Partial<StartOptions>;
    readonly says: RegExp;
  }[] = [
    {
      when: 'the checksum is another one',
      changes: () => ({ RELEASE_SHA256: '0'.repeat(64) }),
      says: /The release has the wrong checksum: [0-9a-f]{64}, but the stack expects 0{64}\. .* Correct the stack/,
    },
    {
      when: 'the stack names no checksum',
      changes: () => ({ RELEASE_SHA256: '' }),
      says: /names no SHA-256 of the release/,
    },
    {
      when: 'the stack names no release',
      changes: () => ({ RELEASE_URL: '' }),
      says: /The release did not come\. The stack names no release\./,
    },
    {
      when: 'there is no release at the address',
      changes: () => ({ RELEASE_URL: `${server.url}-of-another-version` }),
      says: /release-of-another-version: curl: \(22\) .* 404.* Check the stack's parameters of the release/,
    },
    {
      when: 'every way out is cut',
      changes: () => ({ RELEASE_BUCKET: BUCKET, RELEASE_KEY: 'archive.tar.gz', AWS_MAX_ATTEMPTS: '1' }),
      options: { network: 'none' },
      says: /curl: \(7\) .* s3:\/\/releases\/archive\.tar\.gz: .*Could not connect .* the way of this instance to the network/,
    },
    {
      when: 'there is no archive in the bucket',
      changes: () => ({ RELEASE_URL: '', RELEASE_BUCKET: BUCKET, RELEASE_KEY: 'none.tar.gz' }),
      says: /s3:\/\/releases\/none\.tar\.gz: .*\(404\).* \W?none\.tar\.gz\W+does not exist/,
    },
    {
      when: 'the role may not read the archive',
      changes: () => ({
        RELEASE_URL: '',
        RELEASE_BUCKET: BUCKET,
        RELEASE_KEY: 'archive.tar.gz',
        AWS_ENDPOINT_URL: server.url.replace('/release', '/denied'),
      }),
      says: /\(403\).*Forbidden.* its role may read that object \(s3:GetObject\)/,
    },
    {
      when: 'the volume is too small',
      changes: () => ({}),
      options: { volumeKilobytes: 420 },
      says: /The volume is full: it had \d MB left at the step: unpack the release\. Delete files, or give the stack/,
    },
  ];
  test.each(failures)('says what to do when $when', async ({ changes, options, says }) => {
    const started = await newVolume().start({ ...settings(changes()), ...options });
    const { status, message } = await started.ended();
    expect({ status, message }).toEqual({ status: 'failed', message: expect.stringMatching(says) });
    const text = await started.run('cat', 'INSTALLING.md');
    expect(text).toMatch(says);
    expect(text).toContain('Then stop and start the notebook instance');
    await started.stop();
  });

  test('says what to do when the folder of the installation belongs to another user', async () => {
    const volume = newVolume();
    mkdirSync(join(volume.files, '.snowflake-sagemaker'));
    const started = await volume.start(settings());
    await until(() => volume.sizeOf('INSTALLING.md') > 0);
    expect(volume.read('INSTALLING.md')).toMatch(
      /ec2-user may not write \/home\/ec2-user\/SageMaker\/\.snowflake-sagemaker\. Delete it, and stop and start/,
    );
    await started.stop();
  });

  test('installs at the next start what could not be installed before', async () => {
    const volume = newVolume();
    const failed = await volume.start(settings({ RELEASE_URL: NOWHERE }));
    expect(await failed.ended()).toMatchObject({ status: 'failed' });
    await failed.stop();
    const started = await volume.start(settings());
    expect(await started.ended()).toMatchObject({ status: 'ready' });
    expect(volume.has('INSTALLING.md')).toBe(false);
    await started.stop();
  });
});
