import { spawn } from 'node:child_process';
import { InterruptedError, SetUpError } from './set-up-error.mjs';

const KEPT_CHARACTERS = 4_000;
const KILL_AFTER_MS = 5_000;

/**
 * Runs a program to its end without showing its output, and gives back what it printed on stdout.
 * It runs in a process group of its own, so that an interrupt ends its children too before this promise settles.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal }} [options]
 * @returns {Promise<string>} rejects with a SetUpError that ends with the last lines of its output
 */
export function runQuietly(command, args, { cwd, env, signal } = {}) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new InterruptedError());
      return;
    }
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let tail = '';
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stdout += text;
      tail = (tail + text).slice(-KEPT_CHARACTERS);
    });
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      tail = (tail + text).slice(-KEPT_CHARACTERS);
    });
    const stop = () => endGroup(child);
    signal?.addEventListener('abort', stop, { once: true });
    child.once('error', (cause) => {
      signal?.removeEventListener('abort', stop);
      reject(new SetUpError(`${command} could not be started: ${cause.message}`, { cause }));
    });
    child.once('close', (code) => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) reject(new InterruptedError());
      else if (code === 0) resolve(stdout);
      else reject(new SetUpError(failure([command, ...args].join(' '), code, tail)));
    });
  });
}

/**
 * Asks a process and its children to end, and makes them when they do not.
 * @param {import('node:child_process').ChildProcess} child started with `detached: true`
 */
function endGroup(child) {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), KILL_AFTER_MS);
  child.once('close', () => clearTimeout(timer));
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signalName
 */
function signalGroup(child, signalName) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signalName);
  } catch (error) {
    // The group may have ended by itself in the meantime.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/**
 * @param {string} commandLine
 * @param {number | null} code
 * @param {string} tail
 */
function failure(commandLine, code, tail) {
  if (/ENOSPC|No space left on device|EDQUOT|Disk quota exceeded/i.test(tail)) {
    return `The disk is full: ${commandLine} could not write. Free some space, then run the same command again.`;
  }
  return `${commandLine} failed (exit code ${code}). Its last lines:\n${tail.trimEnd()}`;
}
