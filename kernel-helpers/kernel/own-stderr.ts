import { writeSync } from 'node:fs';

export const STDERR = 2;

/** Writes outside of the notebook, directly to the file, because `process.stderr` belongs to the cells. */
export function sayOnStderr(text: string): void {
  writeSync(STDERR, `${text}\n`);
}
