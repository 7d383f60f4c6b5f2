import { join } from 'node:path';
import { constants, Script } from 'node:vm';
import { wholeNamespace } from '../modules/whole-namespace';
import type { CompiledCell } from './notebook-compiler';
import { META } from './print-slots';
import { LINK } from './rewrite-imports';
import { type Slot, slotParameter } from './slots';

/** What every cell finds besides its slots. */
export interface CellScope {
  /** By name. Cells may declare these names themselves. */
  readonly own: Readonly<Record<string, unknown>>;
  readonly meta: {
    readonly url: string;
    readonly filename: string;
    readonly dirname: string;
    readonly resolve: (specifier: string) => string;
  };
}

/** The last expression's value, in an array; undefined when the cell ends with another statement. */
export type CellResult = readonly [value: unknown] | undefined;

export interface CellParameter {
  readonly name: string;
  readonly value: unknown;
}

/** What the code of a cell refers to. */
export function cellParameters(
  names: readonly string[],
  slotOf: (name: string) => Slot,
  scope: CellScope,
): readonly CellParameter[] {
  return [
    ...Object.entries(scope.own).map(([name, value]) => ({ name, value })),
    { name: META, value: scope.meta },
    { name: LINK, value: link },
    ...names.map((name) => ({ name: slotParameter(name), value: slotOf(name) })),
  ];
}

/** Debuggers pause before a script with this line runs, to set the breakpoints of its source. There is no such file. */
const HAS_SOURCE_MAP = '//# sourceMappingURL=cell';

/** Makes the function of a compiled cell. Its dynamic imports go through Node's own loader, from the notebook's folder. */
export function cellFunction(scriptName: string, cell: CompiledCell, slotOf: (name: string) => Slot, scope: CellScope) {
  // Two functions, because a class may not have the name of a parameter beside it.
  const parameters = [META, LINK, ...cell.names.map(slotParameter)].join(', ');
  const prefix = `(function (${Object.keys(scope.own).join(', ')}) { return async function (${parameters}) { "use strict"; `;
  const script = new Script(`${prefix}${cell.javaScript}\n}; })\n${HAS_SOURCE_MAP}`, {
    filename: join(scope.meta.dirname, scriptName),
    columnOffset: -prefix.length,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const prepare: (...own: unknown[]) => (...values: unknown[]) => Promise<CellResult> = script.runInThisContext();
  return () => prepare(...Object.values(scope.own))(scope.meta, link, ...cell.names.map(slotOf));
}

/** Imports stay live: the slot asks the module. Of a CommonJS package, Node.js finds few names; its default has all. */
function link(module: Readonly<Record<string, unknown>>, ...names: readonly (readonly [Slot, string])[]): void {
  for (const [slot, from] of names)
    Object.defineProperty(slot, 'v', { get: getterOf(module, from), configurable: true });
}

function getterOf(module: Readonly<Record<string, unknown>>, from: string): () => unknown {
  if (from === '*') {
    const whole = wholeNamespace(module);
    return () => whole;
  }
  const holder = from in module ? module : Object(module.default);
  if (!(from in holder)) throw new SyntaxError(`The imported module does not provide an export named '${from}'`);
  return () => holder[from];
}
