import { readFileSync, realpathSync, statSync } from 'node:fs';
import { homedir, platform, userInfo } from 'node:os';
import { messageOf, UserError } from '../errors';

const WRITABLE_BY_OTHERS = 0o022;
const EXECUTABLE = 0o111;
const READABLE_BY_OTHERS = 0o044;

/**
 * Reads a file that holds secrets, if only its owner may change it. The rules are those of Snowflake's driver
 * (snowflake-sdk 3.3.0, `file_util.js`): others may not write it, nobody runs it, and its owner is the user; where others
 * may read it, a remark says so.
 * @param path may begin with `~`.
 */
export function readPrivateFile(path: string): { readonly text: string; readonly remarks: readonly string[] } {
  let real: string;
  let mode: number;
  let owner: number;
  try {
    real = realpathSync(path.replace(/^~(?=\/|$)/, homedir()));
    ({ mode, uid: owner } = statSync(real));
    if (platform() === 'win32') return { text: withoutMark(readFileSync(real, 'utf8')), remarks: [] };
    const problem = problemOf(mode, owner);
    if (problem === undefined) {
      const remarks =
        (mode & READABLE_BY_OTHERS) === 0
          ? []
          : [`${real} may be read by other users of this machine. Run: chmod 600 ${real}`];
      return { text: withoutMark(readFileSync(real, 'utf8')), remarks };
    }
    throw new UserError(`${real} ${problem}, so it is not used.`, {
      reason: 'bad-settings',
      advice: `Run: chmod 600 ${real}`,
    });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${path} cannot be read: ${messageOf(error)}`, { cause: error, reason: 'bad-settings' });
  }
}

function problemOf(mode: number, owner: number): string | undefined {
  if ((mode & WRITABLE_BY_OTHERS) !== 0) return 'may be changed by other users of this machine';
  if ((mode & EXECUTABLE) !== 0) return 'is marked as a program';
  return owner === userInfo().uid ? undefined : 'belongs to another user';
}

/** Editors on Windows write a mark before the first letter. */
function withoutMark(text: string): string {
  return text.replace(/^\ufeff/, '');
}
