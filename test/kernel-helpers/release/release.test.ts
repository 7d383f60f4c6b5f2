import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { pythonOf } from '../../../kernel-helpers/jupyter/jupyter-environment';
import { ROOT } from '../../support/clone';
import { runProcess, runToSuccess } from '../../support/run-process';
import { writeNotebook } from '../../support/write-notebook';
import { NAME, PLATFORM, releaseInto, type UnpackedArchive, unpackArchive } from './support/unpacked-archive';

const RELEASE_SECONDS = 180;
const TITLES = ['container', 'jupyterlab-ext', 'kernel-helpers', 'local-account'];

let unpacked: UnpackedArchive;
beforeAll(async () => {
  unpacked = await unpackArchive();
}, RELEASE_SECONDS * 1_000);
afterAll(() => unpacked.close());

const manifestSchema = z.looseObject({
  dependencies: z.record(z.string(), z.string()),
  peerDependencies: z.record(z.string(), z.string()),
});

async function manifestOf(title: string): Promise<z.infer<typeof manifestSchema>> {
  const archive = join(unpacked.release, `${title}-0.1.0.tgz`);
  return manifestSchema.parse(JSON.parse(await runToSuccess('tar', ['-xzOf', archive, 'package/package.json'])));
}

function sums(folder: string): readonly string[] {
  return readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
}

describe('a release', () => {
  test('has a checksum for each of its files', async () => {
    const files = readdirSync(unpacked.release).filter((name) => name !== 'SHA256SUMS');

    expect(sums(unpacked.release).map((line) => line.slice(66))).toEqual(files.sort());
    expect(files).toEqual([...TITLES.map((title) => `${title}-0.1.0.tgz`), `${NAME}.tar.gz`, 'template.yaml'].sort());
    await runToSuccess('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: unpacked.release });
  });

  test('has a template that launches its archive for notebook instances', () => {
    const { Parameters } = parse(readFileSync(join(unpacked.release, 'template.yaml'), 'utf8'), { logLevel: 'silent' });
    const sum = sums(unpacked.release).find((line) => line.endsWith('-linux-x64.tar.gz'));

    expect(Parameters.ReleaseSha256.Default).toBe(sum?.slice(0, 64));
  });

  test('has the same bytes when it is made again, and nothing in it says where it was made', async () => {
    const again = unpacked.folderOf('again');

    await releaseInto(again, 'none');

    // The template has the checksum of an archive, and this release has none.
    const packages = sums(again).filter((line) => !line.endsWith(' template.yaml'));
    expect(sums(unpacked.release)).toEqual(expect.arrayContaining([...packages]));
    const own = ['kernel-helpers', 'container', 'jupyterlab-tables-and-jobs'].map((name) => `node_modules/${name}`);
    const named = await runProcess('grep', ['--recursive', '--files-with-matches', '--fixed-strings', ROOT, ...own], {
      cwd: unpacked.folder,
    });
    expect(named.stdout.split('\n').filter((file) => !file.includes('/snapshots/'))).toEqual(['']);
  });

  test.each(TITLES)('%s names exact versions, and asks the registry for no package of ours', async (title) => {
    const { dependencies, peerDependencies, ...manifest } = await manifestOf(title);

    expect(Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+/.test(version))).toEqual([]);
    expect(Object.keys(dependencies)).not.toEqual(expect.arrayContaining(['kernel-helpers']));
    expect(manifest).toMatchObject({
      version: '0.1.0',
      license: 'Apache-2.0',
      engines: { node: '>=20.19' },
      peerDependenciesMeta: Object.fromEntries(Object.keys(peerDependencies).map((peer) => [peer, { optional: true }])),
    });
    expect(manifest).not.toHaveProperty('private');
  });

  test('brings what papermill and nbconvert need to write parameters and scripts in TypeScript', async () => {
    for (const program of ['papermill', 'nbconvert']) {
      const folder = join(unpacked.folder, 'node_modules/kernel-helpers', program);

      expect(readdirSync(folder).sort()).toEqual([`${program}_typescript.py`, 'pyproject.toml']);
    }
  });

  test('says its version, and starts on no older Node.js than it needs, and says which', async () => {
    const command = join(unpacked.folder, 'node_modules/kernel-helpers/bin/kernel-helpers.cjs');
    const olderNode = `Object.defineProperty(process.versions, 'node', { value: '18.20.8' }); require('${command}');`;

    const { exitCode, stderr } = await runProcess(process.execPath, ['-e', olderNode]);

    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(/^Node 18\.20\.8 is too old: 20\.19 or newer is needed\. Install .*\n$/),
    });
    expect((await runToSuccess(process.execPath, [command, '--version'])).trim()).toBe('0.1.0');
  });
});

test.each(['jupyterlab-ext', 'local-account'])(
  'the package %s alone says that it needs kernel-helpers',
  async (title) => {
    const folder = unpacked.folderOf(`${title}-alone`);
    await runToSuccess('tar', ['-xzf', join(unpacked.release, `${title}-0.1.0.tgz`), '-C', folder]);

    const { exitCode, stderr } = await runProcess(process.execPath, [join(folder, `package/bin/${title}.cjs`), 'list']);

    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr:
        'The package kernel-helpers is not installed here. Install it in the same folder, from the same release: npm install ./kernel-helpers-<version>.tgz\n',
    });
  },
);

