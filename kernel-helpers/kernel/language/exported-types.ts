import ts from 'typescript';

/** Whether `House` in `export { House }`, at a position of a file, is a type and no value. */
export function isOnlyTypeAt(file: ts.SourceFile, position: number, checker: ts.TypeChecker): boolean {
  const find = (node: ts.Node): ts.ExportSpecifier | undefined =>
    ts.isExportSpecifier(node) && node.getStart(file) === position ? node : ts.forEachChild(node, find);
  const specifier = ts.forEachChild(file, find);
  const symbol = specifier && checker.getSymbolAtLocation(specifier.name);
  const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return target !== undefined && !checker.isUnknownSymbol(target) && (target.flags & ts.SymbolFlags.Value) === 0;
}
