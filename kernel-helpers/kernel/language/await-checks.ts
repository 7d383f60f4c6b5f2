import ts from 'typescript';

const { factory } = ts;

/** The global name of the function that a cell's code calls after each `await`. */
export const CHECK_INTERRUPT = '__afterAwait__';

/**
 * Makes an interrupted cell end at its next `await`, as if the error had been thrown there: JavaScript itself has no
 * way to end an async function from outside, and its loops would go on unseen. `await query` is printed as
 * `(globalThis.__afterAwait__ || (value => value))(await query)`, which also works when a function is sent as text
 * to a page or a worker. Code in `finally` is left as it is, so that cleaning up runs to its end.
 */
export function printAwaitChecks(context: ts.TransformationContext): void {
  context.enableSubstitution(ts.SyntaxKind.AwaitExpression);
  context.enableSubstitution(ts.SyntaxKind.ForOfStatement);
  const substituteEarlier = context.onSubstituteNode;
  context.onSubstituteNode = (hint, given) => {
    const node = substituteEarlier(hint, given);
    if (ts.isAwaitExpression(node)) return isToCheck(node) ? checked(node) : node;
    return ts.isForOfStatement(node) && node.awaitModifier && isToCheck(node) ? checkedInEveryTurn(node) : node;
  };
}

/** An `await` that stands for nothing in the cell disposes of what `await using` has opened. */
function isToCheck(node: ts.Node): boolean {
  const written = ts.getParseTreeNode(node);
  return written !== undefined && !isCleaningUp(written);
}

function isCleaningUp(node: ts.Node): boolean {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isTryStatement(at.parent) && at.parent.finallyBlock === at) return true;
  }
  return false;
}

function check(): ts.Expression {
  return factory.createPropertyAccessExpression(factory.createIdentifier('globalThis'), CHECK_INTERRUPT);
}

function checked(node: ts.AwaitExpression): ts.Expression {
  const value = factory.createIdentifier('value');
  const parameters = [factory.createParameterDeclaration(undefined, undefined, value)];
  const elsewhere = factory.createArrowFunction(undefined, undefined, parameters, undefined, undefined, value);
  const awaited = ts.setTextRange(factory.createAwaitExpression(node.expression), node);
  // It is printed next, and must not be checked again.
  ts.setEmitFlags(awaited, ts.EmitFlags.NoSubstitution);
  return factory.createCallExpression(factory.createLogicalOr(check(), elsewhere), undefined, [awaited]);
}

function checkedInEveryTurn(loop: ts.ForOfStatement): ts.Statement {
  const { awaitModifier, initializer, expression, statement } = loop;
  const call = factory.createCallChain(check(), factory.createToken(ts.SyntaxKind.QuestionDotToken), undefined, []);
  const body = factory.createBlock([factory.createExpressionStatement(call), statement], true);
  return factory.updateForOfStatement(loop, awaitModifier, initializer, expression, body);
}
