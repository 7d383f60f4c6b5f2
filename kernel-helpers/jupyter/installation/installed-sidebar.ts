import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writingIn } from 'kernel-helpers/doctor/unwritable-place';
import { errorCode } from 'kernel-helpers/error-code';
import { UserError } from 'kernel-helpers/errors';
import { parseJson } from 'kernel-helpers/parse-json';
import { z } from 'zod';

const NAME = 'jupyterlab-tables-and-jobs';
const MANIFEST = 'package.json';

/** What JupyterLab's extension manager says about how to remove it. */
const INSTALL_NOTE = {
  packageManager: 'npm',
  packageName: NAME,
  uninstallInstructions:
    'Run: npx jupyterlab-ext uninstall, with the --prefix, --user or --sys-prefix of its installation.',
};

const manifestSchema = z.object({ name: z.string(), version: z.string() });

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly text: string;
}

/**
 * Says before anything is written whether the sidebar can be put into one of Jupyter's data folders.
 * @throws UserError when its package is missing or not built, or something else has its name there
 */
export function requireSidebarFits(dataFolder: string): void {
  builtSidebar();
  requireOwn(folderIn(dataFolder));
}

/**
 * Copies the sidebar as built into one of Jupyter's data folders, such as `.venv/share/jupyter`, in place of an earlier
 * one. Resolves to its own folder.
 * @throws UserError as `requireSidebarFits`; PlatformError when the folder cannot be written
 */
export async function installSidebar(dataFolder: string): Promise<string> {
  const built = builtSidebar();
  const folder = folderIn(dataFolder);
  requireOwn(folder);
  await writingIn(`The sidebar could not be installed in ${folder}`, async () => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(dirname(folder), { recursive: true });
    await cp(built, folder, { recursive: true });
    await writeFile(join(folder, 'install.json'), `${JSON.stringify(INSTALL_NOTE, undefined, 2)}\n`);
  });
  return folder;
}

/**
 * Removes the sidebar from one of Jupyter's data folders.
 * @throws UserError when something else has its name there; PlatformError when the folder cannot be written
 */
export async function uninstallSidebar(
  dataFolder: string,
): Promise<{ readonly folder: string; readonly wasThere: boolean }> {
  const folder = folderIn(dataFolder);
  const wasThere = isThere(folder);
  requireOwn(folder);
  await writingIn(`The sidebar could not be removed from ${folder}`, () =>
    rm(folder, { recursive: true, force: true }),
  );
  return { folder, wasThere };
}

export interface FoundSidebar {
  readonly folder: string;
  readonly version: string;
  /** False when another build of it is there. */
  readonly isAsBuilt: boolean;
}

/** The sidebar in one of Jupyter's data folders; none if it is not there. */
export function sidebarsIn(dataFolder: string): readonly FoundSidebar[] {
  const folder = folderIn(dataFolder);
  const manifest = readManifest(folder);
  if (manifest === undefined) return [];
  return [{ folder, version: manifest.version, isAsBuilt: manifest.text === readManifest(builtSidebar())?.text }];
}

/** The folder of the built sidebar in its package, which lies beside this one. */
function builtSidebar(): string {
  const folder = join(dirname(sidebarManifest()), 'labextension');
  if (existsSync(join(folder, MANIFEST))) return folder;
  throw new UserError(`The sidebar is not built: there is no ${folder}. Build it: npm run set-up`);
}

function sidebarManifest(): string {
  try {
    return require.resolve(`${NAME}/${MANIFEST}`);
  } catch (cause) {
    if (errorCode(cause) !== 'MODULE_NOT_FOUND') throw cause;
    throw new UserError(
      'The package of the sidebar is not installed. Install it in the same folder as kernel-helpers, from the same release: npm install ./jupyterlab-ext-<version>.tgz',
      { cause },
    );
  }
}

function folderIn(dataFolder: string): string {
  return join(dataFolder, 'labextensions', NAME);
}

function requireOwn(folder: string): void {
  if (!isThere(folder) || readManifest(folder)?.name === NAME) return;
  throw new UserError(`${folder} is there, but it is not the sidebar. Move it away, then run the same command again.`);
}

/** Also true for a link whose target is gone. */
function isThere(folder: string): boolean {
  return lstatSync(folder, { throwIfNoEntry: false }) !== undefined;
}

function readManifest(folder: string): Manifest | undefined {
  const file = join(folder, MANIFEST);
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  const manifest = manifestSchema.safeParse(parseJson(text));
  return manifest.success ? { ...manifest.data, text } : undefined;
}
