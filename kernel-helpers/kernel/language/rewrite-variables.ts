import ts from 'typescript';
import { isAmbient } from './cell-names';
import { namedValue, takesName } from './named-values';
import { setSlot, slotValue } from './slots';

const { factory } = ts;

/** A `var` outside of functions, also in a block or a loop: a name of the whole notebook. */
export function isNotebookVar(list: ts.VariableDeclarationList): boolean {
  return !(list.flags & ts.NodeFlags.BlockScoped) && !isAmbient(list.parent) && isOutsideFunctions(list);
}

/** `let a = 1, b;` becomes `$ºa.v = 1; $ºb.v = void 0;`. A `var` without a value in a block or a loop changes nothing. */
export function assignmentsOf(list: ts.VariableDeclarationList, from: ts.Node): readonly ts.Statement[] {
  const isVar = !(list.flags & ts.NodeFlags.BlockScoped) && !ts.isSourceFile(from.parent);
  return list.declarations.flatMap((declaration) => {
    const { name, initializer } = declaration;
    if (!initializer) return isVar || !ts.isIdentifier(name) ? [] : [setSlot(name.text, factory.createVoidZero())];
    if (ts.isIdentifier(name) && takesName(initializer)) return [namedAssignment(name, declaration, initializer, from)];
    const assignment = ts.setTextRange(assignmentOf(name, initializer), declaration);
    return [ts.setTextRange(factory.createExpressionStatement(assignment), from)];
  });
}

/** `for (var i = 0, n = 9; …)` and `for (var row of rows)` with slots in place of the variables. */
export function loopOverSlots(
  loop: ts.ForStatement | ts.ForOfStatement | ts.ForInStatement,
  list: ts.VariableDeclarationList,
  body: ts.Statement,
): ts.Statement {
  if (ts.isForStatement(loop)) {
    const values = list.declarations.flatMap(({ name, initializer }) =>
      initializer ? [assignmentOf(name, initializer)] : [],
    );
    const start = values.length > 0 ? values.reduce((a, b) => factory.createComma(a, b)) : undefined;
    return factory.updateForStatement(loop, start, loop.condition, loop.incrementor, body);
  }
  const [first] = list.declarations;
  if (!first) return loop;
  const target = targetOf(first.name);
  if (ts.isForInStatement(loop)) return factory.updateForInStatement(loop, target, loop.expression, body);
  return factory.updateForOfStatement(loop, loop.awaitModifier, target, loop.expression, body);
}

function assignmentOf(name: ts.BindingName, value: ts.Expression): ts.Expression {
  const assignment = factory.createAssignment(targetOf(name), value);
  return ts.isObjectBindingPattern(name) ? factory.createParenthesizedExpression(assignment) : assignment;
}

/** `{ a, b: [c = 5, ...d] }` as the left side of an assignment. */
function targetOf(name: ts.BindingName): ts.Expression {
  if (ts.isIdentifier(name)) return ts.setTextRange(slotValue(name.text), name);
  if (ts.isArrayBindingPattern(name)) {
    const elements = name.elements.map((element) => {
      if (ts.isOmittedExpression(element)) return element;
      return element.dotDotDotToken ? factory.createSpreadElement(targetOf(element.name)) : withDefault(element);
    });
    return factory.createArrayLiteralExpression(elements);
  }
  const properties = name.elements.map((element) =>
    element.dotDotDotToken
      ? factory.createSpreadAssignment(targetOf(element.name))
      : factory.createPropertyAssignment(keyOf(element), withDefault(element)),
  );
  return factory.createObjectLiteralExpression(properties);
}

function keyOf({ propertyName, name }: ts.BindingElement): ts.PropertyName {
  if (propertyName) return propertyName;
  return factory.createIdentifier(ts.isIdentifier(name) ? name.text : '');
}

function withDefault({ name, initializer }: ts.BindingElement): ts.Expression {
  if (!initializer) return targetOf(name);
  const value = ts.isIdentifier(name) && takesName(initializer) ? namedValue(name.text, initializer) : initializer;
  return factory.createAssignment(targetOf(name), value);
}

/** `{ const inc = () => 1; $ºinc.v = inc; }`: so the function is called `inc`, also in stack traces. */
function namedAssignment(
  name: ts.Identifier,
  declaration: ts.VariableDeclaration,
  initializer: ts.Expression,
  from: ts.Node,
): ts.Statement {
  const own = factory.createVariableDeclaration(factory.createIdentifier(name.text), undefined, undefined, initializer);
  const list = factory.createVariableDeclarationList([ts.setTextRange(own, declaration)], ts.NodeFlags.Const);
  const assign = setSlot(name.text, factory.createIdentifier(name.text));
  return ts.setTextRange(factory.createBlock([factory.createVariableStatement(undefined, list), assign]), from);
}

function isOutsideFunctions(node: ts.Node): boolean {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isFunctionLike(at) || ts.isClassStaticBlockDeclaration(at) || ts.isModuleBlock(at)) return false;
  }
  return true;
}
