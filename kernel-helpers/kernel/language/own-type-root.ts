import { dirname } from 'node:path';

/** The folder of this package's `@types/node`, for notebooks in folders that have none. */
export const OWN_TYPE_ROOT = dirname(dirname(require.resolve('@types/node/package.json')));
