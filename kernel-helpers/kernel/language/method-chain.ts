import ts from 'typescript';
import { skipOuterExpressions } from './typescript-internals';

/** `houses` for `houses.filter(…).groupBy(…)`. */
export function originOf(made: ts.Expression): ts.Expression {
  const inner = skipOuterExpressions(made);
  const isMethodCall = ts.isCallExpression(inner) && ts.isPropertyAccessExpression(inner.expression);
  return isMethodCall ? originOf(inner.expression.expression) : made;
}
