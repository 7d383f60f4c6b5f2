import { foldIdentifier } from '../identifiers';
import { nameProjections } from './name-projections';
import type { ComputedTable, QueryScope } from './query-scope';
import { QueryRewriter, type ReadQuery } from './rewrite-query';
import type { ColumnDefinition } from './statement';
import { isIdentifier, isNode, nodeOf, type TreeNode, walkTree } from './syntax-tree';
import { traceColumns } from './trace-columns';
import { parseTree, printForDuckdb } from './translator';

export interface TranslatedQuery {
  readonly duckdbSql: string;
  /** True when it reads rows of a table, so that a warehouse must be active. */
  readonly readsTables: boolean;
  /** The tables that have to be filled before it runs. */
  readonly computed: readonly ComputedTable[];
  /** INSERT OVERWRITE: the table that is emptied first, as DuckDB names it. */
  readonly overwrites: string | null;
  /** The table column behind each result column, where it is plain to see; null for the whole when it is not. */
  readonly sources: readonly (ColumnDefinition | null)[] | null;
}

/** Translates SELECT, INSERT, UPDATE or DELETE to DuckDB, with every name resolved and every function known. */
export function translateQuery(sql: string, scope: QueryScope): TranslatedQuery {
  const { tree, ctes } = readQuery(sql);
  const sources = traceColumns(tree, ctes, scope.resolveTable);
  const overwrites = takeOverwrite(tree);
  const rewriter = new QueryRewriter(scope, ctes, readQuery);
  const rewritten = rewriter.rewriteStatement(tree);
  const target = overwrites ? printTarget(nodeOf(rewritten, 'insert')) : null;
  const duckdbSql = printForDuckdb(rewritten);
  return {
    duckdbSql,
    readsTables: rewriter.readsTables,
    computed: [...rewriter.computed.values()],
    overwrites: target,
    sources,
  };
}

/** A statement as the rewriter takes it: its columns named, and the names of its common table expressions. */
function readQuery(sql: string): ReadQuery {
  const tree = parseTree(sql);
  nameProjections(tree, sql);
  return { tree, ctes: cteNames(tree) };
}

function takeOverwrite(tree: TreeNode): boolean {
  const insert = nodeOf(tree, 'insert');
  if (insert === null || insert.overwrite !== true) return false;
  insert.overwrite = false;
  return true;
}

function printTarget(insert: TreeNode | null): string | null {
  const table = insert?.table;
  if (!isNode(table) || !isIdentifier(table.name) || !isIdentifier(table.schema)) return null;
  return [table.schema.name, table.name.name].map((name) => `"${name.replaceAll('"', '""')}"`).join('.');
}

/** Names of all common table expressions of a statement: they hide tables. */
function cteNames(tree: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  walkTree(tree, (node) => {
    const list = nodeOf(node, 'with')?.ctes;
    if (!Array.isArray(list)) return;
    for (const cte of list)
      if (isNode(cte) && isIdentifier(cte.alias)) names.add(foldIdentifier(cte.alias.name, cte.alias.quoted));
  });
  return names;
}
