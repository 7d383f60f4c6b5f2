import { writeSync } from 'node:fs';

export const STDERR = 2;

/** Kept from here on, because a session makes `node:fs` write to this file into the notebook. */
const write = writeSync;

/** Writes outside of the notebook, directly to the file, because `process.stderr` belongs to the cells. */
export function sayOnStderr(text: string): void {
  write(STDERR, `${text}\n`);
}
