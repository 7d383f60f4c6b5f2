import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROOT } from '../../support/clone';
import { runProcess } from '../../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { writeNotebook } from '../../support/write-notebook';

const COMMAND = join(ROOT, 'kernel-helpers', 'bin', 'kernel-helpers.mjs');

let folder: TemporaryFolder;
beforeAll(() => {
  folder = makeTemporaryFolder('export-command');
  writeNotebook(join(folder.path, 'houses.ipynb'), [
    '# Houses',
    'const rooms = 3;',
    '/** @module doubled */\nexport const doubled = (value: number): number => 2 * value;',
    "import { doubled } from './doubled';\nconsole.log(doubled(rooms));",
  ]);
});
afterAll(() => folder?.close());

const run = (...args: readonly string[]) =>
  runProcess(process.execPath, [COMMAND, 'export', ...args], { cwd: folder.path });
const textOf = (name: string): string => readFileSync(join(folder.path, name), 'utf8');

describe('kernel-helpers export', () => {
  test('writes the notebook as a script beside it, with its modules, and says which files it wrote', async () => {
    const { exitCode, stdout } = await run('houses.ipynb');

    expect(exitCode).toBe(0);
    expect(stdout).toBe(['houses.ts', 'doubled.ts', ''].map((name) => name && join(folder.path, name)).join('\n'));
    expect(textOf('houses.ts')).toContain('// # Houses\n\nconst rooms = 3;');
    expect(textOf('doubled.ts')).toContain('2 * value');
  });

  test('writes it anew where it was written before, and to another file where one is named', async () => {
    writeFileSync(join(folder.path, 'houses.ts'), 'old');
    await run('houses.ipynb');
    await run('houses.ipynb', '-o', 'nightly.ts');

    expect(textOf('nightly.ts')).toBe(textOf('houses.ts'));
    expect(textOf('houses.ts')).toContain('const rooms = 3;');
  });

  test('says what it cannot read and where it cannot write', async () => {
    const missing = await run('flats.ipynb');
    const nowhere = await run('houses.ipynb', '-o', 'no/such/folder/x.ts');

    expect(missing).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('There is no notebook') });
    expect(nowhere).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('choose another place with --output'),
    });
  });
});
