import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from '../fingerprint.mjs';
import { runQuietly } from '../run-process.mjs';

/**
 * Installs exactly what package-lock.json says, without running any package's install script. It needs no scripts,
 * because all native code that is used here comes compiled inside its package.
 * @param {{ root: string, env: NodeJS.ProcessEnv }} clone
 * @returns {import('../step.mjs').Step}
 */
export function npmPackages({ root, env }) {
  const modules = join(root, 'node_modules');
  return {
    name: 'npm packages',
    diskBytes: 800_000_000,
    fingerprint: () =>
      fingerprint({
        files: [join(root, 'package-lock.json'), join(root, '.npmrc')],
        values: [process.platform, process.arch],
      }),
    // npm writes this file last, so it exists only after a complete installation.
    isIntact: () => existsSync(join(modules, '.package-lock.json')),
    run: async (signal) => {
      if (isInstalledAsLocked(root)) return;
      const [command, ...args] = npmCommand(env);
      await runQuietly(command, [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], {
        cwd: root,
        env,
        signal,
      });
    },
    undo: () => rmSync(modules, { recursive: true, force: true }),
  };
}

/**
 * The npm that runs this script, or else the one on the PATH.
 * @param {NodeJS.ProcessEnv} env
 * @returns {[string, ...string[]]}
 */
function npmCommand(env) {
  return env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, env.npm_execpath] : ['npm'];
}

/**
 * Whether an installation by hand (`npm install some-package`) has already installed what the lock asks for.
 * @param {string} root
 */
function isInstalledAsLocked(root) {
  const installed = packagesIn(join(root, 'node_modules', '.package-lock.json'));
  const locked = packagesIn(join(root, 'package-lock.json'));
  if (installed === undefined || locked === undefined) return false;
  return Object.entries(locked).every(([path, entry]) => {
    if (!path.includes('node_modules/')) return true;
    const copy = installed[path];
    // Optional packages are left out where they do not fit the platform.
    return copy === undefined ? entry.optional === true : copy.version === entry.version;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }> | undefined}
 */
function packagesIn(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;
}
