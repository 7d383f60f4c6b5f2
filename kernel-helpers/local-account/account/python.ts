import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from 'kernel-helpers/errors';
import { INSTALLATION } from './locations';

/** Names another Python environment than `.venv` of the clone or the installation. */
const ENVIRONMENT_VARIABLE = 'LOCAL_ACCOUNT_VENV';
/** The list of Python packages that a release brings; a clone has it elsewhere, and installs it itself. */
const RELEASED_LIST = join(dirname(require.resolve('local-account/package.json')), 'requirements.txt');

/** What the local account takes from a Python environment. */
export interface PythonTools {
  readonly python: string;
  /** libxgboost of the wheel `xgboost-cpu`; undefined when the wheel is not there. */
  readonly xgboostLibrary?: string;
}

/** @throws UserError when there is no Python environment with moto. */
export function findPythonTools(): PythonTools {
  const environment = process.env[ENVIRONMENT_VARIABLE] ?? join(INSTALLATION, '.venv');
  const python = join(environment, 'bin/python');
  if (!existsSync(python)) {
    throw new UserError(
      `The local account needs Python with moto, and there is none in ${environment}. Install Python 3.10 or newer if it is missing, then run: ${commandToInstall(environment)}`,
    );
  }
  const sitePackages = findSitePackages(environment);
  if (sitePackages === undefined || !existsSync(join(sitePackages, 'moto'))) {
    throw new UserError(`The Python environment ${environment} has no moto. Run: ${commandToInstall(environment)}`);
  }
  const library = ['libxgboost.so', 'libxgboost.dylib']
    .map((name) => join(sitePackages, 'xgboost/lib', name))
    .find((path) => existsSync(path));
  return { python, ...(library !== undefined && { xgboostLibrary: library }) };
}

function commandToInstall(environment: string): string {
  return existsSync(RELEASED_LIST)
    ? `python3 -m venv ${quote(environment)} && ${quote(join(environment, 'bin/python'))} -m pip install --no-deps --require-hashes -r ${quote(RELEASED_LIST)}`
    : 'npm run set-up';
}

function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** The folder of a Python environment's packages. */
export function findSitePackages(environment: string): string | undefined {
  const libraries = join(environment, 'lib');
  if (!existsSync(libraries)) return undefined;
  const folder = readdirSync(libraries).find((name) => /^python3\.\d+$/.test(name));
  return folder === undefined ? undefined : join(libraries, folder, 'site-packages');
}
