import { foldIdentifier } from '../identifiers';
import { unsupported } from '../snowflake-error';
import { RESULT_SCAN_ALONE } from './parse-result-scan';
import { identifier } from './physical-identifier';
import type { HistoryOwner, NamePath } from './statement';
import { isIdentifier, isNode, nodeOf, type TreeNode } from './syntax-tree';
import { TokenReader } from './token-reader';

/** What stands between the brackets of `FROM TABLE(…)`: https://docs.snowflake.com/en/sql-reference/functions-table */
export type TableFunction =
  | { readonly of: 'name'; readonly path: NamePath }
  | { readonly of: 'generator'; readonly rowCount: TreeNode }
  | { readonly of: 'history'; readonly whose: HistoryOwner };

/** The number of each row of a generator, which SEQ4() and its like answer; longer than Snowflake lets a name be. */
export const SEQUENCE_COLUMN = `SEQUENCE_${'_'.repeat(255)}`;

/** Reads `TABLE(…)`; null for anything else. Throws for a function that this account does not have. */
export function readTableFunction(value: unknown): TableFunction | null {
  const called = nodeOf(value, 'function');
  if (called === null || String(called.name).toUpperCase() !== 'TABLE') return null;
  const [argument, ...more] = Array.isArray(called.args) ? called.args : [];
  const name = nodeOf(argument, 'literal');
  if (more.length === 0 && name?.literal_type === 'string')
    return { of: 'name', path: readPath(String(name.value), "TABLE('')") };
  const history = nodeOf(argument, 'method_call');
  if (more.length === 0 && history !== null) return readHistory(history);
  const inner = nodeOf(argument, 'function');
  if (more.length > 0 || inner === null)
    throw unsupported('TABLE(…) of anything but a name, GENERATOR or QUERY_HISTORY');
  const function_ = String(inner.name).toUpperCase();
  if (function_ === 'RESULT_SCAN') throw unsupported(RESULT_SCAN_ALONE);
  if (function_ !== 'GENERATOR') throw unsupported(`table function ${function_}`);
  return { of: 'generator', rowCount: readRowCount(inner) };
}

/** `[database.]INFORMATION_SCHEMA.QUERY_HISTORY[_BY_SESSION]()`. */
function readHistory({ this: owner, method, args }: TreeNode): TableFunction {
  const schema = nodeOf(owner, 'column')?.name;
  const [schemaName, name] = [schema, method].map((part) =>
    isIdentifier(part) ? foldIdentifier(part.name, part.quoted) : '',
  );
  const whose = HISTORY_FUNCTIONS.get(name ?? '');
  if (schemaName !== 'INFORMATION_SCHEMA' || whose === undefined)
    throw unsupported(`table function ${schemaName}.${name}`);
  if (Array.isArray(args) && args.length > 0) throw unsupported(`${name} with arguments`);
  return { of: 'history', whose };
}

const HISTORY_FUNCTIONS: ReadonlyMap<string, HistoryOwner> = new Map([
  ['QUERY_HISTORY', 'account'],
  ['QUERY_HISTORY_BY_SESSION', 'session'],
]);

/** The name that a text argument holds. */
export function readPath(text: string, where: string): NamePath {
  const [reader] = TokenReader.ofRequest(text);
  if (reader === undefined) throw unsupported(`${where} without a name`);
  const path = reader.path();
  reader.expectEnd();
  return path;
}

/** TIMELIMIT makes as many rows as some seconds allow. */
function readRowCount(generator: TreeNode): TreeNode {
  const args: readonly unknown[] = Array.isArray(generator.args) ? generator.args : [];
  const [only, ...more] = args.map((argument) => nodeOf(argument, 'named_argument'));
  const name = isNode(only?.name) ? String(only.name.name).toUpperCase() : '';
  const count = nodeOf(only?.value, 'literal');
  if (more.length > 0 || name !== 'ROWCOUNT' || count?.literal_type !== 'number')
    throw unsupported('GENERATOR with anything but ROWCOUNT => number');
  return { literal: count };
}

/** The rows of a generator, as DuckDB reads them in FROM. */
export function generatedRows(rowCount: TreeNode, alias: TreeNode): TreeNode {
  const rows = { function: { name: 'range', args: [rowCount], distinct: false, trailing_comments: [] } };
  return { alias: { this: rows, alias, column_aliases: [identifier(SEQUENCE_COLUMN)], trailing_comments: [] } };
}

/** True for a SELECT whose rows come from one generator and nothing else. */
export function selectsFromGenerator(select: TreeNode): boolean {
  const sources: unknown = nodeOf(select, 'from')?.expressions;
  const joins: unknown = select.joins;
  if (!Array.isArray(sources) || sources.length !== 1 || (Array.isArray(joins) && joins.length > 0)) return false;
  return readTableFunction(plainSource(sources[0]).source)?.of === 'generator';
}

/** `(source)` and `source AS alias(columns)` without the brackets, and the alias. */
export function plainSource(value: unknown): { readonly source: unknown; readonly alias: TreeNode | null } {
  const paren = nodeOf(value, 'paren');
  if (paren !== null) return plainSource(paren.this);
  const alias = nodeOf(value, 'alias');
  return alias === null ? { source: value, alias: null } : { source: plainSource(alias.this).source, alias };
}

/** SEQ4() and its like: the generator's own number, else the number of the row in the result. */
export function sequenceNumber(isGenerated: boolean): TreeNode {
  if (isGenerated)
    return { column: { name: identifier(SEQUENCE_COLUMN), table: null, join_mark: false, trailing_comments: [] } };
  const number = { window_function: { this: { row_number: null }, over: { partition_by: [], order_by: [] } } };
  return { paren: { this: { sub: { left: number, right: { literal: { literal_type: 'number', value: '1' } } } } } };
}
