import ts from 'typescript';
import { namedValue, takesName } from './named-values';
import { type IsShared, isReference } from './shared-references';
import { slotValue } from './slots';
import { skipOuterExpressions } from './typescript-internals';

const { factory } = ts;

/** The parameter of a cell that holds what `import.meta` has in it. */
export const META = 'º$meta';

const SUBSTITUTED = [
  ts.SyntaxKind.Identifier,
  ts.SyntaxKind.ShorthandPropertyAssignment,
  ts.SyntaxKind.CallExpression,
  ts.SyntaxKind.TaggedTemplateExpression,
  ts.SyntaxKind.MetaProperty,
  ts.SyntaxKind.BinaryExpression,
];

/** `=`, and those that assign only sometimes. */
const NAMING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);

/**
 * Replaces references to shared names by their slots when they are printed, as TypeScript's own CommonJS output does.
 * No expression is walked through before, so 50,000 numbers cost nothing and a sum of 5,000 terms needs no stack.
 */
export function printSlots(context: ts.TransformationContext, isShared: IsShared): void {
  for (const kind of SUBSTITUTED) context.enableSubstitution(kind);
  const substituteEarlier = context.onSubstituteNode;
  const isSharedReference = (node: ts.Node): node is ts.Identifier => {
    const id = ts.isIdentifier(node) ? ts.getParseTreeNode(node) : undefined;
    return id !== undefined && ts.isIdentifier(id) && isReference(id) && isShared(id);
  };
  context.onSubstituteNode = (hint, given) => {
    const node = substituteEarlier(hint, given);
    if (ts.isShorthandPropertyAssignment(node)) return expanded(node, isShared);
    if (hint !== ts.EmitHint.Expression) return node;
    if (isSharedReference(node)) return placedAs(slotValue(node.text), node);
    if (ts.isCallExpression(node)) {
      const called = skipOuterExpressions(node.expression);
      return isSharedReference(called)
        ? factory.updateCallExpression(node, bare(called), undefined, node.arguments)
        : node;
    }
    if (ts.isTaggedTemplateExpression(node)) {
      const tag = skipOuterExpressions(node.tag);
      return isSharedReference(tag)
        ? factory.updateTaggedTemplateExpression(node, bare(tag), undefined, node.template)
        : node;
    }
    if (ts.isBinaryExpression(node)) {
      const { left, operatorToken, right } = node;
      const isNamed = NAMING.has(operatorToken.kind) && isSharedReference(left) && takesName(right);
      return isNamed ? factory.updateBinaryExpression(node, left, operatorToken, namedValue(left.text, right)) : node;
    }
    return isImportMeta(node) ? factory.createIdentifier(META) : node;
  };
}

/** `{ rows }` becomes `{ rows: $ºrows.v }`; in a pattern, `{ rows = [] }` becomes `{ rows: $ºrows.v = [] }`. */
function expanded(node: ts.ShorthandPropertyAssignment, isShared: IsShared): ts.Node {
  const id = ts.getParseTreeNode(node.name);
  if (!id || !ts.isIdentifier(id) || !isShared(id)) return node;
  const place = placedAs(slotValue(id.text), id);
  const fallback = node.objectAssignmentInitializer;
  const value = fallback ? factory.createAssignment(place, fallback) : place;
  return placedAs(factory.createPropertyAssignment(factory.createIdentifier(id.text), value), node);
}

/** `(0, $ºcount.v)`: called like this, a function is no method of its slot. */
function bare(id: ts.Identifier): ts.Expression {
  const value = placedAs(slotValue(id.text), id);
  const called = placedAs(
    factory.createParenthesizedExpression(factory.createComma(factory.createNumericLiteral(0), value)),
    id,
  );
  // V8 says that a call is where its arguments begin; people look for the name.
  for (const node of [value, called]) ts.setEmitFlags(node, ts.EmitFlags.NoTrailingSourceMap);
  return called;
}

/** The other meta property is `new.target`. */
function isImportMeta(node: ts.Node): boolean {
  return ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword;
}

function placedAs<T extends ts.Node>(node: T, from: ts.Node): T {
  return ts.setTextRange(node, from);
}
