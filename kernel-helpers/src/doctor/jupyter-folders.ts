import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** The name is tslab's own, so that notebooks of either kernel open on the other one too. */
export const KERNEL_NAME = 'tslab';

/** The environment that `npm start` and the other commands of a clone use. */
const OWN_ENVIRONMENT = join(dirname(dirname(dirname(__dirname))), '.venv');

/** Where the kernel's description lies below one of Jupyter's data folders. */
export function kernelFolder(dataFolder: string): string {
  return join(dataFolder, 'kernels', KERNEL_NAME);
}

/** Jupyter's data folder of an environment. */
export function dataFolderOf(prefix: string): string {
  return join(prefix, 'share', 'jupyter');
}

/** Jupyter's data folder of the user: https://docs.jupyter.org/en/latest/use/jupyter-directories.html#data-files */
export function userDataFolder(): string {
  const { JUPYTER_DATA_DIR, XDG_DATA_HOME, APPDATA } = process.env;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Jupyter');
  if (process.platform === 'win32') return join(APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'jupyter');
  return join(XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'jupyter');
}

/** The folder for files that only running kernels need; Jupyter can start no kernel without it. */
export function runtimeFolder(): string {
  return process.env.JUPYTER_RUNTIME_DIR || join(userDataFolder(), 'runtime');
}

/** The environment of the Jupyter on the PATH; without one, that of this clone. */
export function jupyterPrefix(): string | undefined {
  const program = process.platform === 'win32' ? 'jupyter.exe' : 'jupyter';
  const folders = (process.env.PATH ?? '').split(delimiter);
  const folder = folders.find((candidate) => candidate !== '' && existsSync(join(candidate, program)));
  if (folder !== undefined) return dirname(folder);
  return existsSync(OWN_ENVIRONMENT) ? OWN_ENVIRONMENT : undefined;
}

/**
 * The data folders in which the Jupyter of an environment looks for kernels, in its order.
 * The rule: https://github.com/jupyter/jupyter_core/blob/main/jupyter_core/paths.py (jupyter_path)
 */
export function dataFolders(prefix: string | undefined): readonly string[] {
  const given = (process.env.JUPYTER_PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const own = prefix === undefined ? [] : [dataFolderOf(prefix)];
  const isPreferred = prefix !== undefined && existsSync(join(prefix, 'pyvenv.cfg'));
  const middle = isPreferred ? [...own, userDataFolder()] : [userDataFolder(), ...own];
  return [...given, ...middle, '/usr/local/share/jupyter', '/usr/share/jupyter'];
}

/** The folder with the description of this kernel that the Jupyter of an environment finds, if any. */
export function findKernelFolder(prefix: string | undefined): string | undefined {
  return dataFolders(prefix)
    .map(kernelFolder)
    .find((folder) => statSync(join(folder, 'kernel.json'), { throwIfNoEntry: false })?.isFile());
}
