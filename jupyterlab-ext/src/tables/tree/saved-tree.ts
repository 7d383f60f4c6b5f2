import {
  Database,
  ObjectPath,
  type SnowflakeAccount,
  TableColumn,
  TableOrView,
} from 'kernel-helpers/sidebar-contract/index';
import { z } from 'zod';
import { answered, listingOf } from './branch';
import { columnNode, databaseNode, ROOT_KEY, schemaNode, type TreeNode, tableNode } from './tree-node';
import type { TreeState } from './tree-store';

const ID = 'jupyterlab-tables-and-jobs:tree';
/** JupyterLab keeps this in a file of the workspace, which should stay small. */
const MOST_NODES = 200;

const SavedNode = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal(['database', 'schema']), of: Database }),
  z.object({ kind: z.literal(['table', 'view']), of: TableOrView }),
  z.object({ kind: z.literal('column'), of: TableColumn, table: ObjectPath }),
]);

type SavedNode = z.infer<typeof SavedNode>;

/** Names only: no row of any table is kept. */
const SavedTree = z.object({
  open: z.array(z.string()),
  favourites: z.array(SavedNode),
  lists: z.array(z.object({ key: z.string(), asOf: z.iso.datetime(), nodes: z.array(SavedNode) })),
});
export type SavedTree = z.infer<typeof SavedTree>;

/** What is worth to be seen again after a reload: what is open, the lists in it, and the favourites. */
export function toSaved({ branches, open, favourites }: TreeState): SavedTree {
  const lists = [...branches].flatMap(([key, branch]) => {
    const listing = listingOf(branch);
    if (listing === undefined || (key !== ROOT_KEY && !open.has(key))) return [];
    return [{ key, asOf: listing.asOf.toISOString(), nodes: listing.nodes.slice(0, MOST_NODES).map(saved) }];
  });
  return { open: [...open], favourites: favourites.map(saved), lists };
}

/** What was saved by this or by an older page; nothing if it cannot be read any more. */
export function fromSaved(value: unknown): Partial<TreeState> {
  const parsed = SavedTree.safeParse(value);
  if (!parsed.success) return {};
  const { open, favourites, lists } = parsed.data;
  return {
    open: new Set(open),
    favourites: favourites.map(restored),
    branches: new Map(
      lists.map(({ key, asOf, nodes }) => [key, answered({ nodes: nodes.map(restored), asOf: new Date(asOf) })]),
    ),
  };
}

/** Whose tree it is: another account, user or role sees other things. */
export type TreeOwner = Pick<SnowflakeAccount, 'isLocal' | 'account' | 'user' | 'role'>;

/** Where the tree of this owner is saved. Equal for equal owners, and for nothing else. */
export function savedTreeId({ isLocal, account, user, role = '' }: TreeOwner): string {
  return `${ID}:${JSON.stringify([isLocal, account, user, role])}`;
}

function saved(node: TreeNode): SavedNode {
  switch (node.kind) {
    case 'database':
    case 'schema':
      return { kind: node.kind, of: node.of };
    case 'table':
    case 'view':
      return { kind: node.kind, of: node.of };
    case 'column':
      return { kind: node.kind, of: node.of, table: node.table };
  }
}

function restored(node: SavedNode): TreeNode {
  switch (node.kind) {
    case 'database':
      return databaseNode(node.of);
    case 'schema':
      return schemaNode(node.of);
    case 'table':
    case 'view':
      return tableNode(node.of);
    case 'column':
      return columnNode(node.of, node.table);
  }
}
