import ts from 'typescript';
import { slotParameter } from './slots';

const { factory } = ts;

/** The parameter of a cell with which it binds what it imports. */
export const LINK = 'º$link';

/** A name of the cell, and the name in the module; `*` for the module itself. */
interface ImportedName {
  readonly name: string;
  readonly from: string;
}

/**
 * `import fs, { join as j } from 'x'` becomes `º$link(await import('x'), [$ºfs, "default"], [$ºj, "join"])`; undefined
 * when only types are imported.
 */
export function importStatement(
  node: ts.ImportDeclaration | ts.ExportDeclaration,
  checker: ts.TypeChecker,
): ts.Statement | undefined {
  const clause = ts.isImportDeclaration(node) ? node.importClause : undefined;
  const { moduleSpecifier } = node;
  if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier) || clause?.isTypeOnly) return undefined;
  const names = clause ? valuesOf(clause, checker) : [];
  // `import { Stats } from 'node:fs'` runs nothing, but `import {} from './start'` does.
  if (clause && names.length === 0 && hasNames(clause)) return undefined;
  const specifier = factory.createStringLiteral(moduleSpecifier.text);
  const load = factory.createCallExpression(
    factory.createToken(ts.SyntaxKind.ImportKeyword) as ts.Expression,
    undefined,
    [specifier, ...attributesOf(node)],
  );
  const pairs = names.map(({ name, from }) =>
    factory.createArrayLiteralExpression([
      factory.createIdentifier(slotParameter(name)),
      factory.createStringLiteral(from),
    ]),
  );
  // As its original, the import tells that an interrupt has to end the cell here too.
  const loaded = ts.setOriginalNode(factory.createAwaitExpression(ts.setTextRange(load, node)), node);
  const link = factory.createCallExpression(factory.createIdentifier(LINK), undefined, [loaded, ...pairs]);
  return ts.setTextRange(factory.createExpressionStatement(link), node);
}

function valuesOf({ name, namedBindings }: ts.ImportClause, checker: ts.TypeChecker): readonly ImportedName[] {
  const values: ImportedName[] = [];
  if (name && isValue(name, checker)) values.push({ name: name.text, from: 'default' });
  if (!namedBindings) return values;
  if (ts.isNamespaceImport(namedBindings)) return [...values, { name: namedBindings.name.text, from: '*' }];
  for (const element of namedBindings.elements) {
    if (element.isTypeOnly || !isValue(element.name, checker)) continue;
    values.push({ name: element.name.text, from: (element.propertyName ?? element.name).text });
  }
  return values;
}

function hasNames({ name, namedBindings }: ts.ImportClause): boolean {
  if (name !== undefined) return true;
  return namedBindings !== undefined && ts.isNamedImports(namedBindings) && namedBindings.elements.length > 0;
}

/** What TypeScript knows nothing of may be a value. */
export function isValue(name: ts.Identifier, checker: ts.TypeChecker): boolean {
  const symbol = checker.getSymbolAtLocation(name);
  const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return !target || checker.isUnknownSymbol(target) || (target.flags & ts.SymbolFlags.Value) !== 0;
}

/** `with { type: 'json' }` as the second argument of `import()`. */
function attributesOf({ attributes }: ts.ImportDeclaration | ts.ExportDeclaration): readonly ts.Expression[] {
  if (!attributes) return [];
  const properties = attributes.elements.map(({ name, value }) => factory.createPropertyAssignment(name, value));
  const all = factory.createObjectLiteralExpression(properties);
  return [factory.createObjectLiteralExpression([factory.createPropertyAssignment('with', all)])];
}
