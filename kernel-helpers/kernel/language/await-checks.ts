import ts from 'typescript';

/** The global name of the function that a cell's code calls after each `await`. */
export const CHECK_INTERRUPT = '__afterAwait__';

/**
 * Makes an interrupted cell end at its next `await`, as if the error had been thrown there: JavaScript itself has no
 * way to end an async function from outside, and its loops would go on unseen. `await query` becomes
 * `(globalThis.__afterAwait__ || (value => value))(await query)`, which also works when a function is sent as text
 * to a page or a worker. Code in `finally` is left as it is, so that cleaning up runs to its end.
 */
export const checkInterruptAfterAwaits: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const { factory } = context;
  const check = () => factory.createPropertyAccessExpression(factory.createIdentifier('globalThis'), CHECK_INTERRUPT);

  const visit = (node: ts.Node): ts.Node => {
    if (ts.isTryStatement(node)) {
      const tryBlock = ts.visitNode(node.tryBlock, visit, ts.isBlock);
      const catchClause = ts.visitNode(node.catchClause, visit, ts.isCatchClause);
      return factory.updateTryStatement(node, tryBlock, catchClause, node.finallyBlock);
    }
    const visited = ts.visitEachChild(node, visit, context);
    if (ts.isAwaitExpression(visited)) return checked(visited);
    if (ts.isForOfStatement(visited) && visited.awaitModifier) return checkedInEveryTurn(visited);
    return visited;
  };

  const checked = (awaited: ts.AwaitExpression): ts.Expression => {
    const value = factory.createIdentifier('value');
    const parameters = [factory.createParameterDeclaration(undefined, undefined, value)];
    const elsewhere = factory.createArrowFunction(undefined, undefined, parameters, undefined, undefined, value);
    return factory.createCallExpression(factory.createLogicalOr(check(), elsewhere), undefined, [awaited]);
  };

  const checkedInEveryTurn = (loop: ts.ForOfStatement): ts.Statement => {
    const { awaitModifier, initializer, expression, statement } = loop;
    const question = factory.createCallChain(
      check(),
      factory.createToken(ts.SyntaxKind.QuestionDotToken),
      undefined,
      [],
    );
    const body = factory.createBlock([factory.createExpressionStatement(question), statement], true);
    return factory.updateForOfStatement(loop, awaitModifier, initializer, expression, body);
  };

  return (sourceFile) =>
    sourceFile.text.includes('await') ? ts.visitEachChild(sourceFile, visit, context) : sourceFile;
};
