import { cellFileName, moduleText, parseModule } from './cell-file';
import { type DeclaredNames, namesDeclaredIn } from './cell-names';
import type { CellModule } from './living-program';
import { cellsOf, type KnownName, type NamesInForce } from './names-in-force';
import { withoutExports } from './without-exports';

/** A cell as a module, with what it gives to later cells and takes from earlier ones. */
export interface ReadCell extends CellModule {
  readonly declared: DeclaredNames;
  readonly used: ReadonlyMap<string, KnownName>;
}

export interface CellText {
  /** The notebook's folder. */
  readonly directory: string;
  /** Tells all cells apart, also those that do not compile. */
  readonly number: number;
  readonly code: string;
}

export function readCell({ directory, number, code }: CellText, names: NamesInForce): ReadCell {
  const fileName = cellFileName(directory, number);
  const own = withoutExports(code);
  const first = parseModule(fileName, own);
  const declared = namesDeclaredIn(first);
  // `identifiers` holds every word of the cell, so only names that may be used are taken.
  const used = names.among(first.identifiers.keys(), declared);
  const file = parseModule(fileName, moduleText(own, declared, used));
  const uses = new Set([...used.values()].flatMap(cellsOf));
  return { number, file, end: own.length, uses, declared, used };
}

/** The same for code in the middle of a cell that runs, where these names stand for the notebook's variables. */
export function readMiddle({ directory, number, code }: CellText, shared: readonly string[]): ReadCell {
  const fileName = cellFileName(directory, number);
  const own = withoutExports(code);
  const first = parseModule(fileName, own);
  const declared = namesDeclaredIn(first);
  const used = shared.filter((name) => first.identifiers.has(name) && !declared.has(name));
  const known = used.map((name) => `declare let ${name}: any;`).join('\n');
  const file = parseModule(fileName, `${own}\n;export { ${[...declared.keys()].join(', ')} };\n${known}`);
  const variable: KnownName = { value: { cell: number, kind: 'let', isAmbient: false } };
  const meanings = new Map(used.map((name) => [name, variable]));
  return { number, file, end: own.length, uses: new Set(), declared, used: meanings };
}
