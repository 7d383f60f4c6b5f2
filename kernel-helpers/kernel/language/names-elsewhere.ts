import ts from 'typescript';
import { getTokenAtPosition, type SourceFileInternals } from './typescript-internals';

/**
 * The tag by which a documentation comment says what other libraries call the same thing, and what to write instead:
 * `@elsewhere nlargest, top: t.sortBy('PRICE', { descending: true }).head(10)`. Without a form it is the documented name.
 */
const TAG = 'elsewhere';

/** `Property 'x' does not exist on type 'T'.`, and the same with a guess of another name. */
const NO_MEMBER: ReadonlySet<number> = new Set([2339, 2551]);
/** `Module 'x' has no exported member 'y'.`, and the same with a guess. */
const NO_EXPORT: ReadonlySet<number> = new Set([2305, 2724]);
/** `Object literal may only specify known properties`, and the same with a guess. */
const NO_OPTION: ReadonlySet<number> = new Set([2353, 2561]);

/** What is written here for a name that the cell uses as another library has it; undefined if nothing is known of it. */
export function ownFormOf(
  { code, file, start }: ts.Diagnostic,
  cell: SourceFileInternals,
  checker: ts.TypeChecker,
): string | undefined {
  if (file !== cell || start === undefined) return undefined;
  const node = getTokenAtPosition(cell, start);
  if (!ts.isIdentifier(node) && !ts.isStringLiteralLike(node)) return undefined;
  for (const known of namesBeside(node, code, checker)) {
    const form = formIn(known, node.text, checker);
    if (form !== undefined) return form;
  }
  return undefined;
}

/** The names that there are where one was not found. */
function namesBeside({ parent }: ts.Node, code: number, checker: ts.TypeChecker): readonly ts.Symbol[] {
  if (NO_MEMBER.has(code) && ts.isPropertyAccessExpression(parent))
    return checker.getNonNullableType(checker.getTypeAtLocation(parent.expression)).getApparentProperties();
  if (NO_OPTION.has(code) && ts.isObjectLiteralElement(parent) && ts.isObjectLiteralExpression(parent.parent)) {
    const type = checker.getContextualType(parent.parent);
    return type ? optionsOf(checker.getNonNullableType(type)) : [];
  }
  if (NO_EXPORT.has(code) && ts.isImportSpecifier(parent)) {
    const module = checker.getSymbolAtLocation(parent.parent.parent.parent.moduleSpecifier);
    return module ? checker.getExportsOfModule(module) : [];
  }
  return [];
}

/** Also those that only some of a union's types have. */
function optionsOf(type: ts.Type): readonly ts.Symbol[] {
  return type.isUnion() ? type.types.flatMap((one) => one.getProperties()) : type.getProperties();
}

function formIn(symbol: ts.Symbol, name: string, checker: ts.TypeChecker): string | undefined {
  const documented = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  for (const tag of documented.getJsDocTags(checker)) {
    if (tag.name !== TAG) continue;
    const [, names = '', form = symbol.name] = /^([^:]*)(?::\s*(.*))?$/s.exec(ts.displayPartsToString(tag.text)) ?? [];
    if (names.split(',').some((one) => one.trim() === name)) return form.trim();
  }
  return undefined;
}
