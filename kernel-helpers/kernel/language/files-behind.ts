import ts from 'typescript';
import { isOfUser } from '../modules/file-kinds';
import { isCellFile } from './cell-file';
import { importsOf } from './import-specifiers';

const PACKAGE_FOLDER = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/;

/** The file to which an import leads; undefined when it leads nowhere. */
export type FindFile = (specifier: string, from: string, mode: ts.ResolutionMode) => string | undefined;

/**
 * The folders of the packages that a cell imports itself.
 * @param end where the cell's own code ends.
 */
export function packagesBehind(
  file: ts.SourceFile,
  end: number,
  options: ts.CompilerOptions,
  findFile: FindFile,
): readonly string[] {
  const { specifiers, required } = importsOf(file, end);
  const folders = [...specifiers, ...required].flatMap((literal) => {
    const mode = required.includes(literal)
      ? ts.ModuleKind.CommonJS
      : ts.getModeForUsageLocation(file, literal, options);
    return PACKAGE_FOLDER.exec(findFile(literal.text, file.fileName, mode) ?? '')?.[0] ?? [];
  });
  return [...new Set(folders)];
}

/** The user's own files behind the imports of a file, itself left out. */
export function userFilesBehind(
  start: ts.SourceFile,
  end: number,
  program: ts.Program,
  findFile: FindFile,
): readonly ts.SourceFile[] {
  const found = new Map<string, ts.SourceFile>();
  const visit = (file: ts.SourceFile, specifiers: readonly ts.StringLiteralLike[]) => {
    for (const literal of specifiers) {
      const mode = ts.getModeForUsageLocation(file, literal, program.getCompilerOptions());
      const name = findFile(literal.text, file.fileName, mode);
      const next = name === undefined || !isOfUser(name) || found.has(name) ? undefined : program.getSourceFile(name);
      if (!next || next.isDeclarationFile || isCellFile(next.fileName)) continue;
      found.set(next.fileName, next);
      visit(next, importsOf(next, next.text.length).specifiers);
    }
  };
  visit(start, importsOf(start, end).specifiers);
  return [...found.values()];
}
