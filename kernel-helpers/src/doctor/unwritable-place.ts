import { errorCode } from '../error-code';
import { isUserError, PlatformError } from '../errors';

/** What to do about a folder that could not be written, by Node's code of the error: https://nodejs.org/api/errors.html#common-system-errors */
const ADVICE: Readonly<Record<string, string>> = {
  EACCES: 'This user may not write there. Make it writable, or choose another place with --prefix.',
  EPERM: 'This user may not write there. Make it writable, or choose another place with --prefix.',
  EROFS: 'Its disk is mounted for reading only. Choose another place with --prefix.',
  ENOSPC: 'The disk is full. Free some space, then run the same command again.',
  EDQUOT: 'Your quota of the disk is used up. Free some space, then run the same command again.',
  ENOTDIR: 'A file is in the way, where a folder has to be. Move it away, then run the same command again.',
  EEXIST: 'A file is in the way, where a folder has to be. Move it away, then run the same command again.',
};
const OTHER_ADVICE = 'Make it writable, or choose another place with --prefix.';

/**
 * Runs work that writes below a folder.
 * @param what what was about to happen, such as `The kernel could not be installed in /home/me/…`
 * @throws PlatformError that says what to do, in place of an error of the file system; a UserError goes through
 */
export async function writingIn<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isUserError(cause)) throw cause;
    throw new PlatformError(`${what}. ${ADVICE[errorCode(cause) ?? ''] ?? OTHER_ADVICE}`, { cause });
  }
}
