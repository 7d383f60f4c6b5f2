import type { Database, ObjectPath, TableColumn, TableOrView } from 'kernel-helpers/sidebar-contract/index';

/** A row of the tree that stands for a thing of the account. */
export type TreeNode =
  | { readonly kind: 'database' | 'schema'; readonly key: string; readonly lower: string; readonly of: Database }
  | { readonly kind: 'table' | 'view'; readonly key: string; readonly lower: string; readonly of: TableOrView }
  | {
      readonly kind: 'column';
      readonly key: string;
      readonly lower: string;
      readonly of: TableColumn;
      /** Of its table. */
      readonly table: ObjectPath;
    };

/** Where a list of nodes hangs: the path of what is above it. The account itself has an empty path. */
export type BranchPath = readonly string[];

/** Equal for equal paths, and for nothing else. */
export function keyOf(path: BranchPath): string {
  return JSON.stringify(path);
}

export const ROOT_KEY = keyOf([]);

export function pathOf(node: TreeNode): readonly string[] {
  return node.kind === 'column' ? [...node.table, node.of.name] : node.of.path;
}

export function nameOf(node: TreeNode): string {
  return node.of.name;
}

export function hasBranch(node: TreeNode): boolean {
  return node.kind !== 'column';
}

export function databaseNode(of: Database): TreeNode {
  return { kind: 'database', key: keyOf(of.path), lower: of.name.toLowerCase(), of };
}

export function schemaNode(of: Database): TreeNode {
  return { kind: 'schema', key: keyOf(of.path), lower: of.name.toLowerCase(), of };
}

export function tableNode(of: TableOrView): TreeNode {
  return { kind: of.kind, key: keyOf(of.path), lower: of.name.toLowerCase(), of };
}

export function columnNode(of: TableColumn, table: ObjectPath): TreeNode {
  return { kind: 'column', key: keyOf([...table, of.name]), lower: of.name.toLowerCase(), of, table };
}
