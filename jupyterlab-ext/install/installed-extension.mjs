import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const NAME = 'jupyterlab-tables-and-jobs';
const BUILT = join(import.meta.dirname, '../labextension');
const MANIFEST = 'package.json';

/** What JupyterLab's extension manager says about how to remove it. */
const INSTALL_NOTE = {
  packageManager: 'npm',
  packageName: NAME,
  uninstallInstructions:
    'Run: npx jupyterlab-ext uninstall, with the --prefix, --user or --sys-prefix of its installation.',
};

/**
 * Copies the extension as built into one of Jupyter's data folders, in place of an earlier one.
 * @param {string} dataFolder such as `.venv/share/jupyter`
 * @returns {string} its own folder
 * @throws UserError when it is not built, or something else has its name there; PlatformError when the folder cannot be
 * written
 */
export function installExtension(dataFolder) {
  const { UserError } = errors();
  if (!existsSync(join(BUILT, MANIFEST))) {
    throw new UserError(`The sidebar is not built: there is no ${BUILT}. Build it: npm run set-up`);
  }
  const folder = folderIn(dataFolder);
  requireOwn(folder);
  writing(folder, () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(dirname(folder), { recursive: true });
    cpSync(BUILT, folder, { recursive: true });
    writeFileSync(join(folder, 'install.json'), `${JSON.stringify(INSTALL_NOTE, undefined, 2)}\n`);
  });
  return folder;
}

/**
 * Removes the extension from one of Jupyter's data folders.
 * @param {string} dataFolder
 * @throws UserError when something else has its name there; PlatformError when the folder cannot be written
 */
export function uninstallExtension(dataFolder) {
  const folder = folderIn(dataFolder);
  const wasThere = isThere(folder);
  requireOwn(folder);
  writing(folder, () => rmSync(folder, { recursive: true, force: true }));
  return { folder, wasThere };
}

/**
 * The extension in one of Jupyter's data folders; none if it is not there.
 * @param {string} dataFolder
 */
export function installedIn(dataFolder) {
  const folder = folderIn(dataFolder);
  const manifest = readManifest(folder);
  if (manifest === undefined) return [];
  const isAsBuilt = manifest.text === readManifest(BUILT)?.text;
  return [{ folder, version: manifest.version, isAsBuilt }];
}

/** @param {string} dataFolder */
function folderIn(dataFolder) {
  return join(dataFolder, 'labextensions', NAME);
}

/** @param {string} folder */
function requireOwn(folder) {
  if (!isThere(folder) || readManifest(folder)?.name === NAME) return;
  const { UserError } = errors();
  throw new UserError(`${folder} is there, but it is not the sidebar. Move it away, then run the same command again.`);
}

/**
 * Also true for a link whose target is gone.
 * @param {string} folder
 */
function isThere(folder) {
  return lstatSync(folder, { throwIfNoEntry: false }) !== undefined;
}

/** @param {string} folder */
function readManifest(folder) {
  const file = join(folder, MANIFEST);
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  try {
    const { name, version } = JSON.parse(text);
    return { name: String(name), version: String(version), text };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * @param {string} folder
 * @param {() => void} work
 */
function writing(folder, work) {
  try {
    work();
  } catch (cause) {
    const { PlatformError } = errors();
    throw new PlatformError(
      `${folder} could not be written. Make it writable, or choose another place with --prefix.`,
      {
        cause,
      },
    );
  }
}

function errors() {
  return /** @type {typeof import('kernel-helpers/errors')} */ (
    createRequire(import.meta.url)('kernel-helpers/errors')
  );
}
