import ts from 'typescript';
import { originOf } from './method-chain';
import { isTable } from './own-table';
import { getTokenAtPosition, type SourceFileInternals } from './typescript-internals';

/**
 * The tag by which a documentation comment says what other libraries call the same thing, and what to write instead:
 * `@elsewhere nlargest, top: table.sortBy('PRICE', { descending: true }).head(10)`. Without a form it is the documented name.
 */
export const ELSEWHERE = 'elsewhere';

const TABLE_IN_FORM = /\btable\b/g;

/** `Property 'x' does not exist on type 'T'.`, and the same with a guess of another name. */
const NO_MEMBER: ReadonlySet<number> = new Set([2339, 2551]);
/** `Module 'x' has no exported member 'y'.`, and the same with a guess. */
const NO_EXPORT: ReadonlySet<number> = new Set([2305, 2724]);
/** `Object literal may only specify known properties`, and the same with a guess. */
const NO_OPTION: ReadonlySet<number> = new Set([2353, 2561]);

/** `Cannot find name 'x'.`, and the same with a guess. */
const NO_NAME: ReadonlySet<number> = new Set([2304, 2552]);

/**
 * What is written here for a name that the cell uses as another library has it; undefined if nothing is known of it.
 * @param helpers the module of `kernel-helpers`, if the cell may import it
 */
export function ownFormOf(
  { code, file, start }: ts.Diagnostic,
  cell: SourceFileInternals,
  checker: ts.TypeChecker,
  helpers: ts.SourceFile | undefined,
): string | undefined {
  if (file !== cell || start === undefined) return undefined;
  const node = getTokenAtPosition(cell, start);
  if (!ts.isIdentifier(node) && !ts.isStringLiteralLike(node)) return undefined;
  const known = NO_NAME.has(code) ? exportsOf(helpers, checker) : namesBeside(node, code, checker);
  for (const one of known) {
    const form = formIn(one, node.text, checker);
    if (form !== undefined) return withNameOf(node.parent, form, checker);
  }
  return undefined;
}

/** `No overload matches this call.`, under which TypeScript tells the problem of each overload. */
const NO_OVERLOAD = 2769;

/** The same for an option that no overload of a function takes: its name, and what to write. */
export function ownOptionOf(
  { code, file, start }: ts.Diagnostic,
  cell: SourceFileInternals,
  checker: ts.TypeChecker,
): { readonly option: string; readonly form: string } | undefined {
  if (code !== NO_OVERLOAD || file !== cell || start === undefined) return undefined;
  const call = ts.findAncestor(getTokenAtPosition(cell, start), ts.isCallExpression);
  const signatures = call ? checker.getTypeAtLocation(call.expression).getCallSignatures() : [];
  for (const [place, argument] of call?.arguments.entries() ?? []) {
    if (!ts.isObjectLiteralExpression(argument)) continue;
    const known = signatures.flatMap(({ parameters }) => optionsAt(parameters[place], argument, checker));
    for (const { name } of argument.properties) {
      if (!name || !ts.isIdentifier(name) || known.some((one) => one.name === name.text)) continue;
      const form = known.map((one) => formIn(one, name.text, checker)).find((one) => one !== undefined);
      if (form !== undefined) return { option: name.text, form };
    }
  }
  return undefined;
}

function optionsAt(parameter: ts.Symbol | undefined, place: ts.Node, checker: ts.TypeChecker): readonly ts.Symbol[] {
  return parameter ? optionsOf(checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(parameter, place))) : [];
}

/** A form calls its table `table`; this calls it as the cell does. */
function withNameOf(use: ts.Node, form: string, checker: ts.TypeChecker): string {
  if (!ts.isPropertyAccessExpression(use)) return form;
  const { expression } = use;
  if (ts.isIdentifier(expression)) return form.replaceAll(TABLE_IN_FORM, expression.text);
  if (form.startsWith('table.') && isTable(checker.getTypeAtLocation(expression))) return form.slice('table'.length);
  const origin = originOf(expression);
  return ts.isIdentifier(origin) ? form.replaceAll(TABLE_IN_FORM, origin.text) : form;
}

/** The names that there are where one was not found. */
function namesBeside({ parent }: ts.Node, code: number, checker: ts.TypeChecker): readonly ts.Symbol[] {
  if (NO_MEMBER.has(code) && ts.isPropertyAccessExpression(parent)) {
    const type = checker.getNonNullableType(checker.getTypeAtLocation(parent.expression));
    return [...type.getApparentProperties(), ...typeNamesOf(type)];
  }
  if (NO_OPTION.has(code) && ts.isObjectLiteralElement(parent) && ts.isObjectLiteralExpression(parent.parent)) {
    const type = checker.getContextualType(parent.parent);
    return type ? optionsOf(checker.getNonNullableType(type)) : [];
  }
  if (NO_EXPORT.has(code) && ts.isImportSpecifier(parent)) {
    return exportsOf(parent.parent.parent.parent.moduleSpecifier, checker);
  }
  return [];
}

function exportsOf(module: ts.Node | undefined, checker: ts.TypeChecker): readonly ts.Symbol[] {
  const symbol = module && checker.getSymbolAtLocation(module);
  return symbol ? checker.getExportsOfModule(symbol) : [];
}

/** The class or interface itself, and those that it extends: their comments tell what is no member but a function. */
function typeNamesOf(type: ts.Type): readonly ts.Symbol[] {
  if (type.isUnion()) return type.types.flatMap(typeNamesOf);
  const bases = type.getBaseTypes() ?? [];
  return type.symbol ? [type.symbol, ...bases.flatMap(typeNamesOf)] : [];
}

/** Also those that only some of a union's types have. */
function optionsOf(type: ts.Type): readonly ts.Symbol[] {
  return type.isUnion() ? type.types.flatMap((one) => one.getProperties()) : type.getProperties();
}

function formIn(symbol: ts.Symbol, name: string, checker: ts.TypeChecker): string | undefined {
  const documented = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  for (const tag of documented.getJsDocTags(checker)) {
    if (tag.name !== ELSEWHERE) continue;
    const [, names = '', form = symbol.name] = /^([^:]*)(?::\s*(.*))?$/s.exec(ts.displayPartsToString(tag.text)) ?? [];
    if (names.split(',').some((one) => one.trim() === name)) return form.trim();
  }
  return undefined;
}
