import { join } from 'node:path';
import { runAllTests } from './run-all-tests.mjs';
import { runInForeground } from './run-in-foreground.mjs';

/**
 * Runs lint, type checks, then every test, and stops at the first that fails. With arguments, runs only jest with them.
 * @param {string} root
 * @param {readonly string[]} args such as a part of a test file's path
 * @returns {Promise<number>} the exit code
 */
export async function runTests(root, args) {
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  if (args.length > 0) {
    say('jest.js', args);
    return runInForeground(process.execPath, [jest, ...args], { cwd: root });
  }
  for (const [program, ...rest] of [
    ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
    ['node_modules/typescript/bin/tsc', '-b'],
  ]) {
    say(program, rest);
    const begun = performance.now();
    const exitCode = await runInForeground(process.execPath, [join(root, program), ...rest], { cwd: root });
    if (exitCode !== 0) return exitCode;
    console.log(`  done in ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
  }
  say('jest.js', []);
  return runAllTests(root, [jest]);
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
function say(program, args) {
  console.log(`\n> ${program.split('/').at(-1)} ${args.join(' ')}`);
}
