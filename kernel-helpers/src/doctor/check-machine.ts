import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../error-code';
import { howInstalled } from '../how-installed';
import { containerDirectory } from '../sagemaker/container-package';
import { IMAGE_PROGRAM } from '../training-contract/index';
import { failed, passed, type SetupCheck } from './setup-check';

/** The first Node in which `require` loads ES modules without a flag; several packages here are such modules. */
const OLDEST_NODE = [20, 19] as const;

const PACKAGES = ['@aws-sdk/client-sagemaker', 'danfojs-node', 'esbuild', 'snowflake-sdk', 'typescript'] as const;

/** Whether this Node is new enough. */
export function checkNode(version = process.versions.node): SetupCheck {
  const [major, minor] = version.split('.').map(Number);
  const isNewEnough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const oldest = OLDEST_NODE.join('.');
  return isNewEnough
    ? passed('Node.js', `${oldest} or newer`)
    : failed('Node.js', version, `Install Node ${oldest} or newer, then ${howInstalled().repair}.`);
}

/** The kernel that this code runs in: this repository's, tslab as it is, or none. */
export type RunningKernel = 'ours' | 'stock tslab' | 'none';

/** Which kernel runs this cell. */
export function checkKernel(kernel: RunningKernel, installed = howInstalled()): SetupCheck {
  const name = 'Kernel';
  if (kernel === 'ours') return passed(name, 'tslab, with the protocol layer of this repository');
  const install = `Install the kernel of this project with ${installed.command} ${installed.install}, and restart.`;
  return kernel === 'stock tslab'
    ? failed(name, 'stock tslab, which loses output and hides errors', install)
    : failed(name, 'none: this is not running in a notebook', installed.open);
}

/** Whether the packages that cells need are there, and the training program is built. */
export function checkPackages(): SetupCheck {
  const name = 'Packages';
  const missing = PACKAGES.filter((packageName) => !isInstalled(packageName));
  if (missing.length > 0)
    return failed(name, `missing: ${missing.join(', ')}`, `To repair it, ${howInstalled().repair}.`);
  if (!existsSync(join(containerDirectory(), IMAGE_PROGRAM))) {
    return failed(name, 'the training program is not built', `To repair it, ${howInstalled().repair}.`);
  }
  return passed(name, 'installed and built');
}

function isInstalled(packageName: string): boolean {
  try {
    require.resolve(packageName);
    return true;
  } catch (error) {
    if (errorCode(error) === 'MODULE_NOT_FOUND') return false;
    throw error;
  }
}
