import { cpSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LabForTest } from '../kernel-helpers/kernel/support/lab';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';
import { builtExtension, EXTENSION } from './support/built-extension';

const ENTRY = 'static/remoteEntry.0123456789abcdef.js';

let clone: TemporaryFolder;
beforeEach(() => {
  clone = makeTemporaryFolder('clone');
});
afterEach(() => clone.close());

/** Writes a file of the clone as if it were that old. */
function write(file: string, text: string, ageSeconds: number): void {
  const path = join(clone.path, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const writtenAt = Date.now() / 1_000 - ageSeconds;
  utimesSync(path, writtenAt, writtenAt);
}

function writeClone(): void {
  for (const source of [
    'jupyterlab-ext/src/tables/tree.tsx',
    'jupyterlab-ext/style/base.css',
    'jupyterlab-ext/schema/plugin.json',
    'jupyterlab-ext/package.json',
    'jupyterlab-ext/build-extension.mjs',
    'jupyterlab-ext/bundle-config.cjs',
    'kernel-helpers/src/sidebar-contract/index.ts',
  ])
    write(source, '', 60);
  const manifest = { jupyterlab: { _build: { load: ENTRY } } };
  write('jupyterlab-ext/labextension/package.json', JSON.stringify(manifest), 30);
}

describe('the extension that browser tests load', () => {
  test('is the one that was built from the sources as they are', () => {
    writeClone();

    expect(builtExtension(clone.path)).toEqual({
      folder: join(clone.path, 'jupyterlab-ext/labextension'),
      entry: ENTRY,
    });
  });

  test.each([
    'jupyterlab-ext/src/tables/tree.tsx',
    'jupyterlab-ext/src/a-new-file.ts',
    'jupyterlab-ext/style/base.css',
    'jupyterlab-ext/schema/plugin.json',
    'jupyterlab-ext/package.json',
    'kernel-helpers/src/sidebar-contract/index.ts',
  ])('is refused, with the command that builds it, after a change of %s', (source) => {
    writeClone();
    write(source, '', 0);

    expect(() => builtExtension(clone.path)).toThrow(
      `${source} has changed since the sidebar was built, so a browser would test an older one. Build it: npm run build`,
    );
  });

  test('is refused where it is not built', () => {
    writeClone();
    rmSync(join(clone.path, 'jupyterlab-ext/labextension'), { recursive: true });

    expect(() => builtExtension(clone.path)).toThrow(
      'The sidebar is not built: there is no jupyterlab-ext/labextension. Build it: npm run build',
    );
  });

  test('comes before the one that is installed in the environment of JupyterLab', async () => {
    const folder = join(clone.path, 'labextension');
    cpSync(builtExtension().folder, folder, { recursive: true });
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    manifest.jupyterlab._build.load = ENTRY;
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    const lab = await LabForTest.start([], { extensions: { [EXTENSION]: folder } });
    try {
      let page = '';
      // The server names its address a moment before it listens.
      await until(async () => {
        page = await fetch(lab.url).then(
          (answer) => answer.text(),
          () => '',
        );
        return page !== '';
      });

      expect(page).toContain(ENTRY);
      expect(page).not.toContain(builtExtension().entry);
    } finally {
      await lab.close();
    }
  });
});
