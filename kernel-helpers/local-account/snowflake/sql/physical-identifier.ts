import { foldIdentifier, toPhysicalName } from '../identifiers';
import type { TreeNode } from './syntax-tree';

/** A quoted identifier of the tree. */
export function identifier(name: string): TreeNode {
  return { name, quoted: true, trailing_comments: [] };
}

/** An identifier as DuckDB stores it, folded as Snowflake folds it. */
export function physicalIdentifier(node: TreeNode & { name: string; quoted: boolean }): TreeNode {
  return { ...node, ...identifier(toPhysicalName(foldIdentifier(node.name, node.quoted))), span: null };
}
