import { readFileSync } from 'node:fs';
import ts from 'typescript';

export interface SourceImport {
  /** As written: `./part`, `node:fs`, `kernel-helpers/errors`. */
  readonly specifier: string;
  /** Whether the import exists only for types, so that it is not there at run time. */
  readonly isTypeOnly: boolean;
}

/** Every module that a source or declaration file names: imports, re-exports, `require` and dynamic imports. */
export function importsOf(path: string): readonly SourceImport[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  const found: SourceImport[] = [];
  const visit = (node: ts.Node): void => {
    const named = namedModule(node);
    if (named !== undefined) found.push(named);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function namedModule(node: ts.Node): SourceImport | undefined {
  if (ts.isImportDeclaration(node)) return asImport(node.moduleSpecifier, importsOnlyTypes(node.importClause));
  if (ts.isExportDeclaration(node)) return asImport(node.moduleSpecifier, exportsOnlyTypes(node));
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return asImport(node.argument.literal, true);
  if (ts.isCallExpression(node) && loadsModule(node.expression)) return asImport(node.arguments[0], false);
  return undefined;
}

/** True also for `import { type A, type B } from …`, which TypeScript removes completely. */
function importsOnlyTypes(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const names = clause.namedBindings;
  return clause.name === undefined && names !== undefined && ts.isNamedImports(names) && areTypes(names.elements);
}

function exportsOnlyTypes({ isTypeOnly, exportClause: names }: ts.ExportDeclaration): boolean {
  return isTypeOnly || (names !== undefined && ts.isNamedExports(names) && areTypes(names.elements));
}

function areTypes(names: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[]): boolean {
  return names.length > 0 && names.every(({ isTypeOnly }) => isTypeOnly);
}

function loadsModule(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
}

function asImport(node: ts.Node | undefined, isTypeOnly: boolean): SourceImport | undefined {
  return node !== undefined && ts.isStringLiteral(node) ? { specifier: node.text, isTypeOnly } : undefined;
}
