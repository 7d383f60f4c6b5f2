import ts from 'typescript';

/** What a cell takes from files, and whether it adds to the names of everybody. */
export interface CellImports {
  readonly specifiers: readonly ts.StringLiteralLike[];
  /** What it takes by `require`, of which TypeScript knows nothing. */
  readonly required: readonly ts.StringLiteralLike[];
  /** `declare global` and `declare module 'zod'`. */
  readonly addsToGlobals: boolean;
}

const MAY_IMPORT = /\b(?:import|require|from|declare)\b/;

/** @param end where the cell's own code ends. */
export function importsOf(file: ts.SourceFile, end: number): CellImports {
  const specifiers: ts.StringLiteralLike[] = [];
  const required: ts.StringLiteralLike[] = [];
  let addsToGlobals = false;
  const take = (node: ts.Node | undefined) => {
    if (node && ts.isStringLiteralLike(node)) specifiers.push(node);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) take(node.moduleSpecifier);
    else if (ts.isExternalModuleReference(node)) take(node.expression);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) take(node.argument.literal);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) take(node.arguments[0]);
    else if (isRequire(node)) required.push(node.arguments[0]);
    else if (ts.isModuleDeclaration(node) && (ts.isStringLiteral(node.name) || isGlobal(node))) addsToGlobals = true;
    ts.forEachChild(node, visit);
  };
  // Most cells have no import, and a text search is far cheaper than a walk through 50,000 numbers.
  if (MAY_IMPORT.test(file.text.slice(0, end))) {
    for (const statement of file.statements) if (statement.pos < end) visit(statement);
  }
  return { specifiers, required, addsToGlobals };
}

function isRequire(node: ts.Node): node is ts.CallExpression & { readonly arguments: readonly [ts.StringLiteralLike] } {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'require')
    return false;
  const [specifier] = node.arguments;
  return specifier !== undefined && ts.isStringLiteralLike(specifier);
}

function isGlobal(node: ts.ModuleDeclaration): boolean {
  return (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
}

/** False for code that loads no module; quick, because every cell is asked. */
export function mayImport(code: string): boolean {
  return /\b(?:import|require)\b/.test(code);
}
