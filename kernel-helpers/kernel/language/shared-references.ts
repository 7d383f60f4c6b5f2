import ts from 'typescript';
import type { CheckerInternals, SourceFileInternals } from './typescript-internals';
import { isExpressionNode } from './typescript-internals';

/** Tells whether a word in a cell means a name that all cells share. */
export type IsShared = (id: ts.Identifier) => boolean;

/** @param names the cell's own top-level names, and those of earlier cells that it may use. */
export function sharedReferences(
  file: SourceFileInternals,
  names: ReadonlySet<string>,
  checker: CheckerInternals,
): IsShared {
  return (id) => {
    if (!names.has(id.text)) return false;
    const symbol = checker.resolveName(id.text, id, ts.SymbolFlags.Value, true);
    const own = file.locals?.get(id.escapedText);
    if (!symbol || !own || checker.getMergedSymbol(own) !== symbol) return false;
    return !(symbol.declarations ?? []).some((declaration) => keepsOwnName(declaration, id));
  };
}

/** Inside a class, an enum and a namespace their own name is not the shared one: a later cell may give it away. */
function keepsOwnName(declaration: ts.Declaration, id: ts.Identifier): boolean {
  const isBody =
    ts.isClassDeclaration(declaration) || ts.isEnumDeclaration(declaration) || ts.isModuleDeclaration(declaration);
  return isBody && declaration.pos <= id.pos && id.end <= declaration.end;
}

/** TypeScript's own test takes the `b` of `a.b` and the names of function expressions for expressions too. */
export function isReference(id: ts.Identifier): boolean {
  const { parent } = id;
  if (ts.isExportAssignment(parent)) return true;
  const isName =
    ts.isPropertyAccessExpression(parent) || ts.isFunctionExpression(parent) || ts.isClassExpression(parent);
  return !(isName && parent.name === id) && isExpressionNode(id);
}
