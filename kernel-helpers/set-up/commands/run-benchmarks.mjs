import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SetUpError } from '../set-up-error.mjs';
import { runInForeground } from './run-in-foreground.mjs';

/** The file that starts the benchmark of a folder below test/bench. */
const ENTRY = 'main.cjs';

/**
 * Runs the benchmarks below test/bench one after the other, all of them or those that are named.
 * @param {string} root
 * @param {readonly string[]} names
 * @returns {Promise<number>} the exit code; the first benchmark that fails ends it
 */
export async function runBenchmarks(root, names) {
  const folder = join(root, 'test', 'bench');
  const known = benchmarksIn(folder);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new SetUpError(`There is no benchmark ${unknown.join(', ')}. The benchmarks are: ${known.join(', ')}.`);
  }
  for (const name of names.length > 0 ? names : known) {
    console.log(`\n> benchmark ${name}`);
    const exitCode = await runInForeground(process.execPath, [join(folder, name, ENTRY)], { cwd: root });
    if (exitCode !== 0) return exitCode;
  }
  return 0;
}

/** @param {string} folder */
function benchmarksIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, ENTRY)));
}
