import ts from 'typescript';

const { factory } = ts;

type ResolveFrom = (importingUrl: string) => (specifier: string) => string;

/** Under this symbol the user's own files find `import.meta.resolve`. */
const RESOLVE = 'tslab-kernel.resolve-from';

/** True for code that asks where a module is. */
export function asksResolve(fileName: string, code: string): boolean {
  if (!mayResolve(code)) return false;
  const asks = (node: ts.Node): boolean => isResolve(node) || ts.forEachChild(node, asks) === true;
  return asks(ts.createSourceFile(fileName, code, ts.ScriptTarget.ES2022));
}

function mayResolve(code: string): boolean {
  return /\bimport\s*\.\s*meta\s*\.\s*resolve\b/.test(code);
}

export function provideResolve(resolveFrom: ResolveFrom): void {
  Object.defineProperty(globalThis, Symbol.for(RESOLVE), { value: resolveFrom, configurable: true });
}

/**
 * Before 22.15, Node's own `import.meta.resolve` stops the thread of the cells until the loader's thread has answered,
 * and that thread asks the stopped one. So the user's files ask here, without another thread:
 * `globalThis[Symbol.for("…")]?.(import.meta.url) ?? import.meta.resolve`. Threads that a cell starts have Node's own.
 */
export const resolveHere: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const visit = (node: ts.Node): ts.Node =>
    isResolve(node) ? ts.setTextRange(ownResolve(node), node) : ts.visitEachChild(node, visit, context);
  return (file) => (mayResolve(file.text) ? ts.visitEachChild(file, visit, context) : file);
};

function isResolve(node: ts.Node): node is ts.PropertyAccessExpression {
  return ts.isPropertyAccessExpression(node) && node.name.text === 'resolve' && isImportMeta(node.expression);
}

/** The other meta property is `new.target`. */
function isImportMeta(node: ts.Node): boolean {
  return ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword;
}

function ownResolve(native: ts.PropertyAccessExpression): ts.Expression {
  const symbol = factory.createCallExpression(
    factory.createPropertyAccessExpression(factory.createIdentifier('Symbol'), 'for'),
    undefined,
    [factory.createStringLiteral(RESOLVE)],
  );
  const resolveFrom = factory.createElementAccessExpression(factory.createIdentifier('globalThis'), symbol);
  const url = factory.createPropertyAccessExpression(native.expression, 'url');
  const optional = factory.createToken(ts.SyntaxKind.QuestionDotToken);
  const own = factory.createCallChain(resolveFrom, optional, undefined, [url]);
  return factory.createParenthesizedExpression(
    factory.createBinaryExpression(own, ts.SyntaxKind.QuestionQuestionToken, native),
  );
}
