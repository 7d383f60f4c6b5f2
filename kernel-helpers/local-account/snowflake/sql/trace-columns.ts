import { foldIdentifier } from '../identifiers';
import type { QueryScope } from './query-scope';
import type { ColumnDefinition, NamePath } from './statement';
import { isIdentifier, isNode, nodeOf, type TreeNode } from './syntax-tree';

type Sources = readonly (ColumnDefinition | null)[];

/**
 * Finds the table column behind each result column of `SELECT a, b AS c, * FROM t`: its declared type (length, NUMBER's
 * sizes, time zone) and NOT NULL are what the answer's metadata say. Null for every other kind of query.
 */
export function traceColumns(
  tree: TreeNode,
  ctes: ReadonlySet<string>,
  resolveTable: QueryScope['resolveTable'],
): Sources | null {
  const select = nodeOf(tree, 'select');
  const path = select === null ? null : onlyTable(select);
  if (select === null || path === null || !Array.isArray(select.expressions)) return null;
  if (path.length === 1 && ctes.has(path[0] ?? '')) return null;
  const { columns } = resolveTable(path);
  return select.expressions.flatMap((expression: unknown) => sourcesOf(expression, columns));
}

function onlyTable(select: TreeNode): NamePath | null {
  const from = nodeOf(select, 'from')?.expressions;
  const isPlain = [select.joins, select.lateral_views].every((list) => Array.isArray(list) && list.length === 0);
  if (!Array.isArray(from) || from.length !== 1 || !isPlain || isNode(select.group_by)) return null;
  const table = nodeOf(from[0], 'table');
  if (table === null || (Array.isArray(table.column_aliases) && table.column_aliases.length > 0)) return null;
  return [table.catalog, table.schema, table.name]
    .filter(isIdentifier)
    .map((part) => foldIdentifier(part.name, part.quoted));
}

function sourcesOf(expression: unknown, columns: readonly ColumnDefinition[]): Sources {
  const star = nodeOf(expression, 'star');
  if (star !== null) return ['except', 'replace', 'rename'].some((change) => star[change]) ? [] : columns;
  const alias = nodeOf(expression, 'alias');
  const column = nodeOf(alias === null ? expression : alias.this, 'column');
  const name = column?.name;
  if (!isIdentifier(name)) return [null];
  const folded = foldIdentifier(name.name, name.quoted);
  return [columns.find((candidate) => candidate.name === folded) ?? null];
}
