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
export const giveFirstValues: ts.TransformerFactory<ts.SourceFile> = ({ factory }) => {
  const withValue = (declaration: ts.VariableDeclaration): ts.VariableDeclaration => {
    const { name, exclamationToken, type, initializer } = declaration;
    const value = initializer ?? factory.createVoidZero();
    return factory.updateVariableDeclaration(declaration, name, exclamationToken, type, value);
  };
  const withValues = (statement: ts.Statement): ts.Statement => {
    if (!ts.isVariableStatement(statement)) return statement;
    const { modifiers, declarationList } = statement;
    if (modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)) return statement;
    const declarations = declarationList.declarations.map(withValue);
    const list = factory.updateVariableDeclarationList(declarationList, declarations);
    return factory.updateVariableStatement(statement, modifiers, list);
  };
  return (sourceFile) => factory.updateSourceFile(sourceFile, sourceFile.statements.map(withValues));
};
