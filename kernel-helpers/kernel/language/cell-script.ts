import { createRequire } from 'node:module';
import { join } from 'node:path';
import { constants, Script } from 'node:vm';
import type { CompiledCell } from './notebook-compiler';
import { META } from './print-slots';
import { LINK } from './rewrite-imports';
import { type Slot, slotParameter } from './slots';

/** What every cell finds besides its slots. */
export interface CellScope {
  readonly require: NodeJS.Require;
  readonly meta: { readonly url: string; readonly filename: string; readonly dirname: string };
}

/** The last expression's value, in an array; undefined when the cell ends with another statement. */
export type CellResult = readonly [value: unknown] | undefined;

/** Makes the function of a compiled cell. Its dynamic imports go through Node's own loader, from the notebook's folder. */
export function cellFunction(scriptName: string, cell: CompiledCell, slotOf: (name: string) => Slot, scope: CellScope) {
  const own = { require: scope.require, __filename: scope.meta.filename, __dirname: scope.meta.dirname };
  const parameters = [...Object.keys(own), META, LINK, ...cell.names.map(slotParameter)];
  const prefix = `(async function (${parameters.join(', ')}) { "use strict"; `;
  const script = new Script(`${prefix}${cell.javaScript}\n})`, {
    filename: join(scope.meta.dirname, scriptName),
    columnOffset: -prefix.length,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const run: (...values: unknown[]) => Promise<CellResult> = script.runInThisContext();
  return () => run(...Object.values(own), scope.meta, link, ...cell.names.map(slotOf));
}

export function notebookScope(notebookFile: string, directory: string, url: string): CellScope {
  return { require: createRequire(notebookFile), meta: { url, filename: notebookFile, dirname: directory } };
}

/** Imports stay live: the slot asks the module. Of a CommonJS package, Node.js finds few names; its default has all. */
function link(module: Readonly<Record<string, unknown>>, ...names: readonly (readonly [Slot, string])[]): void {
  for (const [slot, from] of names)
    Object.defineProperty(slot, 'v', { get: getterOf(module, from), configurable: true });
}

function getterOf(module: Readonly<Record<string, unknown>>, from: string): () => unknown {
  if (from === '*') return () => module;
  const holder = from in module ? module : Object(module.default);
  if (!(from in holder)) throw new SyntaxError(`The imported module does not provide an export named '${from}'`);
  return () => holder[from];
}
