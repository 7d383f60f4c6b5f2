import { statfsSync } from 'node:fs';
import { SetUpError } from './set-up-error.mjs';

const MEGABYTE = 1_000_000;

/**
 * Throws before a step begins whose result would not fit on the disk.
 * @param {string} folder
 * @param {number} neededBytes
 * @param {(folder: string) => number} [freeBytesAt]
 */
export function requireFreeDisk(folder, neededBytes, freeBytesAt = freeBytes) {
  const free = freeBytesAt(folder);
  if (free >= neededBytes) return;
  throw new SetUpError(
    `Set-up needs about ${megabytes(neededBytes)} on the disk that holds ${folder}, and ${megabytes(free)} are free. ` +
      'Free some space, or clone onto another disk, then run the same command again.',
  );
}

/** @param {string} folder */
function freeBytes(folder) {
  const disk = statfsSync(folder);
  return disk.bavail * disk.bsize;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${Math.round(bytes / MEGABYTE)} MB`;
}
