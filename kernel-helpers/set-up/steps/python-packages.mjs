import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, sourceFiles } from '../fingerprint.mjs';
import { findPython, pythonOf } from '../python.mjs';
import { runQuietly } from '../run-process.mjs';
import { SetUpError } from '../set-up-error.mjs';

/** The file of a virtual environment that pip and uv both leave alone. */
const CONFIGURATION = 'pyvenv.cfg';
const LISTS = join(import.meta.dirname, '..');
const INSTALLER = join(LISTS, 'requirements-installer.txt');
const PIP = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--require-hashes', '-r'];
const UV = ['-m', 'uv', 'pip', 'install', '--quiet', '--no-deps', '--require-hashes'];

/**
 * Makes a virtual environment and fills it with exactly the packages of a locked list.
 * @param {{ root: string, env: NodeJS.ProcessEnv }} clone
 * @param {{ name: string, venv: string, requirements: string, diskBytes: number }} wanted paths relative to the root
 * @returns {import('../step.mjs').Step}
 */
export function pythonPackages({ root, env }, wanted) {
  const venv = join(root, wanted.venv);
  const list = join(LISTS, wanted.requirements);
  return {
    name: wanted.name,
    diskBytes: wanted.diskBytes,
    // Scripts in a virtual environment hold its path, so a clone that was moved makes the environment again.
    fingerprint: () => fingerprint({ files: [INSTALLER, list], values: [venv] }),
    isIntact: () => existsSync(pythonOf(venv)) && existsSync(join(venv, CONFIGURATION)),
    run: async (signal) => {
      const python = await findPython(env, signal);
      await runQuietly(python.executable, ['-m', 'venv', '--clear', venv], { env, signal });
      await addInstaller(pythonOf(venv), env, signal);
      await fill(pythonOf(venv), list, env, signal);
    },
    undo: () => rmSync(venv, { recursive: true, force: true }),
  };
}

/**
 * Adds the packages of a longer list to a virtual environment that another step made.
 * @param {{ root: string, env: NodeJS.ProcessEnv }} clone
 * @param {{ name: string, venv: string, requirements: string, diskBytes: number }} wanted
 * @returns {import('../step.mjs').Step}
 */
export function morePythonPackages(clone, wanted) {
  const venv = join(clone.root, wanted.venv);
  const list = join(LISTS, wanted.requirements);
  return {
    ...pythonPackages(clone, wanted),
    fingerprint: () => fingerprint({ files: [list], values: [birthOf(venv)] }),
    run: (signal) => fill(pythonOf(venv), list, clone.env, signal),
    undo: () => {},
  };
}

/**
 * Puts the packages of a list into a folder of their own. A program of the virtual environment that has this folder
 * first on its path (PYTHONPATH) uses them instead of the environment's own versions.
 * @param {{ root: string, env: NodeJS.ProcessEnv }} clone
 * @param {{ name: string, venv: string, folder: string, requirements: string, diskBytes: number }} wanted
 * @returns {import('../step.mjs').Step}
 */
export function pythonPackagesApart(clone, wanted) {
  const folder = join(clone.root, wanted.folder);
  const python = pythonOf(join(clone.root, wanted.venv));
  const list = join(LISTS, wanted.requirements);
  return {
    ...morePythonPackages(clone, wanted),
    isIntact: () => existsSync(folder),
    run: async (signal) => {
      rmSync(folder, { recursive: true, force: true });
      await fill(python, list, clone.env, signal, ['--target', folder]);
    },
    undo: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Adds packages of this clone to a virtual environment that another step made. The tool that builds them is in the
 * locked list, so nothing is downloaded.
 * @param {{ root: string, env: NodeJS.ProcessEnv }} clone
 * @param {{ name: string, venv: string, folders: readonly string[], diskBytes: number }} wanted paths relative to the root
 * @returns {import('../step.mjs').Step}
 */
export function ownPythonPackages({ root, env }, wanted) {
  const venv = join(root, wanted.venv);
  const folders = wanted.folders.map((folder) => join(root, folder));
  return {
    name: wanted.name,
    diskBytes: wanted.diskBytes,
    fingerprint: () =>
      fingerprint({ files: folders.flatMap((folder) => sourceFiles(folder, /\.(py|toml)$/)), values: [birthOf(venv)] }),
    isIntact: () => existsSync(pythonOf(venv)),
    run: async (signal) => {
      const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--no-index', '--force-reinstall'];
      await runQuietly(pythonOf(venv), ['-m', 'pip', 'install', ...options, '--no-build-isolation', ...folders], {
        env,
        signal,
      });
    },
    undo: () => {},
  };
}

/**
 * When a virtual environment was made. If it was made again, the packages that were added to the older one are gone.
 * @param {string} venv
 * @returns {string}
 */
function birthOf(venv) {
  return String(statSync(join(venv, CONFIGURATION), { throwIfNoEntry: false })?.mtimeMs);
}

/**
 * Puts the fast installer into a virtual environment, if that installer exists for this machine.
 * @param {string} python
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} signal
 */
async function addInstaller(python, env, signal) {
  try {
    await runQuietly(python, [...PIP, INSTALLER], { env, signal });
  } catch (error) {
    // Without it pip installs the packages, which only takes longer.
    if (!(error instanceof SetUpError)) throw error;
  }
}

/**
 * @param {string} python
 * @param {string} list
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} signal
 * @param {readonly string[]} [place] options that both installers understand
 */
async function fill(python, list, env, signal, place = []) {
  try {
    await runQuietly(python, [...UV, '--python', python, ...place, '-r', list], { env, signal });
  } catch (error) {
    // uv may be missing, and it does not read pip's settings (such as a company's package index); pip may succeed.
    if (!(error instanceof SetUpError)) throw error;
    await runQuietly(python, [...PIP, list, ...place], { env, signal });
  }
}
