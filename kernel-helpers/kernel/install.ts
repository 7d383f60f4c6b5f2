import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { PlatformError, UserError } from 'kernel-helpers/errors';
import { prepareStart } from './start-command';

/** tslab's own name, so that notebooks open on stock tslab as well and the other way round. */
export const KERNEL_NAME = 'tslab';

export interface InstallKernelOptions {
  /** Install under `<prefix>/share/jupyter/kernels`, for example the folder of a virtual environment. */
  readonly prefix?: string;
  /** Install for the current user. This is the default. */
  readonly user?: boolean;
  /** Install where `python` (default: `python3` on the PATH) has its `sys.prefix`. */
  readonly sysPrefix?: boolean;
  readonly python?: string;
  /** Remove the kernel from that place instead. */
  readonly remove?: boolean;
}

export interface InstalledKernel {
  /** The folder of the kernelspec. */
  readonly directory: string;
  readonly action: 'installed' | 'removed' | 'was not there';
  /** Why it starts without a V8 snapshot, and so more slowly; undefined when it has one or was removed. */
  readonly whyPlainStart?: string;
}

/**
 * Tells Jupyter about this kernel, or makes it forget it. May be run twice.
 * Throws a UserError for more than one place, a PlatformError when the place cannot be written.
 */
export async function installKernel(options: InstallKernelOptions = {}): Promise<InstalledKernel> {
  const directory = kernelSpecDirectory(options);
  return options.remove === true ? removeKernelSpec(directory) : writeKernelSpec(directory);
}

async function writeKernelSpec(directory: string): Promise<InstalledKernel> {
  try {
    await mkdir(directory, { recursive: true });
    const { argv, whyPlain } = await prepareStart(directory);
    await writeFile(join(directory, 'kernel.json'), `${JSON.stringify(kernelSpec(argv), null, 2)}\n`);
    return { directory, action: 'installed', ...(whyPlain !== undefined && { whyPlainStart: whyPlain }) };
  } catch (cause) {
    throw new PlatformError(
      `The kernel could not be installed in ${directory}. Make the folder writable, or choose another with --prefix.`,
      { cause },
    );
  }
}

async function removeKernelSpec(directory: string): Promise<InstalledKernel> {
  if (!existsSync(directory)) return { directory, action: 'was not there' };
  await rm(directory, { recursive: true });
  return { directory, action: 'removed' };
}

/** What Jupyter reads: https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs */
function kernelSpec(argv: readonly string[]): object {
  return {
    argv,
    display_name: 'TypeScript',
    language: 'typescript',
    interrupt_mode: 'message',
    metadata: { debugger: false },
  };
}

function kernelSpecDirectory(options: InstallKernelOptions): string {
  const { prefix, user, sysPrefix, python = 'python3' } = options;
  const chosen = [prefix !== undefined, user === true, sysPrefix === true].filter(Boolean);
  if (chosen.length > 1) throw new UserError('Choose one of --prefix, --user and --sys-prefix.');
  if (prefix !== undefined) return kernelsUnder(join(resolve(prefix), 'share', 'jupyter'));
  if (sysPrefix === true) return kernelsUnder(join(pythonPrefix(python), 'share', 'jupyter'));
  return kernelsUnder(userDataDirectory());
}

function kernelsUnder(dataDirectory: string): string {
  return join(dataDirectory, 'kernels', KERNEL_NAME);
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

/** Jupyter's data folder of the user: https://docs.jupyter.org/en/latest/use/jupyter-directories.html#data-files */
function userDataDirectory(): string {
  const { JUPYTER_DATA_DIR, XDG_DATA_HOME, APPDATA } = process.env;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Jupyter');
  if (process.platform === 'win32') return join(APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'jupyter');
  return join(XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'jupyter');
}
