import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkInstallation } from 'kernel-helpers/doctor/check-installation';
import { dataFolders, findKernelFolder, jupyterPrefix } from 'kernel-helpers/doctor/jupyter-folders';
import { identityOfBuild } from 'kernel-helpers/doctor/kernel-description';
import { ROOT } from '../../support/clone';
import { runProcess } from '../../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { withEnvironment } from '../../support/with-environment';

let folder: TemporaryFolder;
let prefix: string;
let kernel: string;
let restore: () => void;
beforeEach(() => {
  folder = makeTemporaryFolder('installation');
  prefix = join(folder.path, 'environment');
  kernel = join(prefix, 'share/jupyter/kernels/tslab');
  restore = withEnvironment({
    JUPYTER_PATH: undefined,
    JUPYTER_DATA_DIR: join(folder.path, 'user'),
    JUPYTER_RUNTIME_DIR: join(folder.path, 'runtime'),
    PATH: join(prefix, 'bin'),
  });
  mkdirSync(join(prefix, 'bin'), { recursive: true });
  writeFileSync(join(prefix, 'bin/jupyter'), '');
});
afterEach(() => {
  restore();
  folder.close();
});

interface Start {
  readonly node?: string;
  readonly files?: readonly string[];
  readonly snapshot?: { readonly file: string; readonly node: string };
}

/** Describes a kernel as install-kernel does, by default one that can be started. */
function describeKernel({ node = process.execPath, files = [__filename], snapshot }: Start = {}): void {
  write({ argv: [node], metadata: { start: { node, files, ...(snapshot && { snapshot }) } } });
}

function write(description: unknown, into = kernel): void {
  mkdirSync(into, { recursive: true });
  writeFileSync(join(into, 'kernel.json'), typeof description === 'string' ? description : JSON.stringify(description));
}

