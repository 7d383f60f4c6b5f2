import * as polyglot from '@polyglot-sql/sdk';

/** A node of polyglot's tree: `{ select: { … } }`, `{ name: 'a', quoted: false, … }`, … read as plain data. */
export type TreeNode = { [key: string]: unknown };

export function isNode(value: unknown): value is TreeNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a one-key node such as `{ column: … }`, when it is of that type. */
export function nodeOf(value: unknown, type: string): TreeNode | null {
  const inner = isNode(value) ? value[type] : undefined;
  return isNode(inner) ? inner : null;
}

/** An identifier of the tree: `{ name, quoted, … }`. A call has both too, and arguments. */
export function isIdentifier(value: unknown): value is TreeNode & { name: string; quoted: boolean } {
  return isNode(value) && typeof value.name === 'string' && typeof value.quoted === 'boolean' && !('args' in value);
}

/** True for a node whose one key is a kind of expression that polyglot knows. */
export function isExpression(node: TreeNode): boolean {
  return Object.keys(node).length === 1 && polyglot.ast.isExpressionValue(node);
}

/** Visits every node of a tree, parents first. */
export function walkTree(value: unknown, visit: (node: TreeNode) => void): void {
  if (Array.isArray(value)) for (const item of value) walkTree(item, visit);
  else if (isNode(value)) {
    visit(value);
    for (const item of Object.values(value)) walkTree(item, visit);
  }
}
