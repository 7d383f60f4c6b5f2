import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The fingerprint that a step left behind when it last succeeded.
 * @param {string} file
 * @returns {string | undefined} undefined when it never succeeded, or has been begun again since
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
 * Notes that a step succeeded. Writes the stamp under another name first, so that no reader finds half of it.
 * @param {string} file
 * @param {string} fingerprint
 */
export function writeStamp(file, fingerprint) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${fingerprint}\n`);
  renameSync(`${file}.new`, file);
}

/**
 * Notes that a step has been begun: its result cannot be trusted until the step succeeds.
 * @param {string} file
 */
export function removeStamp(file) {
  rmSync(file, { force: true });
}
