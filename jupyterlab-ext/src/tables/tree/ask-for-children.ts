import type { Backend } from '../../backend/backend';
import { type BranchPath, columnNode, databaseNode, schemaNode, type TreeNode, tableNode } from './tree-node';

export interface ChildrenPage {
  readonly nodes: readonly TreeNode[];
  readonly next?: string;
}

interface Page {
  readonly after?: string;
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** Asks for one page of what is below a path: databases, schemas, tables and views, or columns. */
export async function askForChildren(
  backend: Backend,
  path: BranchPath,
  { after, limit, signal }: Page,
): Promise<ChildrenPage> {
  const page = after === undefined ? { limit } : { limit, after };
  const options = { signal };
  const above = [...path];
  switch (path.length) {
    case 0:
      return pageOf(await backend.request('databases', page, options), databaseNode);
    case 1:
      return pageOf(await backend.request('schemas', { ...page, path: above }, options), schemaNode);
    case 2:
      return pageOf(await backend.request('tables', { ...page, path: above }, options), tableNode);
    default: {
      const columns = await backend.request('columns', { path: above }, options);
      return { nodes: columns.map((column) => columnNode(column, above)) };
    }
  }
}

export function pageOf<Item>(
  { items, next }: { readonly items: readonly Item[]; readonly next?: string },
  nodeOf: (item: Item) => TreeNode,
): ChildrenPage {
  const nodes = items.map(nodeOf);
  return next === undefined ? { nodes } : { nodes, next };
}
