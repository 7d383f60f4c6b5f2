import { basename } from 'node:path';
import ts from 'typescript';

/** tslab's file that declares what earlier cells left behind. */
const EARLIER_CELLS = '__prev__.d.ts';

/**
 * Makes `{ image }` work when an earlier cell declared `image`. tslab turns such names into `exports.image`, but
 * misses shorthand properties, whose name is also a declaration: the cell would fail with a ReferenceError.
 */
export function expandShorthandProperties(checker: ts.TypeChecker): ts.TransformerFactory<ts.SourceFile> {
  return (context) => {
    const visit = (node: ts.Node): ts.Node => {
      if (!ts.isShorthandPropertyAssignment(node) || !isOfEarlierCell(checker, node)) {
        return ts.visitEachChild(node, visit, context);
      }
      const { factory } = context;
      const value = factory.createPropertyAccessExpression(factory.createIdentifier('exports'), node.name.text);
      const withDefault =
        node.objectAssignmentInitializer === undefined
          ? value
          : factory.createAssignment(value, ts.visitNode(node.objectAssignmentInitializer, visit) as ts.Expression);
      return factory.createPropertyAssignment(node.name.text, withDefault);
    };
    return (sourceFile) => ts.visitEachChild(sourceFile, visit, context);
  };
}

function isOfEarlierCell(checker: ts.TypeChecker, node: ts.ShorthandPropertyAssignment): boolean {
  const original = ts.getOriginalNode(node, ts.isShorthandPropertyAssignment);
  const declarations = checker.getShorthandAssignmentValueSymbol(original)?.declarations ?? [];
  return declarations.some((declaration) => basename(declaration.getSourceFile().fileName) === EARLIER_CELLS);
}
