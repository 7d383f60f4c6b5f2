import Module, { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { CellScope } from '../language/cell-script';
import type { LocalModules } from '../modules/local-modules';

/**
 * What cells find without declaring it: what a file of CommonJS has, for code that is pasted from one, and what is in
 * `import.meta`. The notebook is the program that runs, so `require.main === module`.
 */
export function notebookScope(file: string, directory: string, modules: LocalModules): CellScope {
  const url = pathToFileURL(file).href;
  const module = Object.assign(new Module(file), { filename: file });
  // Node.js gives it as `main` to every `require` that is made from now on.
  process.mainModule = module;
  const require = createRequire(file);
  module.paths = require.resolve.paths('any-package') ?? [];
  return {
    own: { require, module, exports: module.exports, __filename: file, __dirname: directory },
    meta: { url, filename: file, dirname: directory, resolve: (specifier) => modules.addressFor(specifier, url) },
  };
}
