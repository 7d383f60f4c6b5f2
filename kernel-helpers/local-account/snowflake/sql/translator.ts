import { setFlagsFromString } from 'node:v8';
import * as polyglot from '@polyglot-sql/sdk';
import { InternalError } from 'kernel-helpers/errors';
import { hideQuoted, hideTree, revealTree } from './hide-quoted';
import { Placeholders } from './placeholders';
import { syntaxErrorAt } from './scan';
import { isNode, type TreeNode } from './syntax-tree';

/**
 * Loads the WebAssembly translator; once per process. V8's first compiler is enough for it: a translation takes a
 * millisecond either way, and Node.js 20 and 22 would spend five seconds of all cores on compiling its 22 MB again.
 */
export async function loadTranslator(): Promise<void> {
  setFlagsFromString('--liftoff-only');
  await polyglot.init();
}

/** Reads one statement as Snowflake SQL; throws Snowflake's syntax error. */
export function parseTree(sql: string): TreeNode {
  const source = hideQuoted(sql);
  const parsed = polyglot.parse(source.text, polyglot.Dialect.Snowflake);
  const trees: readonly unknown[] = Array.isArray(parsed.ast) ? parsed.ast : [];
  const [tree] = trees;
  if (parsed.success && trees.length === 1 && isNode(tree)) return revealTree(tree, source.placeholders);
  const token = source.tokenAt(parsed.errorStart ?? source.text.length);
  throw syntaxErrorAt(
    sql,
    token?.start ?? sql.length,
    token === undefined ? '<EOF>' : sql.slice(token.start, token.end),
  );
}

/** The tree as Snowflake SQL. */
export function printTree(tree: unknown): string {
  const printed = polyglot.generate([tree], polyglot.Dialect.Snowflake);
  const [sql] = printed.sql ?? [];
  if (printed.success && sql !== undefined) return sql;
  throw new InternalError(`The SQL translator cannot print a tree it made: ${printed.error}`);
}

/** A tree of Snowflake's, its names already physical and its functions known, as DuckDB SQL. */
export function printForDuckdb(tree: TreeNode): string {
  const placeholders = new Placeholders(JSON.stringify(tree));
  const sql = printTree(hideTree(tree, placeholders));
  const translated = polyglot.transpile(sql, polyglot.Dialect.Snowflake, polyglot.Dialect.DuckDB);
  const [translation, ...more] = translated.sql ?? [];
  if (translated.success && translation !== undefined && more.length === 0) return placeholders.revealSql(translation);
  throw new InternalError(`The SQL translator cannot read a statement it printed: ${translated.error}`);
}
