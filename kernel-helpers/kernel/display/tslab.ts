import Module from 'node:module';
import ts from 'typescript';

/** What tslab's `display` and `newDisplay` pass on. */
export interface TslabDisplayData {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly transient?: { readonly display_id?: string };
}

/**
 * Gets what a cell gives to tslab's own `display`. Two of tslab's modules are replaced: the one for Jupyter's protocol,
 * of which its display needs a single function, and its fork of TypeScript, because this kernel has TypeScript itself.
 */
export function redirectTslabDisplay(write: (data: TslabDisplayData, update: boolean | undefined) => void): void {
  provideModule('tslab/dist/jupyter.js', { lastWriteDisplayData: write });
  provideModule('@tslab/typescript-for-tslab', ts);
}

/** Makes `require(name)` in every package return `exports`, without loading the installed module. */
function provideModule(name: string, exports: object): void {
  const filename = require.resolve(name);
  const provided = new Module(filename);
  provided.filename = filename;
  provided.loaded = true;
  provided.exports = exports;
  require.cache[filename] = provided;
}
