import { accessSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { messageOf, UserError } from 'kernel-helpers/errors';
import { makePrivateFolder } from '../machine/private-files';
import type { AccountFolder } from './locations';

/** @throws UserError when the folder cannot hold an account: it is a file, has other content, or cannot be written. */
export function requireUsable(folder: AccountFolder): void {
  const { directory } = folder;
  requireNoFile(directory);
  if (existsSync(directory) && !existsSync(folder.credentials)) {
    const foreign = namesIn(directory).find((name) => !isOwnName(folder, name));
    if (foreign !== undefined)
      throw new UserError(
        `${directory} holds something else than a local account, for example ${foreign}. Name an empty or new folder with --dir.`,
      );
  }
  inWords(directory, 'cannot hold a local account', () => {
    // Node's recursive mkdir never returns where the system refuses a new folder with ENOENT, as in /proc.
    if (!existsSync(directory) && existsSync(dirname(directory))) mkdirSync(directory, { mode: 0o700 });
    makePrivateFolder(directory);
    accessSync(directory, constants.W_OK | constants.X_OK);
  });
}

/** @throws UserError when the folder is not one that an account has written. */
export function requireErasable({ directory, credentials }: AccountFolder): void {
  if (!existsSync(directory)) return;
  requireNoFile(directory);
  if (!existsSync(credentials) && namesIn(directory).length > 0)
    throw new UserError(`${directory} holds no local account, so nothing in it was erased. Check --dir.`);
}

function requireNoFile(directory: string): void {
  const found = inWords(directory, 'cannot be read', () => statSync(directory, { throwIfNoEntry: false }));
  if (found !== undefined && !found.isDirectory())
    throw new UserError(`${directory} is a file. Name a folder with --dir.`);
}

function namesIn(directory: string): readonly string[] {
  return inWords(directory, 'cannot be read', () => readdirSync(directory));
}

/** True also for `state.json.4711.claim`, which exists while an account starts. */
function isOwnName({ directory: _, ...files }: AccountFolder, name: string): boolean {
  return Object.values(files).some((path) => name === basename(path) || name.startsWith(`${basename(path)}.`));
}

function inWords<T>(directory: string, what: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new UserError(`${directory} ${what}: ${messageOf(cause)}. Name another folder with --dir.`, { cause });
  }
}
