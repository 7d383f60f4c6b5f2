import { join } from 'node:path';
import { runInForeground } from './run-in-foreground.mjs';

/**
 * Runs lint, type checks, then every test, and stops at the first that fails. With arguments, runs only jest with them.
 * @param {string} root
 * @param {readonly string[]} args such as a part of a test file's path
 * @returns {Promise<number>} the exit code
 */
export async function runTests(root, args) {
  const jest = ['node_modules/jest/bin/jest.js', ...args];
  const checks =
    args.length > 0
      ? [jest]
      : [
          ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
          ['node_modules/typescript/bin/tsc', '-b'],
          jest,
        ];
  for (const [program, ...rest] of checks) {
    console.log(`\n> ${program.split('/').at(-1)} ${rest.join(' ')}`);
    const begun = performance.now();
    const exitCode = await runInForeground(process.execPath, [join(root, program), ...rest], { cwd: root });
    if (exitCode !== 0) return exitCode;
    if (program !== jest[0]) console.log(`  done in ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
  }
  return 0;
}
