import * as polyglot from '@polyglot-sql/sdk';
import { InternalError } from 'kernel-helpers/errors';
import { syntaxErrorAt } from './scan';

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

/** An identifier of the tree: `{ name, quoted, … }`. */
export function isIdentifier(value: unknown): value is TreeNode & { name: string; quoted: boolean } {
  return isNode(value) && typeof value.name === 'string' && typeof value.quoted === 'boolean';
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

/** Loads the WebAssembly translator; once per process. */
export async function loadTranslator(): Promise<void> {
  await polyglot.init();
}

/** Reads one statement as Snowflake SQL; throws Snowflake's syntax error. */
export function parseTree(sql: string): TreeNode {
  const parsed = polyglot.parse(sql, polyglot.Dialect.Snowflake);
  const tree: unknown = Array.isArray(parsed.ast) ? parsed.ast[0] : undefined;
  if (parsed.success && isNode(tree)) return tree;
  const start = parsed.errorStart ?? sql.length;
  throw syntaxErrorAt(sql, start, sql.slice(start, parsed.errorEnd ?? sql.length) || '<EOF>');
}

/** The tree as Snowflake SQL. */
export function printTree(tree: unknown): string {
  const printed = polyglot.generate([tree], polyglot.Dialect.Snowflake);
  const [sql] = printed.sql ?? [];
  if (printed.success && sql !== undefined) return sql;
  throw new InternalError(`The SQL translator cannot print a tree it made: ${printed.error}`);
}

/** Snowflake SQL, its names already physical, as DuckDB SQL. */
export function translateToDuckdb(sql: string): string {
  const translated = polyglot.transpile(sql, polyglot.Dialect.Snowflake, polyglot.Dialect.DuckDB);
  const [translation] = translated.sql ?? [];
  if (translated.success && translation !== undefined) return translation;
  throw new InternalError(`The SQL translator cannot read a statement it printed: ${translated.error}`);
}
