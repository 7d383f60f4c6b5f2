import ts from 'typescript';

const TABLE = 'Table';
/** Made of a table, with its rows as their first type. */
const OF_ROWS: ReadonlySet<string> = new Set([TABLE, 'Groups']);
const OWN_PACKAGE = /\/kernel-helpers\/(?:dist|src)\//;

/** True for the class `Table` of `kernel-helpers`, with rows of any type. */
export function isTable(type: ts.Type): boolean {
  return type.symbol?.name === TABLE && isOwnClass(type.symbol);
}

/** The type of the rows of a table, or of the groups of one. */
export function rowTypeOf(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  const { symbol } = type;
  return symbol && OF_ROWS.has(symbol.name) && isOwnClass(symbol)
    ? checker.getTypeArguments(type as ts.TypeReference)[0]
    : undefined;
}

function isOwnClass({ flags, declarations = [] }: ts.Symbol): boolean {
  const isClass = (flags & ts.SymbolFlags.Class) !== 0;
  return isClass && declarations.some((one) => OWN_PACKAGE.test(one.getSourceFile().fileName));
}
