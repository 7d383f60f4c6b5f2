import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The fingerprint that a step left behind when it last succeeded.
 * @param {string} file
 * @returns {string | undefined} nothing when it never succeeded, or was begun since
 */
export function readStamp(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Says that a step succeeded. Written under another name first: a stamp is there whole or not at all.
 * @param {string} file
 * @param {string} fingerprint
 */
export function writeStamp(file, fingerprint) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${fingerprint}\n`);
  renameSync(`${file}.new`, file);
}

/**
 * Says that a step has been begun: what it makes cannot be trusted until it succeeds.
 * @param {string} file
 */
export function removeStamp(file) {
  rmSync(file, { force: true });
}
