import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { writingIn } from 'kernel-helpers/doctor/unwritable-place';
import { ROOT } from '../../support/clone';
import { runProcess } from '../../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';

const folders: TemporaryFolder[] = [];
let prefix: string;
let kernel: string;
let sidebar: string;
beforeEach(() => {
  const folder = makeTemporaryFolder('install-both');
  folders.push(folder);
  prefix = folder.path;
  kernel = join(prefix, 'share/jupyter/kernels/tslab');
  sidebar = join(prefix, 'share/jupyter/labextensions/jupyterlab-tables-and-jobs');
});
afterAll(() => {
  for (const folder of folders) folder.close();
});

function command(...args: readonly string[]) {
  return runProcess(process.execPath, [join(ROOT, 'kernel-helpers/bin/kernel-helpers.mjs'), ...args]);
}

describe('kernel-helpers install', () => {
  test('puts kernel, sidebar and notebooks in place, keeps what a user wrote, and uninstall takes the first two out', async () => {
    const notebooks = join(prefix, 'work');

    const first = await command('install', '--prefix', prefix, '--notebooks', notebooks);
    writeFileSync(join(notebooks, 'training/train.ts'), '// mine');
    const again = await command('install', '--prefix', prefix, '--notebooks', notebooks);
    const uninstalled = await command('uninstall', '--prefix', prefix);
    const uninstalledAgain = await command('uninstall', '--prefix', prefix);

    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toContain(`The kernel 'TypeScript' is installed in ${kernel}.\nThe sidebar is installed in`);
    expect(first.stdout).toContain(`The notebooks are in ${notebooks}: lessons/1-first-chart.es.ipynb,`);
    expect(again.stdout).toContain(`These files were in ${notebooks} already and stay as they are: lessons/`);
    expect(readFileSync(join(notebooks, 'training/train.ts'), 'utf8')).toBe('// mine');
    expect(uninstalled.stdout).toBe(
      `The kernel 'TypeScript' was removed from ${kernel}.\nThe sidebar was removed from ${sidebar}.\n`,
    );
    expect(uninstalledAgain.stdout).toBe(
      `The kernel 'TypeScript' was not in ${kernel}.\nThe sidebar was not in ${sidebar}.\n`,
    );
    expect([kernel, sidebar].some((folder) => existsSync(folder))).toBe(false);
  });

  test.each([
    ['a setting that is a secret', ['--env', 'SNOWFLAKE_PASSWORD=x'], 'Do not give SNOWFLAKE_PASSWORD to --env'],
    ['two places', ['--user'], 'Choose one of --prefix, --user and --sys-prefix.'],
  ])('writes nothing with %s', async (_what, args, message) => {
    const { exitCode, stderr } = await command('install', '--prefix', prefix, ...args);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
    expect(existsSync(join(prefix, 'share'))).toBe(false);
  });

  test("writes nothing where something else has the sidebar's name", async () => {
    mkdirSync(sidebar, { recursive: true });

    const { exitCode, stderr } = await command('install', '--prefix', prefix);

    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      `${sidebar} is there, but it is not the sidebar. Move it away, then run the same command again.\n`,
    );
    expect(existsSync(kernel)).toBe(false);
  });
});

test.each([
  ['EACCES', 'This user may not write there. Make it writable, or choose another place with --prefix.'],
  ['EROFS', 'Its disk is mounted for reading only. Choose another place with --prefix.'],
  ['ENOSPC', 'The disk is full. Free some space, then run the same command again.'],
  ['ENOTDIR', 'A file is in the way, where a folder has to be. Move it away, then run the same command again.'],
  ['EIO', 'Make it writable, or choose another place with --prefix.'],
])('a folder that cannot be written because of %s: the message says what to do', async (code, advice) => {
  const failing = () => Promise.reject(Object.assign(new Error('from the file system'), { code }));

  await expect(writingIn('It could not be installed in /here', failing)).rejects.toThrow(
    `It could not be installed in /here. ${advice}`,
  );
});
