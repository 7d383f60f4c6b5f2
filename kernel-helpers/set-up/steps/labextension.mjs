import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, sourceFiles } from '../fingerprint.mjs';
import { runQuietly } from '../run-process.mjs';

/**
 * Puts the sidebar of this clone, as built, into the JupyterLab in `.venv`.
 * @param {{ root: string, env: NodeJS.ProcessEnv }} clone
 * @returns {import('../step.mjs').Step}
 */
export function labextension({ root, env }) {
  const venv = join(root, '.venv');
  const room = join(root, 'jupyterlab-ext');
  const folder = join(venv, 'share', 'jupyter', 'labextensions', 'jupyterlab-tables-and-jobs');
  return {
    name: 'sidebar',
    diskBytes: 2_000_000,
    fingerprint: () =>
      fingerprint({ files: sourceFiles(join(room, 'install'), /\.mjs$/), values: [venv, manifestIn(room)] }),
    isIntact: () => existsSync(join(folder, 'install.json')),
    run: async (signal) => {
      const command = join(room, 'install', 'main.mjs');
      await runQuietly(process.execPath, [command, 'install', '--prefix', venv], { cwd: root, env, signal });
    },
    undo: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * The manifest names the bundle by its hash, so it differs after each build that changed something.
 * @param {string} room
 */
function manifestIn(room) {
  const file = join(room, 'labextension', 'package.json');
  return existsSync(file) ? readFileSync(file, 'utf8') : 'missing';
}
