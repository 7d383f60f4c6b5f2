import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isPlatformError, isUserError, messageOf } from 'kernel-helpers/errors';

/** SageMaker reads this many characters of the file as FailureReason. */
const MAX_LENGTH = 1024;

/** Kind and message of an error, short enough for SageMaker. */
export function describeError(error: unknown): string {
  const kind = isUserError(error) ? 'UserError' : isPlatformError(error) ? 'PlatformError' : 'InternalError';
  const message = messageOf(error);
  const text = `${kind}: ${message}`;
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH - 1)}…`;
}

/**
 * Writes the file from which SageMaker takes a job's FailureReason. Where the file cannot be written, the log says so:
 * the error itself is more important, so call this before the error is printed.
 */
export function writeFailureFile(path: string, error: unknown): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, describeError(error));
  } catch (problem) {
    console.error(
      `${path} cannot be written (${messageOf(problem)}), so the job has no FailureReason: the log alone says why it failed.`,
    );
  }
}
