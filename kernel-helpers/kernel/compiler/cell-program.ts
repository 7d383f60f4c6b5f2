import ts from 'typescript';
import { transformCells } from './cell-transformers';

/** Parts of a program that TypeScript keeps out of its declarations. */
interface ProgramInternals {
  getResolvedModuleFromModuleSpecifier(
    specifier: ts.StringLiteralLike,
    sourceFile: ts.SourceFile,
  ): { readonly resolvedModule?: ts.ResolvedModule } | undefined;
}

const { bindSourceFile } = ts as typeof ts & {
  bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void;
};

interface SourceFileInternals {
  readonly locals?: Map<ts.__String, ts.Symbol>;
  readonly imports?: readonly ts.StringLiteralLike[];
}

/**
 * A program that does not track changes. TypeScript's own builders search after every change for the files that it
 * affects. Here it is always the cell alone, and that search took a third of a cell's time.
 */
export const createCellProgram: ts.CreateProgram<ts.BuilderProgram> = (...parameters) => {
  const builder = ts.createAbstractBuilder(...parameters);
  // tslab asks which `.ts` and `.js` files it has to compile with the cell.
  builder.getAllDependencies = (sourceFile) => [...sourcesBehind(builder.getProgram(), sourceFile)];
  bindCell(builder.getProgram());
  return transformCells(builder);
};

/** tslab looks for a cell's variables before the check in which TypeScript would bind the file, so it is bound here. */
function bindCell(program: ts.Program): void {
  for (const name of program.getRootFileNames()) {
    const file = program.getSourceFile(name);
    if (!file) continue;
    bindSourceFile(file, program.getCompilerOptions());
    if (!file.isDeclarationFile) tellNamesAsWritten(file);
  }
}

/**
 * TypeScript's binder has one state for the whole process, and clears it at the end of each file. After a crash in the
 * middle of a file, it must reach the end of another file before it binds the next cell.
 */
export function forgetUnfinishedBinding(): void {
  bindSourceFile(ts.createSourceFile('empty.ts', '', ts.ScriptTarget.Latest), {});
}

/** TypeScript keeps `__rows` as `___rows`, and `declare global` as a name; tslab would export both by these names. */
function tellNamesAsWritten(file: ts.SourceFile & SourceFileInternals): void {
  const { locals } = file;
  if (!locals) return;
  locals.forEach = (tell) => {
    for (const [name, symbol] of locals) {
      if (name === ts.InternalSymbolName.Global) continue;
      tell(symbol, ts.unescapeLeadingUnderscores(name) as ts.__String, locals);
    }
  };
}

/** A file and all that it imports, without declaration files and their imports. */
function sourcesBehind(program: ts.Program, start: ts.SourceFile): ReadonlySet<string> {
  const found = new Set<string>([start.fileName]);
  const visit = (file: ts.SourceFile) => {
    for (const imported of importsOf(program, file)) {
      if (found.has(imported.fileName) || imported.isDeclarationFile) continue;
      found.add(imported.fileName);
      visit(imported);
    }
  };
  visit(start);
  return found;
}

function importsOf(program: ts.Program, file: ts.SourceFile): readonly ts.SourceFile[] {
  const { getResolvedModuleFromModuleSpecifier: resolve } = program as ts.Program & ProgramInternals;
  const { imports = [] } = file as ts.SourceFile & SourceFileInternals;
  const fileNames = imports.map((specifier) => resolve(specifier, file)?.resolvedModule?.resolvedFileName);
  return fileNames.flatMap((fileName) => (fileName && program.getSourceFile(fileName)) || []);
}
