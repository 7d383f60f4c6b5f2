import ts from 'typescript';
import { type CheckerInternals, symbolDisplay } from './typescript-internals';

/** A value that no name of the notebook stands for yet, and the module that has it. */
export interface ImportableName {
  readonly name: string;
  readonly from: string;
  readonly symbol: ts.Symbol;
}

/** Names that fit are found among thousands, so less than this says too little about what is meant. */
export const SHORTEST_TYPED = 3;
const MOST_OFFERED = 20;

/** Modules of Node.js whose names another module has too, and those that few notebooks need. */
const LEFT_OUT =
  /^node:(?:path\/|sys$|punycode|constants|test|inspector|process|console|module|repl|wasi|sea|domain|trace_events)/;

/** Several modules have a `Worker`, a `Socket` or a `resolve`: these come first. Cells can await, so promises do. */
const FIRST = [
  'node:fs/promises',
  'node:stream/promises',
  'node:readline/promises',
  'node:path',
  'node:worker_threads',
  'node:http',
  'node:net',
  'node:util',
];

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

type Index = ReadonlyMap<string, ImportableName>;

const indexes = new WeakMap<ts.Program, { readonly packages: number; readonly index: Index }>();

/** What can be imported from Node.js and from the packages that the notebook knows, by specifier. */
export class ImportableNames {
  private readonly index: Index;
  private readonly checker: CheckerInternals;

  constructor(program: ts.Program, packages: ReadonlyMap<string, ts.SourceFile>) {
    this.checker = program.getTypeChecker() as CheckerInternals;
    const known = indexes.get(program);
    this.index = known?.packages === packages.size ? known.index : indexOf(this.checker, packages);
    indexes.set(program, { packages: packages.size, index: this.index });
  }

  find(name: string): ImportableName | undefined {
    const found = this.index.get(name);
    return found && this.isValue(found) ? found : undefined;
  }

  /** @param start in small letters */
  beginningWith(start: string, isTaken: (name: string) => boolean): readonly ImportableName[] {
    const found: ImportableName[] = [];
    for (const [name, importable] of this.index) {
      const isWanted = name.toLowerCase().startsWith(start) && !isTaken(name) && this.isValue(importable);
      if (isWanted && found.push(importable) === MOST_OFFERED) break;
    }
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  kindOf({ symbol }: ImportableName, file: ts.SourceFile): string {
    return symbolDisplay.getSymbolKind(this.checker, this.target(symbol), file);
  }

  /** `(path: string): string`; undefined for what is no function. */
  signatureOf({ symbol }: ImportableName, file: ts.SourceFile): string | undefined {
    const [first] = this.checker.getTypeOfSymbolAtLocation(this.target(symbol), file).getCallSignatures();
    return first && this.checker.signatureToString(first, file);
  }

  documentationOf({ symbol }: ImportableName): readonly ts.SymbolDisplayPart[] {
    return this.target(symbol).getDocumentationComment(this.checker);
  }

  private isValue({ symbol }: ImportableName): boolean {
    const isValue = (this.target(symbol).flags & ts.SymbolFlags.Value) !== 0;
    return isValue && this.checker.getTypeOnlyAliasDeclaration(symbol) === undefined;
  }

  private target(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }
}

export function importOf({ name, from }: ImportableName): string {
  return `import { ${name} } from '${from}';`;
}

function indexOf(checker: CheckerInternals, packages: ReadonlyMap<string, ts.SourceFile>): Index {
  const index = new Map<string, ImportableName>();
  const take = (from: string, module: ts.Symbol | undefined, isBetter: boolean) => {
    for (const symbol of module ? checker.getExportsAndPropertiesOfModule(module) : []) {
      const { name } = symbol;
      if (NAME.test(name) && name !== 'default' && (isBetter || !index.has(name)))
        index.set(name, { name, from, symbol });
    }
  };
  const modules = checker.getAmbientModules().map((module) => [module.name.slice(1, -1), module] as const);
  const ofNode = modules.filter(([from]) => from.startsWith('node:') && !LEFT_OUT.test(from));
  for (const [from, module] of ofNode.sort(([a], [b]) => placeOf(a) - placeOf(b))) take(from, module, false);
  for (const [from, file] of packages) take(from, checker.getSymbolAtLocation(file), true);
  return index;
}

function placeOf(module: string): number {
  const place = FIRST.indexOf(module);
  return place === -1 ? FIRST.length : place;
}
