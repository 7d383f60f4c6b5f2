import ts from 'typescript';
import { getModuleInstanceState } from '../language/typescript-internals';

/**
 * Whether a statement is more than JavaScript with types: Node.js only strips types, and refuses enums, namespaces with
 * values, parameter properties and decorators (https://nodejs.org/api/typescript.html#typescript-features).
 */
export function needsJavaScript(statement: ts.Statement): boolean {
  const visit = (node: ts.Node): boolean =>
    isMore(node) || ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  return !isAmbient(statement) && visit(statement);
}

function isMore(node: ts.Node): boolean {
  if (ts.isEnumDeclaration(node)) return true;
  if (ts.isModuleDeclaration(node)) return !isAmbient(node) && getModuleInstanceState(node) !== 0;
  if (ts.isDecorator(node) || ts.isAutoAccessorPropertyDeclaration(node)) return true;
  return ts.isParameter(node) && ts.isParameterPropertyDeclaration(node, node.parent);
}

function isAmbient(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true
  );
}

/** The statement as TypeScript itself writes it for Node.js. */
export function javaScriptOf(statement: ts.Statement): string {
  const { outputText } = ts.transpileModule(statement.getText(), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, preserveConstEnums: true },
  });
  return outputText.trimEnd();
}
