import ts from 'typescript';

/**
 * TypeScript makes all variables of a module `undefined` before it runs. The values of earlier cells lie under the same
 * names, and a cell that fails or is interrupted on its way must leave them as they are.
 */
const ALL_UNDEFINED =
  /(\bObject\.defineProperty\(exports, "__esModule", \{ value: true \}\);\n)((?:exports\..* = void 0;\n)+)/;

/** A cell's JavaScript without that; lines stay where they are. */
export function keepEarlierValues(javaScript: string): string {
  return javaScript.replace(ALL_UNDEFINED, (_found, head: string, resets: string) => head + resets.replace(/.+/g, ''));
}

/** Makes `let rooms;` say itself that the variable is `undefined`, where it stands. */
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
