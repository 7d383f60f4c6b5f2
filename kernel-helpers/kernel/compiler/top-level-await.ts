import ts from 'typescript';

/** Makes the parser see a module, where `await` is a keyword and not a name. */
const MODULE_MARK = '\nexport {};';

/** True when a cell awaits outside of all functions, in any form of `await`. */
export function hasTopLevelAwait(code: string): boolean {
  // Most cells do not await, and a text search is far cheaper than a parse.
  if (!code.includes('await')) return false;
  const file = ts.createSourceFile('cell.ts', code + MODULE_MARK, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  return containsAwait(file);
}

function containsAwait(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isForOfStatement(node) && node.awaitModifier) return true;
  if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.AwaitUsing) === ts.NodeFlags.AwaitUsing) {
    return true;
  }
  if (ts.isFunctionLike(node)) return false;
  return ts.forEachChild(node, containsAwait) ?? false;
}
