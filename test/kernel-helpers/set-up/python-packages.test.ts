import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runToSuccess } from '../../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { partOfSetUp } from './support';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = makeTemporaryFolder('python-packages');
  mkdirSync(join(folder.path, 'package'));
  mkdirSync(join(folder.path, '.venv'));
  write('package/module.py', 'first');
  write('.venv/pyvenv.cfg', '');
});
afterEach(() => folder.close());

function write(path: string, text: string): void {
  writeFileSync(join(folder.path, path), text);
}

/** Makes a step as set-up does, and returns its fingerprint. */
function fingerprintOf(step: 'ownPythonPackages' | 'morePythonPackages'): Promise<string> {
  const code = `
    import { ${step} } from ${JSON.stringify(partOfSetUp('steps/python-packages.mjs'))};
    const wanted = { name: 'more', venv: '.venv', folders: ['package'], requirements: 'requirements-test.txt', diskBytes: 1 };
    console.log(${step}({ root: ${JSON.stringify(folder.path)}, env: {} }, wanted).fingerprint());`;
  return runToSuccess(process.execPath, ['--input-type=module', '--eval', code]);
}

describe('what set-up adds to a virtual environment', () => {
  test.each(['ownPythonPackages', 'morePythonPackages'] as const)(
    'is added again when the environment was made again: %s',
    async (step) => {
      const before = await fingerprintOf(step);
      expect(await fingerprintOf(step)).toBe(before);

      utimesSync(join(folder.path, '.venv/pyvenv.cfg'), 1, 1);

      expect(await fingerprintOf(step)).not.toBe(before);
    },
  );

  test('is added again when a package of this clone has changed', async () => {
    const before = await fingerprintOf('ownPythonPackages');

    write('package/module.py', 'second');

    expect(await fingerprintOf('ownPythonPackages')).not.toBe(before);
  });
});
