import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SetUpError } from '../set-up-error.mjs';
import { runInForeground } from './run-in-foreground.mjs';

/** The file that starts the benchmark of a folder below test/bench. */
const ENTRY = 'main.cjs';

/**
 * Runs the benchmarks below test/bench one after the other, all of them or those that are named. Words after a name that
 * are no benchmark's are for that benchmark: `snowflake read load`.
 * @param {string} root
 * @param {readonly string[]} words
 * @returns {Promise<number>} the exit code; the first benchmark that fails ends it
 */
export async function runBenchmarks(root, words) {
  const folder = join(root, 'test', 'bench');
  const known = benchmarksIn(folder);
  const [first] = words;
  if (first !== undefined && !known.includes(first)) {
    throw new SetUpError(`There is no benchmark ${first}. The benchmarks are: ${known.join(', ')}.`);
  }
  const names = words.filter((word) => known.includes(word));
  for (const name of names.length > 0 ? names : known) {
    const after = words.slice(words.indexOf(name) + 1);
    const end = after.findIndex((word) => known.includes(word));
    const args = names.length === 0 ? [] : after.slice(0, end === -1 ? undefined : end);
    console.log(`\n> benchmark ${[name, ...args].join(' ')}`);
    const exitCode = await runInForeground(process.execPath, [join(folder, name, ENTRY), ...args], { cwd: root });
    if (exitCode !== 0) return exitCode;
  }
  return 0;
}

/** @param {string} folder */
function benchmarksIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, ENTRY)));
}
