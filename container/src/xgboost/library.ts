import { existsSync } from 'node:fs';
import { messageOf, PlatformError } from 'kernel-helpers/errors';
import { LOCAL_HOST_ENVIRONMENT } from 'kernel-helpers/training-contract/index';
import koffi, { type LibraryHandle } from 'koffi';

/** In the image, in the wheel's own layout: the library looks for its OpenMP in `../../xgboost_cpu.libs`. */
const LIBRARY_IN_IMAGE = '/opt/xgboost/xgboost/lib/libxgboost.so';

/**
 * Loads libxgboost.
 * @throws PlatformError if it is not there or does not load. The error says what to do.
 */
export function loadLibrary(
  path = process.env[LOCAL_HOST_ENVIRONMENT.xgboostLibrary] ?? LIBRARY_IN_IMAGE,
): LibraryHandle {
  if (!existsSync(path)) {
    throw new PlatformError(
      `XGBoost's library is not at ${path}. Outside the image, set ${LOCAL_HOST_ENVIRONMENT.xgboostLibrary} to the libxgboost.so of the Python wheel xgboost-cpu 3.2.0 (xgboost/lib/libxgboost.so in its site-packages).`,
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
