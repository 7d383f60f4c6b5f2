import { dirname } from 'node:path';

/** Where `@types/node` of this package lies, for notebooks in folders that have none. */
export const OWN_TYPE_ROOT = dirname(dirname(require.resolve('@types/node/package.json')));
