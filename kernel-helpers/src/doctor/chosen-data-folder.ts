import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../errors';
import { dataFolderOf, dataFolders, jupyterPrefix, userDataFolder } from './jupyter-folders';

/** Which of Jupyter's data folders is meant. */
export interface PlaceOptions {
  /** `<prefix>/share/jupyter`, for example of the folder of a virtual environment. */
  readonly prefix?: string;
  /** That of the current user. This is the default. */
  readonly user?: boolean;
  /** That of the environment where `python` (default: `python3` on the PATH) has its `sys.prefix`. */
  readonly sysPrefix?: boolean;
  readonly python?: string;
}

/** @throws UserError when the options name no possible place */
export function chosenDataFolder({ prefix, user, sysPrefix, python }: PlaceOptions): string {
  const chosen = [prefix !== undefined, user === true, sysPrefix === true].filter(Boolean);
  if (chosen.length > 1) throw new UserError('Choose one of --prefix, --user and --sys-prefix.');
  if (python !== undefined && sysPrefix !== true) throw new UserError('Give --python only together with --sys-prefix.');
  if (sysPrefix === true) return dataFolderOf(pythonPrefix(python ?? 'python3'));
  return prefix === undefined ? userDataFolder() : dataFolderOf(existingFolder(prefix));
}

/** The data folders in which the Jupyter on the PATH looks, or that of this clone. */
export function dataFoldersOfJupyter(): readonly string[] {
  return dataFolders(jupyterPrefix());
}

/** The folder must exist: otherwise a misspelt one would be made, and Jupyter would never look there. */
function existingFolder(prefix: string): string {
  const folder = resolve(prefix);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  throw new UserError(
    `There is no folder ${folder}. Give --prefix the folder of a virtual environment, for example .venv.`,
  );
}

function pythonPrefix(python: string): string {
  try {
    return execFileSync(python, ['-c', 'import sys; print(sys.prefix)'], { encoding: 'utf8' }).trim();
  } catch (cause) {
    throw new UserError(
      `${python} could not be run, so its sys.prefix is unknown. Give the folder itself with --prefix.`,
      { cause },
    );
  }
}
