import { dirname, join } from 'node:path';

/** The folder of this package, here and in the image, whether its files are bundled or not. */
export const PACKAGE_FOLDER = dirname(require.resolve('container/package.json'));

/** Programs of worker threads. */
export const THREADS = {
  training: join(PACKAGE_FOLDER, 'dist/xgboost/training-thread.js'),
  tracker: join(PACKAGE_FOLDER, 'dist/xgboost/tracker-thread.js'),
  decode: join(PACKAGE_FOLDER, 'dist/training/rows/decode-thread.js'),
  line: join(PACKAGE_FOLDER, 'dist/training/line/host-line-thread.js'),
  watchdog: join(PACKAGE_FOLDER, 'dist/training/watchdog/watchdog-thread.js'),
} as const;
