import ts from 'typescript';

/** Shorter lists are printed like all other code. */
const MANY = 1_000;

/**
 * Prints long lists of plain values, such as pasted data, without a source map for each value: no value of them can
 * fail, and the map would take as long as all the rest.
 */
export function printData(context: ts.TransformationContext): void {
  context.enableSubstitution(ts.SyntaxKind.ArrayLiteralExpression);
  const substituteEarlier = context.onSubstituteNode;
  context.onSubstituteNode = (hint, given) => {
    const node = substituteEarlier(hint, given);
    if (ts.isArrayLiteralExpression(node) && node.elements.length >= MANY && isData(node)) {
      ts.setEmitFlags(node, ts.EmitFlags.NoNestedSourceMaps | ts.EmitFlags.NoNestedComments);
    }
    return node;
  };
}

/** Numbers, texts, and lists and objects of these. */
function isData(node: ts.Node): boolean {
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isData);
  if (ts.isObjectLiteralExpression(node)) return node.properties.every(isData);
  if (ts.isPropertyAssignment(node)) return !ts.isComputedPropertyName(node.name) && isData(node.initializer);
  if (ts.isPrefixUnaryExpression(node)) return ts.isNumericLiteral(node.operand);
  return ts.isLiteralExpression(node) || CONSTANTS.has(node.kind);
}

const CONSTANTS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.NullKeyword,
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
]);
