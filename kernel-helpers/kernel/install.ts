import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { chosenDataFolder, type PlaceOptions } from 'kernel-helpers/doctor/chosen-data-folder';
import { KERNEL_NAME, kernelFolder } from 'kernel-helpers/doctor/jupyter-folders';
import { type KernelStart, readKernelStart } from 'kernel-helpers/doctor/kernel-description';
import { writingIn } from 'kernel-helpers/doctor/unwritable-place';
import { UserError } from 'kernel-helpers/errors';
import { HAS_DEBUGGER } from './debugger/has-debugger';
import { checkVariables } from './kernel-variables';
import { prepareStart } from './start-command';

export interface InstallKernelOptions extends PlaceOptions {
  /** Environment variables that every notebook with this kernel gets, such as `SF_ACCOUNT`; no secrets. */
  readonly env?: Readonly<Record<string, string>>;
  /** Remove the kernel from that place instead. */
  readonly remove?: boolean;
}

export interface InstalledKernel {
  /** The folder of the kernelspec. */
  readonly directory: string;
  readonly action: 'installed' | 'removed' | 'was not there';
  /** True when another kernel of this name was there, such as stock tslab, and was replaced. */
  readonly replacedOther: boolean;
  /** Why it starts without a V8 snapshot, and so more slowly; undefined when it has one or was removed. */
  readonly whyPlainStart?: string;
}

/**
 * Registers this kernel with Jupyter, or removes it. May be run twice.
 * Throws a UserError when the options name no possible place, a PlatformError when the place cannot be written.
 */
export async function installKernel(options: InstallKernelOptions = {}): Promise<InstalledKernel> {
  const directory = kernelFolder(chosenDataFolder(options));
  const { env = {} } = options;
  checkVariables(env);
  const what = options.remove === true ? 'removed from' : 'installed in';
  return writingIn(`The kernel could not be ${what} ${directory}`, () =>
    options.remove === true ? removeKernel(directory) : writeKernel(directory, env),
  );
}

/** JupyterLab shows these in its launcher: https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs */
const LOGOS = join(dirname(__dirname), 'logo');

type Variables = Readonly<Record<string, string>>;

async function writeKernel(directory: string, env: Variables): Promise<InstalledKernel> {
  const replacedOther = isOfOthers(directory);
  await mkdir(directory, { recursive: true });
  const { argv, start, whyPlain } = await prepareStart(directory);
  for (const logo of await readdir(LOGOS)) await copyFile(join(LOGOS, logo), join(directory, logo));
  // This file is written last, so that Jupyter never sees half a kernel.
  await writeFile(join(directory, 'kernel.json'), `${JSON.stringify(kernelSpec(argv, start, env), null, 2)}\n`);
  return { directory, action: 'installed', replacedOther, ...(whyPlain !== undefined && { whyPlainStart: whyPlain }) };
}

async function removeKernel(directory: string): Promise<InstalledKernel> {
  if (!existsSync(directory)) return { directory, action: 'was not there', replacedOther: false };
  if (isOfOthers(directory)) {
    throw new UserError(
      `${directory} holds another kernel, such as stock tslab. Remove it: jupyter kernelspec remove ${KERNEL_NAME}`,
    );
  }
  await rm(directory, { recursive: true });
  return { directory, action: 'removed', replacedOther: false };
}

function isOfOthers(directory: string): boolean {
  try {
    return readKernelStart(directory) === undefined;
  } catch {
    // There is no file, or only a part of one, from which no kernel can start.
    return false;
  }
}

/** What Jupyter reads: https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs */
function kernelSpec(argv: readonly string[], start: KernelStart, env: Variables): object {
  return {
    argv,
    ...(Object.keys(env).length > 0 && { env: literally(env) }),
    display_name: 'TypeScript',
    language: 'typescript',
    interrupt_mode: 'message',
    metadata: { debugger: HAS_DEBUGGER, start },
  };
}

/** Jupyter fills `$NAME` in these values and reads `$$` as `$`: `__apply_env_substitutions` in jupyter_client's provisioner_base.py */
function literally(variables: Variables): Variables {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value.replaceAll('$', '$$$$')]));
}
