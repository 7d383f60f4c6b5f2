import { duckdbTypeOf } from '../catalog/column-type';
import { foldIdentifier, fromPhysicalName, toPhysicalName } from '../identifiers';
import { SnowflakeError, unsupported } from '../snowflake-error';
import { isKnownFunction, TABLE_FUNCTIONS } from './known-functions';
import { readDataType } from './read-data-type';
import type { NamePath } from './statement';
import { isIdentifier, isNode, nodeOf, parseTree, printTree, type TreeNode, translateToDuckdb } from './syntax-tree';

/** What a query can ask of the session it runs in. */
export interface QueryScope {
  /** DuckDB's quoted parts of a table, and the Snowflake name for use as an alias; throws when it is not there. */
  readonly resolveTable: (path: NamePath) => { readonly schema: string; readonly table: string };
  /** CURRENT_USER() and its like: the value, null, or undefined for a function the session does not answer. */
  readonly sessionValue: (functionName: string) => string | null | undefined;
}

export interface TranslatedQuery {
  readonly duckdbSql: string;
  /** True when it reads rows of a table, so that a warehouse must be active. */
  readonly readsTables: boolean;
  /** INSERT OVERWRITE: the table that is emptied first, as DuckDB names it. */
  readonly overwrites: string | null;
}

/** Translates SELECT, INSERT, UPDATE or DELETE to DuckDB, with every name resolved and every function known. */
export function translateQuery(sql: string, scope: QueryScope): TranslatedQuery {
  const tree = parseTree(sql);
  nameProjections(tree);
  const rewriter = new Rewriter(scope, cteNames(tree));
  const overwrites = takeOverwrite(tree);
  const rewritten = rewriter.rewrite(tree);
  const target = overwrites ? printTable(nodeOf(rewritten, 'insert')) : null;
  return { duckdbSql: translateToDuckdb(printTree(rewritten)), readsTables: rewriter.readsTables, overwrites: target };
}

function takeOverwrite(tree: TreeNode): boolean {
  const insert = nodeOf(tree, 'insert');
  if (insert === null || insert.overwrite !== true) return false;
  insert.overwrite = false;
  return true;
}

function printTable(insert: TreeNode | null): string | null {
  const table = insert?.table;
  if (!isNode(table) || !isIdentifier(table.name) || !isIdentifier(table.schema)) return null;
  return [table.schema.name, table.name.name].map((name) => `"${name.replaceAll('"', '""')}"`).join('.');
}

/** Names of all common table expressions of a statement: they hide tables. */
function cteNames(tree: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  walk(tree, (node) => {
    const list = nodeOf(node, 'with')?.ctes;
    if (!Array.isArray(list)) return;
    for (const cte of list)
      if (isNode(cte) && isIdentifier(cte.alias)) names.add(foldIdentifier(cte.alias.name, cte.alias.quoted));
  });
  return names;
}

function walk(value: unknown, visit: (node: TreeNode) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  else if (isNode(value)) {
    visit(value);
    for (const item of Object.values(value)) walk(item, visit);
  }
}

/** Snowflake names a projection without alias after its text in upper case; DuckDB would name it its own way. */
function nameProjections(tree: TreeNode): void {
  const select = leftmostSelect(tree);
  if (select === null || !Array.isArray(select.expressions)) return;
  select.expressions = select.expressions.map((expression: unknown) => {
    const named = ['alias', 'column', 'star', 'dot', 'annotated'].some((type) => nodeOf(expression, type) !== null);
    return named ? expression : aliased(expression, printTree(expression).toUpperCase());
  });
}

function leftmostSelect(tree: unknown): TreeNode | null {
  const select = nodeOf(tree, 'select');
  if (select !== null) return select;
  for (const type of ['union', 'intersect', 'except']) {
    const left = nodeOf(tree, type)?.left;
    if (left !== undefined) return leftmostSelect(left);
  }
  const inner = nodeOf(tree, 'subquery')?.this;
  return inner === undefined ? null : leftmostSelect(inner);
}

function aliased(expression: unknown, name: string): TreeNode {
  return {
    alias: {
      this: expression,
      alias: { name, quoted: true, trailing_comments: [] },
      column_aliases: [],
      pre_alias_comments: [],
      trailing_comments: [],
    },
  };
}

class Rewriter {
  readsTables = false;

  constructor(
    private readonly scope: QueryScope,
    private readonly ctes: ReadonlySet<string>,
  ) {}

