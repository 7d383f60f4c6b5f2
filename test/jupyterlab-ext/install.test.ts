import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ROOT } from '../support/clone';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder';

const run = promisify(execFile);
const NAME = 'jupyterlab-tables-and-jobs';
const COMMAND = join(ROOT, 'jupyterlab-ext/install/main.mjs');

const folders: TemporaryFolder[] = [];
let prefix: string;
let installed: string;

beforeEach(() => {
  const folder = makeTemporaryFolder('prefix');
  folders.push(folder);
  prefix = folder.path;
  installed = join(prefix, 'share/jupyter/labextensions', NAME);
});
afterAll(() => {
  for (const folder of folders) folder.close();
});

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function command(...args: readonly string[]): Promise<Ended> {
  try {
    return { code: 0, ...(await run(process.execPath, [COMMAND, ...args])) };
  } catch (error) {
    const { code, stdout, stderr } = error as Ended;
    return { code, stdout, stderr };
  }
}

describe('jupyterlab-ext', () => {
  test('installs the sidebar, twice if asked, and removes it again', async () => {
    const first = await command('install', '--prefix', prefix);
    const again = await command('install', '--prefix', prefix);
    const note: unknown = JSON.parse(readFileSync(join(installed, 'install.json'), 'utf8'));
    const removed = await command('uninstall', '--prefix', prefix);
    const removedAgain = await command('uninstall', '--prefix', prefix);

    expect(first.stdout).toContain(`The sidebar is installed in ${installed}.`);
    expect(again).toEqual(first);
    expect(note).toMatchObject({
      packageName: NAME,
      uninstallInstructions: expect.stringContaining('jupyterlab-ext uninstall'),
    });
    expect(removed.stdout).toBe(`The sidebar was removed from ${installed}.\n`);
    expect(removedAgain).toEqual({ code: 0, stdout: `The sidebar was not in ${installed}.\n`, stderr: '' });
    expect(existsSync(installed)).toBe(false);
  });

  test.each([
    [['install', '--prefix', '/nowhere/at/all'], 'There is no folder /nowhere/at/all. Give --prefix the folder'],
    [['instal'], "unknown command 'instal'"],
  ])('says to %j what is wrong', async (args, message) => {
    const { code, stderr } = await command(...args);

    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });

  test.each(['install', 'uninstall'])('does not %s over what is not the sidebar', async (verb) => {
    mkdirSync(installed, { recursive: true });
    writeFileSync(join(installed, 'package.json'), '{"name":"other","version":"1.0.0"}');

    const { code, stderr } = await command(verb, '--prefix', prefix);

    expect(code).toBe(1);
    expect(stderr).toBe(
      `${installed} is there, but it is not the sidebar. Move it away, then run the same command again.\n`,
    );
    expect(existsSync(join(installed, 'package.json'))).toBe(true);
  });
});
