import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { InterruptedError, SetUpError } from './set-up-error.mjs';

const LOOK_AGAIN_MS = 200;

/**
 * Does some work while no other process works under the same lock.
 * @template T
 * @param {string} file holds the number of the process that works
 * @param {{ say: (line: string) => void, signal: AbortSignal, waitSeconds?: number }} options
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, options, work) {
  await acquire(file, options);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * @param {string} file
 * @param {{ say: (line: string) => void, signal: AbortSignal, waitSeconds?: number }} options
 */
async function acquire(file, { say, signal, waitSeconds = 900 }) {
  mkdirSync(dirname(file), { recursive: true });
  const deadline = Date.now() + waitSeconds * 1_000;
  let told = false;
  while (!tryToTake(file)) {
    const owner = ownerOf(file);
    if (owner === undefined || !isAlive(owner)) {
      // The owner ended without removing the lock: it was killed, or the machine was switched off.
      rmSync(file, { force: true });
      continue;
    }
    if (Date.now() > deadline) {
      throw new SetUpError(
        `Process ${owner} has been setting up this clone for too long. End it, or wait, then retry.`,
      );
    }
    if (!told) say(`Another set-up of this clone is running (process ${owner}); waiting for it.`);
    told = true;
    await pause(LOOK_AGAIN_MS);
    if (signal.aborted) throw new InterruptedError();
  }
}

/**
 * Links a finished file into place, so that every process that sees the lock also sees its owner.
 * @param {string} file
 */
function tryToTake(file) {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * @param {string} file
 * @returns {number | undefined}
 */
function ownerOf(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** @param {number} processNumber */
function isAlive(processNumber) {
  try {
    process.kill(processNumber, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
