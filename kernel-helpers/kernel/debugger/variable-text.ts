import { inspect } from 'node:util';

/** Longer texts are cut. */
const TEXT_LENGTH = 200;

/** A value in one line. Objects may hide secrets, so what they say of themselves counts; getters do not run. */
export function lineOf(value: unknown): string {
  const options = { depth: 1, breakLength: Number.POSITIVE_INFINITY, compact: true, maxArrayLength: 20 } as const;
  const line = written(() => inspect(value, { ...options, maxStringLength: TEXT_LENGTH })).replaceAll(/\s*\n\s*/g, ' ');
  return line.length > TEXT_LENGTH ? `${line.slice(0, TEXT_LENGTH - 1)}…` : line;
}

function written(write: () => string): string {
  try {
    return write();
  } catch {
    // The code by which the value describes itself has failed.
    return '(no description)';
  }
}