function program(name: string, text: string, mode = 0o755): string {
  const path = join(folder.path, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

const INSTALL = 'npx kernel-helpers install-kernel --prefix';

describe('the installation', () => {
  test('is one line that says nothing about the machine when all is well', async () => {
    describeKernel();

    expect(await checkInstallation()).toEqual([
      { name: 'Installation', ok: true, found: 'found by Jupyter, and complete' },
    ]);
  });

  test('that is missing is reported with the command that makes it', async () => {
    expect(await checkInstallation()).toMatchObject([
      { ok: false, found: 'Jupyter does not find this kernel', fix: `Run ${INSTALL} '${prefix}'` },
    ]);
  });

  test('is there when this kernel runs the check, though the PATH names no Jupyter that finds it', async () => {
    expect(await checkInstallation({ isRunning: true })).toEqual([
      { name: 'Installation', ok: true, found: 'found by the Jupyter that started this kernel' },
    ]);
  });

  test('of the user comes last in a virtual environment, and has a command of its own to fix it', async () => {
    writeFileSync(join(prefix, 'pyvenv.cfg'), '');
    write('{', join(folder.path, 'user/kernels/tslab'));

    expect(await checkInstallation()).toMatchObject([
      { ok: false, found: 'its description cannot be read', fix: expect.stringContaining('install-kernel --user (') },
    ]);
    describeKernel();
    expect(await checkInstallation()).toMatchObject([{ ok: true }]);
  });

  test('of stock tslab is recognised', async () => {
    write({ argv: ['tslab', 'jupyter', '--config-path', '{connection_file}'], display_name: 'TypeScript' });

    expect(await checkInstallation()).toMatchObject([
      { ok: false, found: expect.stringContaining('stock tslab'), fix: `To replace it, run ${INSTALL} '${prefix}'` },
    ]);
  });

  test('reports every problem with its fix', async () => {
    const gone = join(folder.path, 'gone');
    writeFileSync(join(folder.path, 'runtime'), 'a file');
    describeKernel({ node: join(gone, 'node'), files: [join(gone, 'main.js')] });

    expect(await checkInstallation()).toEqual([
      {
        name: 'Installation',
        ok: false,
        found: 'files of the kernel are missing',
        fix: `To repair it, run npm run set-up, then run ${INSTALL} '${prefix}' (missing: ${gone}/main.js)`,
      },
      {
        name: 'Installation',
        ok: false,
        found: 'its Node.js is gone',
        fix: `Run ${INSTALL} '${prefix}' with the Node.js to use (gone: ${gone}/node)`,
      },
      {
        name: 'Installation',
        ok: false,
        found: "Jupyter's runtime folder cannot be written",
        fix: `Make ${folder.path}/runtime a folder that you can write, or set JUPYTER_RUNTIME_DIR.`,
      },
    ]);
  });

  test('reports a Node.js that is too old, and a file that is not a program', async () => {
    describeKernel({ node: program('old-node', '#!/bin/sh\necho v18.20.0\n') });
    const old = await checkInstallation();
    describeKernel({ node: program('no-node', 'text', 0o644) });
    const none = await checkInstallation();

    expect(old).toMatchObject([
      { found: 'its Node.js is 18.20.0', fix: expect.stringContaining('with a newer Node.js') },
    ]);
    expect(none).toMatchObject([
      { found: 'its Node.js cannot be run', fix: expect.stringContaining('no-node executable') },
    ]);
  });

  test('says, when asked, that it starts more slowly than it could', async () => {
    const snapshot = { file: __filename, node: identityOfBuild(process.execPath) ?? '' };
    const speedOf = async (start: Start) => {
      describeKernel(start);
      return (await checkInstallation({ details: true }))[1];
    };

    expect(await speedOf({ snapshot })).toEqual({ name: 'Start', ok: true, found: 'quick, from a snapshot' });
    expect(await speedOf({})).toMatchObject({ ok: true, found: 'slower: no start-up snapshot could be made here' });
    for (const unfit of [
      { ...snapshot, node: '1 2 3' },
      { ...snapshot, file: join(folder.path, 'gone') },
    ]) {
      expect(await speedOf({ snapshot: unfit })).toMatchObject({ ok: true, fix: `Run ${INSTALL} '${prefix}'` });
    }
  });
});

describe("Jupyter's folders", () => {
  test('are those that Jupyter itself names, in its order', async () => {
    const venv = join(ROOT, '.venv');
    process.env.JUPYTER_PATH = `${folder.path}/a:${folder.path}/b`;
    const { stdout } = await runProcess(join(venv, 'bin/jupyter'), ['--paths', '--json'], { env: process.env });

    expect(dataFolders(venv)).toEqual(JSON.parse(stdout).data);
  });

  test('are those of the Jupyter on the PATH, or else of this clone', () => {
    expect(jupyterPrefix()).toBe(prefix);
    rmSync(join(prefix, 'bin/jupyter'));
    expect(jupyterPrefix()).toBe(join(ROOT, '.venv'));
    expect(findKernelFolder(prefix)).toBeUndefined();
  });
});

describe('kernel-helpers doctor', () => {
  test('needs no notebook: it exits with 0 when all is well, and else with 1 and the fix', async () => {
    const command = join(ROOT, 'kernel-helpers/bin/kernel-helpers.mjs');
    const doctor = (...args: readonly string[]) =>
      runProcess(process.execPath, [command, 'doctor', ...args], { env: process.env });

    const missing = await doctor();
    describeKernel();
    const well = await doctor('--prefix', prefix);
    const misspelt = await doctor('--prefix', `${prefix}x`);

    expect(missing).toMatchObject({ exitCode: 1, stderr: '' });
    expect(missing.stdout).toContain(
      `✗ Installation  Jupyter does not find this kernel\n                → Run ${INSTALL} '${prefix}'`,
    );
    expect(well).toMatchObject({ exitCode: 0, stderr: '' });
    expect(well.stdout).toContain(`✓ Installation  complete, in ${kernel}\n`);
    expect(misspelt).toMatchObject({ exitCode: 1, stdout: '', stderr: `There is no folder ${prefix}x.\n` });
  });
});
