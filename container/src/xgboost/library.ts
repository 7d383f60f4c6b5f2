import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { messageOf, PlatformError } from 'kernel-helpers/errors';
import { LOCAL_HOST_ENVIRONMENT } from 'kernel-helpers/training-contract/index';
import koffi, { type LibraryHandle } from 'koffi';
import { PACKAGE_FOLDER } from '../locations';

/** In the image, in the wheel's own layout: the library looks for its OpenMP in `../../xgboost_cpu.libs`. */
const LIBRARY_IN_IMAGE = '/opt/xgboost/xgboost/lib/libxgboost.so';

/** Its file in a Python environment that has the wheel `xgboost-cpu` or `xgboost`. */
const LIBRARY_FILES = ['libxgboost.so', 'libxgboost.dylib'];

/**
 * Loads libxgboost: the one that `XGBOOST_LIBRARY` names; otherwise that of the image, or of the Python environment `.venv`
 * of this clone, of the installation or of the working directory.
 * @throws PlatformError if it is not there or does not load. The error says what to do.
 */
export function loadLibrary(
  path = process.env[LOCAL_HOST_ENVIRONMENT.xgboostLibrary] ?? findLibrary(environments()),
): LibraryHandle {
  if (path === undefined || !existsSync(path)) {
    const [environment] = environments();
    throw new PlatformError(
      path === undefined
        ? `XGBoost's library is not on this machine. Install the wheel xgboost-cpu 3.2.0, for which Python 3.10 or newer is needed: python3 -m venv ${environment} && ${environment}/bin/python -m pip install --no-deps xgboost-cpu==3.2.0. Or set ${LOCAL_HOST_ENVIRONMENT.xgboostLibrary} to the libxgboost.so of such a wheel.`
        : `XGBoost's library is not at ${path}. Outside the image, set ${LOCAL_HOST_ENVIRONMENT.xgboostLibrary} to the libxgboost.so of the Python wheel xgboost-cpu 3.2.0 (xgboost/lib/libxgboost.so in its site-packages).`,
    );
  }
  try {
    return koffi.load(path);
  } catch (cause) {
    throw new PlatformError(
      `XGBoost's library ${path} does not load: ${messageOf(cause)}. It needs glibc 2.28, libstdc++6 and, two folders above it, the wheel's xgboost_cpu.libs: install the whole wheel xgboost-cpu 3.2.0 again.`,
      { cause },
    );
  }
}

/** Where set-up or a user may have put the wheel. */
function environments(): readonly string[] {
  const installation = resolve(PACKAGE_FOLDER, basename(dirname(PACKAGE_FOLDER)) === 'node_modules' ? '../..' : '..');
  const named = [process.env.LOCAL_ACCOUNT_VENV, process.env.VIRTUAL_ENV].filter((folder) => folder !== undefined);
  return [join(installation, '.venv'), ...named, resolve('.venv')];
}

/** The library in the image, or in the first of these Python environments that has it. */
export function findLibrary(folders: readonly string[]): string | undefined {
  const packages = folders.flatMap((folder) => sitePackages(folder));
  return [
    LIBRARY_IN_IMAGE,
    ...packages.flatMap((site) => LIBRARY_FILES.map((file) => join(site, 'xgboost/lib', file))),
  ].find((path) => existsSync(path));
}

function sitePackages(environment: string): readonly string[] {
  const libraries = join(environment, 'lib');
  if (!existsSync(libraries)) return [];
  const versions = readdirSync(libraries).filter((name) => /^python3\.\d+$/.test(name));
  return versions.map((version) => join(libraries, version, 'site-packages'));
}
