import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, sourceFiles } from '../fingerprint.mjs';
import { runQuietly } from '../run-process.mjs';

/**
 * Tells the Jupyter in `.venv` about the kernel of this clone.
 * @param {{ root: string, env: NodeJS.ProcessEnv }} clone
 * @returns {import('../step.mjs').Step}
 */
export function kernelspec({ root, env }) {
  const venv = join(root, '.venv');
  const folder = join(venv, 'share', 'jupyter', 'kernels', 'tslab');
  return {
    name: 'kernel',
    // Most of it is the start-up snapshot.
    diskBytes: 60_000_000,
    fingerprint: () =>
      fingerprint({
        files: sourceFiles(join(root, 'kernel-helpers', 'kernel'), /\.(ts|svg|png)$/),
        values: [venv, process.execPath, process.version],
      }),
    isIntact: () => existsSync(join(folder, 'kernel.json')),
    run: async (signal) => {
      const commands = join(root, 'kernel-helpers', 'bin', 'kernel-helpers.mjs');
      await runQuietly(process.execPath, [commands, 'install-kernel', '--prefix', venv], { cwd: root, env, signal });
    },
    undo: () => rmSync(folder, { recursive: true, force: true }),
  };
}
