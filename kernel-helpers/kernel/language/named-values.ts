import ts from 'typescript';
import { skipOuterExpressions } from './typescript-internals';

const { factory } = ts;

/** JavaScript names such a function or class after its variable. */
export function takesName(initializer: ts.Expression): boolean {
  const value = skipOuterExpressions(initializer);
  return ts.isArrowFunction(value) || ((ts.isFunctionExpression(value) || ts.isClassExpression(value)) && !value.name);
}

/** `{ inc: () => 1 }.inc`: the function is called `inc` also when a slot takes it. */
export function namedValue(name: string, value: ts.Expression): ts.Expression {
  const holder = factory.createObjectLiteralExpression([factory.createPropertyAssignment(name, value)]);
  return factory.createPropertyAccessExpression(factory.createParenthesizedExpression(holder), name);
}
