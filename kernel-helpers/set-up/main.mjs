import { dirname, join } from 'node:path';
import { runBenchmarks } from './commands/run-benchmarks.mjs';
import { runInForeground } from './commands/run-in-foreground.mjs';
import { runRelease } from './commands/run-release.mjs';
import { runTests } from './commands/run-tests.mjs';
import { setUp, stagesOfEveryCommand, stagesOfTests } from './set-up.mjs';
import { InterruptedError, SetUpError } from './set-up-error.mjs';

const ROOT = dirname(dirname(import.meta.dirname));
const EXIT_INTERRUPTED = 130;
/** The commands that compare this project with Python programs. */
const NEEDS_PEERS = new Set(['test', 'bench', 'check-gpu']);

/**
 * Runs one of the root's npm scripts: set-up first, then what the script is for.
 * @param {readonly string[]} args the command's name, then its own arguments
 */
export async function main([command = 'set-up', ...args]) {
  try {
    await setUpFor(command);
    process.exitCode = await runCommand(command, args);
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** @param {string} command */
async function setUpFor(command) {
  const clone = { root: ROOT, env: process.env };
  const stages = NEEDS_PEERS.has(command) ? stagesOfTests(clone) : stagesOfEveryCommand(clone);
  const interrupt = new AbortController();
  const stop = () => interrupt.abort();
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop);
  try {
    await setUp({ root: ROOT, stages, say: (line) => console.log(line), signal: interrupt.signal });
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop).off('SIGHUP', stop);
  }
}

/**
 * The commands for notebooks are compiled TypeScript, which exists only after set-up has built it.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
async function runCommand(command, args) {
  if (command === 'set-up') return 0;
  if (command === 'test') return runTests(ROOT, args);
  if (command === 'bench') return runBenchmarks(ROOT, args);
  if (command === 'check-gpu')
    return runInForeground(process.execPath, [join(ROOT, 'test/gpu/main.cjs'), ...args], { cwd: ROOT });
  if (command === 'tour')
    return runInForeground(process.execPath, [join(ROOT, 'test/tour/main.cjs'), ...args], { cwd: ROOT });
  if (command === 'release') return runRelease(ROOT, args);
  const { runCommandOfClone } = await import('../jupyter/dist/commands.js');
  return runCommandOfClone(ROOT, command, args);
}

/**
 * @param {unknown} error
 * @returns {number} the exit code
 */
function report(error) {
  if (error instanceof InterruptedError) {
    console.error(error.message);
    return EXIT_INTERRUPTED;
  }
  if (error instanceof SetUpError) {
    console.error(error.message);
    return 1;
  }
  if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
    console.error(`The disk that holds ${ROOT} is full. Free some space, then run the same command again.`);
    return 1;
  }
  console.error('Set-up failed because of a bug. Please report this:', error);
  return 1;
}
