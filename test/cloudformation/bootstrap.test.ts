import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openPodman, type Podman } from '../container/engine/support/podman';
import { withEngine } from '../container/engine/support/with-engine';
import { until } from '../support/until';
import { makeInstanceBase } from './support/instance-base';
import { type Moto, startMoto } from './support/moto';
import { HELD, type Instance, NotebookVolume, type Settings, STATE } from './support/notebook-instance';
import { makeSmallRelease, type ReleaseServer, type SmallRelease, serveRelease } from './support/small-release';
import { typescriptNotebook } from './support/typescript-notebook';

/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:9';
const BUCKET = 'releases';
/** What neither a shell nor Jupyter may read as its own. */
const DATABASE = "it's a=b $HOME";

let podman: Podman;
let base: string;
let release: SmallRelease;
let server: ReleaseServer;
let moto: Moto;
/** Of most tests, one after the other: starting a container takes as long as a test. */
let volume: NotebookVolume;
let instance: Instance;

const settings = (changes: Settings = {}): Settings => ({
  RELEASE_URL: server.url,
  RELEASE_SHA256: release.sha256,
  RELEASE_BUCKET: '',
  RELEASE_KEY: '',
  IDLE_MINUTES: '0',
  AWS_REGION: 'eu-west-1',
  AWS_ENDPOINT_URL: moto.url,
  SF_DATABASE: DATABASE,
  ...changes,
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
    volume = new NotebookVolume(podman, base, 'volume');
    instance = await volume.turnOn();
  }, 60_000);

  afterAll(async () => {
    server?.close();
    await moto?.close();
    await podman?.close();
  }, 60_000);

  test('installs everything on create for a JupyterLab that runs, and again from the volume alone after a stop', async () => {
    const own = new NotebookVolume(podman, base, 'own-volume');
    const created = await own.turnOn();
    const url = await created.startJupyter();
    expect(await seenBy(url)).toEqual({ hasKernel: false, hasSidebar: false });
    expect(await created.start(settings({ IDLE_MINUTES: '60' }))).toBeLessThan(5);
    const units = await created.runAsRoot('cat', '/run/units.log');
    expect(units.match(/--unit=\S+ --uid=ec2-user/g)).toEqual(
      ['bootstrap', 'idle-stop'].map((name) => `--unit=snowflake-sagemaker-${name} --uid=ec2-user`),
    );
    const done = { status: 'ready', percent: 100, step: 'install', stepNumber: 4, steps: 4 };
    expect(await created.ended()).toMatchObject(done);
    expect(own.has('INSTALLING.md')).toBe(false);
    expect(await seenBy(url)).toEqual({ hasKernel: true, hasSidebar: true });
    await created.stop();
    const before = server.downloads.length;

    own.write('mine.ipynb', typescriptNotebook);
    const started = await own.turnOn({ network: 'none' });
    await started.start(settings());
    expect(await started.ended()).toMatchObject({ status: 'ready' });
    expect(server.downloads).toHaveLength(before);
    expect(await started.run('jupyter', 'kernelspec', 'list')).toContain(
      '/home/ec2-user/.local/share/jupyter/kernels/tslab',
    );
    expect(await started.run('sh', '-c', 'jupyter labextension list 2>&1')).toMatch(
      /jupyterlab-tables-and-jobs .*enabled.*OK/,
    );
    await started.run('jupyter', 'execute', '--inplace', 'mine.ipynb');
    expect(own.read('mine.ipynb')).toContain(DATABASE);
    await started.stop();
  }, 120_000);

  test('says what to do when the folder of the installation belongs to another user', async () => {
    const folder = join(volume.files, '.snowflake-sagemaker');
    mkdirSync(folder);
    // Without regard to this process's umask.
    chmodSync(folder, 0o755);
    await instance.start(settings());
    await until(() => volume.sizeOf('INSTALLING.md') > 0);
    expect(volume.read('INSTALLING.md')).toMatch(
      /ec2-user may not write \/home\/ec2-user\/SageMaker\/\.snowflake-sagemaker\. Delete it, and stop and start/,
    );
    volume.remove('.snowflake-sagemaker');
  });

  const failures: readonly {
    readonly when: string;
    readonly changes: () => Settings;
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
      when: 'there is no release at the address and none in the bucket',
      changes: () => ({ RELEASE_URL: `${server.url}-of-another-version`, ...inBucket('none.tar.gz') }),
      says: /release-of-another-version: curl: \(22\) .* 404.* s3:\/\/releases\/none\.tar\.gz: .*\(404\).* \W?none\.tar\.gz\W+does not exist.* Check the stack's parameters of the release/,
    },
    {
      when: 'every way out is cut',
      changes: () => ({ RELEASE_URL: NOWHERE, ...inBucket(), AWS_ENDPOINT_URL: NOWHERE, AWS_MAX_ATTEMPTS: '1' }),
      says: /curl: \(7\) .* s3:\/\/releases\/archive\.tar\.gz: .*Could not connect .* the way of this instance to the network/,
    },
    {
      when: 'the role may not read the archive',
      changes: () => ({
        RELEASE_URL: '',
        ...inBucket(),
        AWS_ENDPOINT_URL: server.url.replace('/release', '/denied'),
      }),
      says: /\(403\).*Forbidden.* its role may read that object \(s3:GetObject\)/,
    },
  ];
  test.each(failures)('says what to do when $when', async ({ changes, says }) => {
    await instance.start(settings(changes()));
    const { status, message } = await instance.ended();
    expect({ status, message }).toEqual({ status: 'failed', message: expect.stringMatching(says) });
    const text = volume.read('INSTALLING.md');
    expect(text).toMatch(/^# The installation failed/);
    expect(text).toMatch(says);
    expect(text).toContain('Then stop and start the notebook instance');
  });

  test('says what to do when the volume is too small', async () => {
    const small = await volume.turnOn({ volumeKilobytes: 420 });
    await small.start(settings());
    expect(await small.ended()).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(
        /The volume is full: it had \d MB left at the step: unpack the release\. Delete files, or give the stack/,
      ),
    });
    expect(await small.run('cat', 'INSTALLING.md')).toContain('# The installation failed\n\nThe volume is full');
    await small.stop();
  });

  test('installs at the next start what failed before, and uses the bucket where the network is cut', async () => {
    await instance.start(settings({ RELEASE_URL: NOWHERE, ...inBucket() }));
    expect(await instance.ended()).toMatchObject({ status: 'ready' });
    expect(volume.has('INSTALLING.md')).toBe(false);
    expect(volume.read('.snowflake-sagemaker/bootstrap.log')).toMatch(
      /The release did not come from its address \(http:\/\/127\.0\.0\.1:9: curl: \(7\).*\) Using the archive in the bucket instead: s3:\/\/releases\/archive\.tar\.gz/,
    );
  });

  test('goes on where it was killed, in each step after the download', async () => {
    volume.remove('.snowflake-sagemaker');
    server.downloads.length = 0;
    for (const [held, stepNumber] of [
      ['sha256sum', 2],
      ['tar', 3],
      ['install', 4],
    ] as const) {
      await instance.start(settings(), held);
      await until(() => volume.has(HELD) && volume.has(STATE));
      await instance.kill();
      expect(JSON.parse(volume.read(STATE))).toMatchObject({ status: 'installing', stepNumber });
      expect(volume.read('INSTALLING.md')).toContain('# Installing');
    }
    await instance.start(settings());
    expect(await instance.ended()).toMatchObject({ status: 'ready' });
    expect(server.downloads).toEqual(['all']);
  }, 60_000);

  test('goes on with a download in whose middle it was killed', async () => {
    volume.remove('.snowflake-sagemaker');
    server.downloads.length = 0;
    server.breaksOff = true;
    await instance.start(settings());
    const part = `.snowflake-sagemaker/releases/${release.sha256}.tar.gz.part`;
    await until(() => server.downloads.length > 0 && volume.sizeOf(part) > 0);
    await instance.kill();
    server.breaksOff = false;
    await instance.start(settings(), 'tar');
    await until(() => volume.has(HELD));
    // It reached the step after the check, with the rest alone.
    expect(server.downloads).toEqual(['all', expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
    await instance.kill();
  });
});

function inBucket(key = 'archive.tar.gz'): Settings {
  return { RELEASE_BUCKET: BUCKET, RELEASE_KEY: key };
}

/** What a page gets that is loaded now. */
async function seenBy(jupyter: string): Promise<{ readonly hasKernel: boolean; readonly hasSidebar: boolean }> {
  const [kernels, page] = await Promise.all(
    ['/api/kernelspecs', '/lab'].map(async (path) => (await fetch(`${jupyter}${path}`)).text()),
  );
  return { hasKernel: kernels.includes('"tslab"'), hasSidebar: page.includes('jupyterlab-tables-and-jobs') };
}
