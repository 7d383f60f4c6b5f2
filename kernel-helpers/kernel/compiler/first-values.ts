import ts from 'typescript';

/**
 * TypeScript sets all variables of a module to `undefined` before it runs. Earlier cells may have values under the same
 * names, and a cell that fails or is interrupted midway must leave them as they are.
 */
const ALL_UNDEFINED =
  /(\bObject\.defineProperty\(exports, "__esModule", \{ value: true \}\);\n)((?:exports\..* = void 0;\n)+)/;

/** A cell's JavaScript without these assignments; its lines keep their numbers. */
export function keepEarlierValues(javaScript: string): string {
  return javaScript.replace(ALL_UNDEFINED, (_found, head: string, resets: string) => head + resets.replace(/.+/g, ''));
}

/** Makes `let rooms;` itself set the variable to `undefined`, at its own place in the cell. */
export const giveFirstValues: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const { factory } = context;
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isVariableStatement(node) || ts.isVariableDeclarationList(node)) {
      return ts.visitEachChild(node, visit, context);
    }
    if (!ts.isVariableDeclaration(node) || node.initializer) return node;
    const { name, exclamationToken, type } = node;
    return factory.updateVariableDeclaration(node, name, exclamationToken, type, factory.createVoidZero());
  };
  return (sourceFile) => ts.visitEachChild(sourceFile, visit, context);
};
