import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { npmPackage } from 'kernel-helpers/sagemaker/image/downloads/npm-package';
import { pythonWheel } from 'kernel-helpers/sagemaker/image/downloads/python-wheel';
import { removeOldDownloads } from 'kernel-helpers/sagemaker/image/downloads/remove-old-downloads';
import { keptLayer } from 'kernel-helpers/sagemaker/image/layers/kept-layer';
import { writeLayer } from 'kernel-helpers/sagemaker/image/layers/write-layer';
import { makeTemporaryFolder, type TemporaryFolder } from '../../../support/temporary-folder';
import { withEnvironment } from '../../../support/with-environment';
import { integrityOf, type PackageServer, startPackageServer } from './support/package-server';
import { makeSmallContainer, type SmallContainer } from './support/small-container';

const { signal } = new AbortController();

let folder: TemporaryFolder;
let small: SmallContainer;
let server: PackageServer;
let restore: () => void;
beforeAll(async () => {
  folder = makeTemporaryFolder('downloads');
  small = makeSmallContainer(folder.path, `registry.example.com/node@sha256:${'0'.repeat(64)}`);
  server = await startPackageServer(small.packages, [small.wheel]);
  restore = withEnvironment({ ...server.env, npm_config_cache: join(folder.path, 'npm-cache') });
});
afterAll(async () => {
  restore();
  await server.close();
  folder.close();
});

const options = (kept: string) => ({ kept: join(folder.path, kept), cwd: folder.path, signal });
const pinned = () => {
  const [{ name, version, content }] = small.packages;
  return { name, version, integrity: integrityOf(content) };
};

describe('a package of npm', () => {
  test('is downloaded again where the kept copy is damaged', async () => {
    const first = await npmPackage(pinned(), options('kept'));
    const file = join(folder.path, 'kept', 'npm', 'koffi-3.3.4.tgz');
    writeFileSync(file, 'half a file');

    const again = await npmPackage(pinned(), options('kept'));

    expect(integrityOf(again)).toBe(integrityOf(first));
    expect(integrityOf(readFileSync(file))).toBe(pinned().integrity);
    expect(readdirSync(join(folder.path, 'kept', 'npm'))).toEqual(['koffi-3.3.4.tgz']);
  });

  test('is refused, and not kept, where its bytes are not those of the lockfile', async () => {
    const other = { ...pinned(), integrity: integrityOf(Buffer.from('other bytes')) };

    await expect(npmPackage(other, options('refused'))).rejects.toMatchObject({
      kind: 'platform',
      reason: 'unreadable-answer',
      message: expect.stringContaining("npm's registry sent other bytes for koffi 3.3.4 than the lockfile names"),
    });
    expect(() => readdirSync(join(folder.path, 'refused'))).toThrow('ENOENT');
  });
});

describe('without the program that downloads', () => {
  test.each([
    ['npm', () => npmPackage(pinned(), options('none')), /npm was not found\. Install it/],
    ['pip', () => pythonWheel(wheel(), options('none')), /no Python with pip was found\. Install Python with pip/],
  ])('%s, the error says what to install', async (_program, download, message) => {
    const restorePath = withEnvironment({ PATH: join(folder.path, 'empty'), PYTHON: undefined });

    await expect(download().finally(restorePath)).rejects.toMatchObject({
      kind: 'user',
      message: expect.stringMatching(message),
    });
  });

  const wheel = () => ({ name: 'xgboost-cpu', version: '3.2.0', sha256: [], file: 'none' });
});

describe('a layer that is kept', () => {
  const make = (kept: string) => {
    let made = 0;
    return async () => {
      const layer = await keptLayer(join(folder.path, kept), ['inputs'], async () => {
        made += 1;
        return await writeLayer('test', [{ path: 'file', content: Buffer.from('text') }], signal);
      });
      return { digest: layer.digest, size: layer.content.length, made };
    };
  };

  test('is made once for the same inputs', async () => {
    const build = make('layers-once');
    const first = await build();

    expect(await build()).toEqual(first);
    expect(first.made).toBe(1);
  });

  test.each([
    ['.tar.gz', 'other bytes'],
    ['.json', '{"title":"test"}'],
  ])('is made anew where its %s is damaged', async (end, text) => {
    const kept = `layers${end}`;
    const build = make(kept);
    const first = await build();
    const files = join(folder.path, kept, 'layers');
    for (const file of readdirSync(files)) if (file.endsWith(end)) writeFileSync(join(files, file), text);

    expect(await build()).toEqual({ ...first, made: 2 });
  });
});

describe('above their bound, downloads', () => {
  const size = () => small.packages[0].content.length;

  test('are removed that no build has used for longest', async () => {
    await npmPackage(pinned(), options('bound'));
    const inside = join(folder.path, 'bound', 'npm');
    for (const [name, seconds] of [
      ['koffi-3.3.4.tgz', 10],
      ['of-an-earlier-version', 20],
      ['of-the-version-before', 15],
    ] as const) {
      writeFileSync(join(inside, name), small.packages[0].content);
      utimesSync(join(inside, name), seconds, seconds);
    }

    await npmPackage(pinned(), options('bound'));

    expect(await removeOldDownloads(join(folder.path, 'bound'), 2 * size())).toEqual({ files: 1, bytes: size() });
    expect(readdirSync(inside).sort()).toEqual(['koffi-3.3.4.tgz', 'of-an-earlier-version']);
  });

  test('are counted as none where nothing is kept', async () => {
    expect(await removeOldDownloads(join(folder.path, 'nowhere'), 1)).toEqual({ files: 0, bytes: 0 });
  });
});
