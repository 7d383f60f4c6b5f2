import { writeSync } from 'node:fs';

export const STDERR = 2;

/** Says something outside of the notebook: straight to the file, for `process.stderr` belongs to the cells. */
export function sayOnStderr(text: string): void {
  writeSync(STDERR, `${text}\n`);
}