  rewrite(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.rewrite(item));
    if (!isNode(value)) return value;
    if (isIdentifier(value)) return physicalIdentifier(value);
    if (typeof value.data_type === 'string') return physicalType(value);
    const special = this.rewriteSpecial(value);
    return special ?? this.rewriteMembers(value);
  }

  private rewriteMembers(node: TreeNode): TreeNode {
    return Object.fromEntries(Object.entries(node).map(([key, member]) => [key, this.rewriteMember(key, member)]));
  }

  private rewriteMember(key: string, member: unknown): unknown {
    if (isNode(member) && isIdentifier(member.name) && 'schema' in member && 'catalog' in member)
      return this.rewriteTable(member, key);
    if (key === 'insert' && isNode(member)) {
      const { table, ...others } = member;
      return { ...this.rewriteMembers(others), table: isNode(table) ? this.rewriteTable(table, 'insert') : table };
    }
    return this.rewrite(member);
  }

  private rewriteSpecial(node: TreeNode): unknown {
    const division = nodeOf(node, 'div');
    if (division !== null) return call('sf_divide', this.rewrite(division.left), this.rewrite(division.right));
    const remainder = nodeOf(node, 'mod');
    if (remainder !== null && 'left' in remainder)
      return call('sf_modulo', this.rewrite(remainder.left), this.rewrite(remainder.right));
    const called = nodeOf(node, 'function');
    if (called !== null) return this.rewriteCall(node, called);
    const dot = nodeOf(node, 'dot');
    if (dot !== null) return this.rewriteDot(dot);
    if (node.stage_reference !== undefined) throw unsupported('SELECT … FROM @stage');
    if (node.placeholder !== undefined || node.parameter !== undefined)
      throw new SnowflakeError('002049', '42601', 'SQL compilation error: error line 1\nBind variable ? not set.');
    return null;
  }

  private rewriteCall(node: TreeNode, called: TreeNode): unknown {
    const name = String(called.name).toUpperCase();
    const value = this.scope.sessionValue(name);
    if (value !== undefined) return value === null ? { null: null } : { literal: { literal_type: 'string', value } };
    if (!isKnownFunction(name)) throw unsupported(`function ${name}`);
    if (TABLE_FUNCTIONS.has(name)) this.readsTables = true;
    return this.rewriteMembers(node);
  }

  /** `database.schema.table.column` and `schema.table.column`: DuckDB finds the column by its table. */
  private rewriteDot(dot: TreeNode): unknown {
    const path = flattenDots({ dot });
    if (path === null) return null;
    const [column, table] = path.slice(-2).reverse();
    return {
      column: {
        name: column && physicalIdentifier(column),
        table: table && physicalIdentifier(table),
        join_mark: false,
        trailing_comments: [],
      },
    };
  }

  private rewriteTable(table: TreeNode, key: string): TreeNode {
    const path = [table.catalog, table.schema, table.name]
      .filter(isIdentifier)
      .map((part) => foldIdentifier(part.name, part.quoted));
    const name = path.at(-1) ?? '';
    if (path.length === 1 && this.ctes.has(name)) return this.rewriteMembers(table);
    const found = this.scope.resolveTable(path);
    this.readsTables = true;
    const alias =
      table.alias === null && key !== 'insert' ? identifier(toPhysicalName(name)) : this.rewrite(table.alias);
    const others = this.rewriteMembers({ ...table, name: null, schema: null, catalog: null, alias: null });
    return {
      ...others,
      name: identifier(found.table),
      schema: identifier(found.schema),
      alias,
      alias_explicit_as: true,
    };
  }
}

function flattenDots(value: unknown): (TreeNode & { name: string; quoted: boolean })[] | null {
  const column = nodeOf(value, 'column');
  if (column !== null) {
    const parts = [column.table, column.name].filter(isIdentifier);
    return parts.length > 0 ? parts : null;
  }
  const dot = nodeOf(value, 'dot');
  if (dot === null || !isIdentifier(dot.field)) return null;
  const before = flattenDots(dot.this);
  return before === null ? null : [...before, dot.field];
}

function identifier(name: string): TreeNode {
  return { name, quoted: true, trailing_comments: [] };
}

function physicalIdentifier(node: TreeNode & { name: string; quoted: boolean }): TreeNode {
  const name = toPhysicalName(foldIdentifier(fromPhysicalName(node.name), node.quoted));
  return { ...node, name, quoted: true, span: null };
}

function physicalType(node: TreeNode): TreeNode {
  const type = readDataType(node);
  return type === null ? node : { data_type: 'custom', name: duckdbTypeOf(type) };
}

function call(name: string, ...args: readonly unknown[]): TreeNode {
  return { function: { name, args, distinct: false, trailing_comments: [] } };
}
