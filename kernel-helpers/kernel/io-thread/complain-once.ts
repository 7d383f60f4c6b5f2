import { writeSync } from 'node:fs';

/** Straight to the file, for `process.stderr` belongs to the cells. */
const STDERR = 2;

const complaints = new Set<string>();

/** Says that a message was dropped. A client that sends rubbish does so often: each kind is said once. */
export function complainOnce(error: unknown): void {
  const text = `${error instanceof Error ? error.message : String(error)} It was dropped.\n`;
  if (complaints.has(text)) return;
  complaints.add(text);
  writeSync(STDERR, text);
}
