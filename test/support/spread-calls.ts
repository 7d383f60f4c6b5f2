import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** Functions to which people pass whole lists. */
const TAKES_MANY = new Set([
  'max',
  'min',
  'hypot',
  'push',
  'unshift',
  'splice',
  'concat',
  'fromCharCode',
  'fromCodePoint',
  'of',
]);

/** The calls such as `Math.max(...values)` in a source file, as `line: text`. */
export function spreadCallsOf(path: string): readonly string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.arguments.some(ts.isSpreadElement) && takesMany(node.expression)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${line + 1}: ${node.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function takesMany(callee: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(callee) && TAKES_MANY.has(callee.name.text);
}
