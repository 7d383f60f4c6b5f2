import { existsSync, realpathSync } from 'node:fs';
import { relative } from 'node:path';
import { messageOf, UserError } from 'kernel-helpers/errors';
import { PACKAGE_FOLDER } from '../locations';

/** A frame of a stack with its place: `at story (/opt/ml/code/train.ts:4:11)`. */
const FRAME = /^\s+at (?:(.*) \()?(?:file:\/\/)?(\/[^()]*:\d+:\d+)\)?$/;

/** What a training script threw. It names lines of the script's own source. */
export class ScriptFailure extends UserError {
  /** @param calls the calls that led to the place in the message: `train.ts:9:3`, `prepare (rows.ts:2:5)`. */
  constructor(
    message: string,
    readonly calls: readonly string[],
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

/**
 * The failure of a job whose script threw `error`.
 * @param failed the beginning of the message: `The training script failed`
 * @param codeFolder the folder of the script; places are relative to it
 */
export function scriptFailure(error: unknown, failed: string, codeFolder: string): ScriptFailure {
  // A job that names no script has no such folder.
  const [first, ...calls] = existsSync(codeFolder) ? ownCalls(error, realpathSync(codeFolder)) : [];
  const place = first === undefined ? '' : ` at ${first.place}`;
  const shown = calls.map(({ name, place: called }) => (name === undefined ? called : `${name} (${called})`));
  return new ScriptFailure(`${failed}${place}: ${messageOf(error)}`, shown, error);
}

interface Call {
  readonly name: string | undefined;
  /** `train.ts:4:11` */
  readonly place: string;
}

/** The frames of the script's own files: without packages, this container and Node.js. */
function ownCalls(error: unknown, codeFolder: string): readonly Call[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const container = realpathSync(PACKAGE_FOLDER);
  return stack.split('\n').flatMap((line) => {
    const [, name, path] = FRAME.exec(line) ?? [];
    if (path === undefined || path.includes('/node_modules/') || path.startsWith(container)) return [];
    return [{ name, place: relative(codeFolder, path) }];
  });
}
