import { spawn } from 'node:child_process';
import { InterruptedError, SetUpError } from './set-up-error.mjs';

/** Some programs print the reason of a failure at the start of their output, others at the end. */
const KEPT_CHARACTERS = 1_500;
const KILL_AFTER_MS = 5_000;

/**
 * Runs a program to its end without showing its output, and returns what it printed on stdout.
 * It runs in a process group of its own, so that an interrupt ends its children too before this promise settles.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal }} [options]
 * @returns {Promise<string>} rejects with a SetUpError that shows how its output began and ended
 */
export function runQuietly(command, args, { cwd, env, signal } = {}) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new InterruptedError());
      return;
    }
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let head = '';
    let tail = '';
    const keep = (/** @type {string} */ text) => {
      const fitting = text.slice(0, KEPT_CHARACTERS - head.length);
      head += fitting;
      tail = (tail + text.slice(fitting.length)).slice(-KEPT_CHARACTERS);
    };
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stdout += text;
      keep(text);
    });
    child.stderr.setEncoding('utf8').on('data', keep);
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
      else reject(new SetUpError(failure([command, ...args].join(' '), code, joined(head, tail))));
    });
  });
}

/**
 * Asks a process and its children to end, and kills them when they do not.
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
 * @param {string} head
 * @param {string} tail
 */
function joined(head, tail) {
  return tail.length < KEPT_CHARACTERS ? head + tail : `${head}\n[…]\n${tail}`;
}

/**
 * @param {string} commandLine
 * @param {number | null} code
 * @param {string} output
 */
function failure(commandLine, code, output) {
  if (/ENOSPC|No space left on device|EDQUOT|Disk quota exceeded/i.test(output)) {
    return `The disk is full: ${commandLine} could not write. Free some space, then run the same command again.`;
  }
  return `${commandLine} failed (exit code ${code}). It said:\n${output.trimEnd()}`;
}