describe('the archive, in an empty folder without a network', () => {
  test('brings kernel, sidebar and notebooks into a JupyterLab, whose notebooks in any folder import our packages', async () => {
    const prefix = unpacked.folderOf('prefix');
    const work = unpacked.folderOf('work');
    const notebook = join(work, 'mine.ipynb');
    writeNotebook(notebook, [
      "import { show } from 'kernel-helpers';\nimport type { TrainingScript } from 'container';\nconst rooms: number = 3;",
      "show([{ city: 'Oslo', rooms }]);",
      'console.log(process.execPath);',
    ]);

    const installed = await unpacked.run('./install', ['--prefix', prefix, '--notebooks', join(work, 'story')], {
      cwd: unpacked.folder,
    });
    const seen = await unpacked.run(
      '/usr/bin/env',
      [
        `JUPYTER_PATH=${join(prefix, 'share/jupyter')}`,
        pythonOf(ROOT),
        join(__dirname, 'support/as_jupyter.py'),
        notebook,
      ],
      { cwd: work },
    );
    const removed = await unpacked.run('./uninstall', ['--prefix', prefix], { cwd: unpacked.folder });

    expect(installed).toMatchObject({ exitCode: 0, stderr: '' });
    expect(installed.stdout).not.toContain('without a snapshot');
    expect(installed.stdout).toContain(`Keep the folder ${unpacked.folder}: JupyterLab starts the kernel from it.`);
    expect(readdirSync(join(work, 'story'))).toEqual(
      expect.arrayContaining(['sagemaker-snowflake-example.ipynb', 'snowflake-load-dataset.ipynb', 'training']),
    );
    expect(seen).toMatchObject({ exitCode: 0, stderr: '' });
    const { kernels, extensions, texts } = z
      .object({ kernels: z.string(), extensions: z.string(), texts: z.array(z.string()) })
      .parse(JSON.parse(seen.stdout));
    expect(kernels).toContain(join(prefix, 'share/jupyter/kernels/tslab'));
    expect(stripVTControlCharacters(extensions)).toMatch(/jupyterlab-tables-and-jobs v0\.1\.0 enabled OK/);
    expect(texts.join('\n')).toMatch(/Oslo/);
    expect(texts.at(-1)).toBe(`${join(unpacked.folder, 'node/bin/node')}\n`);
    expect(removed).toMatchObject({ exitCode: 0 });
    expect(readdirSync(join(prefix, 'share/jupyter/kernels'))).toEqual([]);
  }, 240_000);

  test('puts the sidebar alone into a JupyterLab, and takes it out again', async () => {
    const prefix = unpacked.folderOf('sidebar');
    const command = join(unpacked.folder, 'node_modules/jupyterlab-tables-and-jobs/bin/jupyterlab-ext.cjs');
    const node = join(unpacked.folder, 'node/bin/node');
    const run = (verb: string) => unpacked.run(node, [command, verb, '--prefix', prefix], { cwd: prefix });
    const extensions = join(prefix, 'share/jupyter/labextensions');

    expect(await run('install')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(readdirSync(extensions)).toEqual(['jupyterlab-tables-and-jobs']);
    expect(existsSync(join(prefix, 'share/jupyter/kernels'))).toBe(false);
    expect(await run('uninstall')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(readdirSync(extensions)).toEqual([]);
  });

  test('says where only a part of it was fetched: tar, and install from what tar leaves', async () => {
    const folder = unpacked.folderOf('cut');
    const archive = join(unpacked.release, `${NAME}.tar.gz`);
    const unpackPart = `head -c 2000000 "$1" | tar -xz --strip-components=1`;

    const cut = await runProcess('sh', ['-c', unpackPart, 'sh', archive], { cwd: folder });
    const { exitCode, stderr } = await unpacked.run('./install', ['--prefix', folder], { cwd: folder });

    expect(cut).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/tar: Unexpected EOF in archive/) });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^The archive was cut off when it was unpacked: .* Fetch the archive again, compare it with SHA256SUMS/,
    );
  });

  test.each([
    [
      'for other machines',
      (folder: string) => writeFileSync(join(folder, 'VERSION'), '0.1.0 linux-s390x\n'),
      new RegExp(
        `^This archive is for linux-s390x, and this machine is ${PLATFORM}\\. Use the archive for this machine`,
      ),
    ],
    [
      'whose Node.js does not start, as on Alpine',
      (folder: string) => {
        mkdirSync(join(folder, 'node/bin'), { recursive: true });
        writeFileSync(join(folder, 'node/bin/node'), '#!/lib/ld-musl-x86_64.so.1\n', { mode: 0o755 });
      },
      /^The Node\.js of this archive does not start here: .*not found.*glibc 2\.28 or newer.*Alpine has another C library \(musl\)/,
    ],
  ])('refuses to install from an archive %s', async (_what, damage, message) => {
    const folder = mkdtempSync(join(unpacked.folderOf('damaged'), 'archive-'));
    await runToSuccess('cp', ['install', 'kernel-helpers', 'VERSION', folder], { cwd: unpacked.folder });
    damage(folder);

    const { exitCode, stderr } = await unpacked.run('./install', ['--prefix', folder], { cwd: folder });

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(message);
    expect(existsSync(join(folder, 'share'))).toBe(false);
  });

  test('says that a user may not write in a place', async () => {
    const prefix = unpacked.folderOf('not-writable');
    // Without regard to this process's umask.
    chmodSync(prefix, 0o755);
    const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];

    const { exitCode, stderr } = await runProcess(
      'setpriv',
      [...asNobody, join(unpacked.folder, 'install'), '--prefix', prefix],
      { env: { HOME: '/nowhere', PATH: '/usr/bin:/bin' } },
    );

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^The kernel could not be installed in .*not-writable\/share\/jupyter\/kernels\/tslab\. This user may not write there\. Make it writable, or choose another place with --prefix\.\n$/,
    );
  });
});
