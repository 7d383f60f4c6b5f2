import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const SET_UP = join(import.meta.dirname, 'run.cjs');

/**
 * Loads a compiled program of this clone. Where nothing is built yet, the clone is set up first, as every npm script
 * does; what set-up says goes to stderr, because stdout belongs to the program.
 * @param {string} path absolute
 * @returns {unknown} the module
 */
export function loadProgram(path) {
  if (!existsSync(path)) {
    const { status } = spawnSync(process.execPath, [SET_UP, 'set-up'], { stdio: ['ignore', 2, 2] });
    // Set-up has said on stderr what is wrong.
    if (status !== 0) process.exit(status ?? 1);
  }
  return createRequire(import.meta.url)(path);
}
