import { foldIdentifier } from '../identifiers';
import type { QueryScope } from './query-scope';
import { readDataType } from './read-data-type';
import type { ColumnDefinition } from './statement';
import { isIdentifier, isNode, nodeOf, type TreeNode, walkTree } from './syntax-tree';

type Kind = 'text' | 'double';

/** Names of columns by their type. */
interface Names {
  readonly variant: ReadonlySet<string>;
  readonly date: ReadonlySet<string>;
}

const COMPARISONS = new Set('eq neq lt lte gt gte'.split(' '));

/** What an expression, by polyglot's name or by the function's, takes its VARIANT operands for. */
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ...'like i_like concat upper lower length trim substring replace reverse contains starts_with ends_with str_position regexp_like'
    .split(' ')
    .map((name) => [name, 'text'] as const),
  ...'CONCAT LEFT RIGHT LPAD RPAD LTRIM RTRIM LEN SPLIT_PART SUBSTR TRANSLATE REGEXP_REPLACE REGEXP_SUBSTR RLIKE LISTAGG'
    .split(' ')
    .map((name) => [name, 'text'] as const),
  ...'add sub mul div mod mod_func neg sum avg median stddev stddev_pop stddev_samp variance var_pop var_samp abs ceil exp floor ln log power round sqrt sign'
    .split(' ')
    .map((name) => [name, 'double'] as const),
  ...'ABS CEIL FLOOR ROUND TRUNC TRUNCATE SQRT POW POWER EXP LN LOG MOD SIGN SUM AVG MEDIAN DIV0 CORR SQUARE CBRT'
    .split(' ')
    .map((name) => [name, 'double'] as const),
]);

/**
 * Casts VARIANT operands to the type of their partners, and numbers of days to whole numbers, as Snowflake does by itself:
 * https://docs.snowflake.com/en/sql-reference/data-types-semistructured#using-values-in-a-variant
 * A column has the type that a column of that name has in a table of the statement.
 */
export function castOperands(tree: TreeNode, scope: QueryScope, ctes: ReadonlySet<string>): TreeNode {
  const names = { variant: namesOf('variant', tree, scope, ctes), date: namesOf('date', tree, scope, ctes) };
  const cast = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(cast);
    if (!isNode(value)) return value;
    const node = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, cast(member)]));
    const [type = '', ...more] = Object.keys(node);
    const inner = node[type];
    if (more.length > 0 || !isNode(inner)) return node;
    const isSum = type === 'add' || type === 'sub';
    if (isSum && isDate(inner.left, names) && mayCountDays(inner.right, names)) return addDays(inner, type === 'sub');
    return { [type]: castMembers(type, inner, names) };
  };
  const done = cast(tree);
  return isNode(done) ? done : tree;
}

function castMembers(type: string, node: TreeNode, names: Names): TreeNode {
  const to = (kind: Kind) => (value: unknown) => (isVariant(value, names) ? castTo(kind, value) : value);
  const like = (partner: unknown) => (isNumber(partner) ? to('double') : to('text'));
  if (COMPARISONS.has(type) && isVariant(node.left, names) !== isVariant(node.right, names))
    return { ...node, left: like(node.right)(node.left), right: like(node.left)(node.right) };
  if (type === 'between') return { ...node, this: like(node.low)(node.this) };
  if (type === 'in') return { ...node, this: like(first(node.expressions))(node.this) };
  if ((type === 'cast' || type === 'try_cast') && isNode(node.to) && !isDocument(node.to))
    return { ...node, this: to('text')(node.this) };
  if (type === 'case') return { ...node, operand: like(first(first(node.whens)))(node.operand) };
  const kind = KINDS.get(type === 'function' || type === 'aggregate_function' ? String(node.name).toUpperCase() : type);
  if (kind === undefined) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, member]) => [key, Array.isArray(member) ? member.map(to(kind)) : to(kind)(member)]),
  );
}

function isDocument(type: TreeNode): boolean {
  return ['variant', 'object', 'array'].includes(readDataType(type).wire);
}

function mayCountDays(value: unknown, names: Names): boolean {
  return (
    !isNumber(value) && !isDate(value, names) && nodeOf(value, 'interval') === null && nodeOf(value, 'null') === null
  );
}

function first(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}

function castTo(kind: Kind, value: unknown): TreeNode {
  return { cast: { this: value, to: { data_type: kind }, trailing_comments: [], double_colon_syntax: false } };
}

function isNumber(value: unknown): boolean {
  const unsigned = nodeOf(value, 'neg')?.this ?? value;
  return nodeOf(unsigned, 'literal')?.literal_type === 'number';
}

/** DATE, as far as the statement and the declarations of its tables tell. */
function isDate(value: unknown, names: Names): boolean {
  const cast = nodeOf(value, 'cast');
  if (cast !== null) return isNode(cast.to) && readDataType(cast.to).wire === 'date';
  const called = nodeOf(value, 'function');
  if (called !== null)
    return ['TO_DATE', 'DATE', 'CURRENT_DATE', 'DATE_FROM_PARTS'].includes(String(called.name).toUpperCase());
  const name = nodeOf(value, 'column')?.name;
  return isIdentifier(name) && names.date.has(foldIdentifier(name.name, name.quoted));
}

/** DATE + n for an n that is no literal; DuckDB adds INTEGER alone, and whole numbers are NUMBER(38,0) here. */
function addDays({ left, right }: TreeNode, isSubtraction: boolean): TreeNode {
  const days = isSubtraction ? { neg: { this: { paren: { this: right, trailing_comments: [] } } } } : right;
  const args = [{ var: { this: 'day' } }, days, left];
  return { function: { name: 'DATEADD', args, distinct: false, trailing_comments: [] } };
}

function isVariant(value: unknown, names: Names): boolean {
  const paren = nodeOf(value, 'paren');
  if (paren !== null) return isVariant(paren.this, names);
  if (['j_s_o_n_extract', 'subscript', 'parse_json'].some((type) => nodeOf(value, type) !== null)) return true;
  const called = nodeOf(value, 'function');
  if (called !== null) return ['GET', 'GET_PATH', 'PARSE_JSON'].includes(String(called.name).toUpperCase());
  const name = nodeOf(value, 'column')?.name;
  return isIdentifier(name) && names.variant.has(foldIdentifier(name.name, name.quoted));
}

/** Names of columns of that type in the statement's tables, and of its own expressions of that type that have an alias. */
function namesOf(
  wire: 'variant' | 'date',
  tree: TreeNode,
  scope: QueryScope,
  ctes: ReadonlySet<string>,
): ReadonlySet<string> {
  const names = new Set<string>();
  walkTree(tree, (node) => {
    for (const column of columnsOf(node, scope, ctes)) if (column.type.wire === wire) names.add(column.name);
  });
  const known: Names = { variant: names, date: names };
  const has = wire === 'variant' ? isVariant : isDate;
  walkTree(tree, (node) => {
    const alias = nodeOf(node, 'alias');
    if (isIdentifier(alias?.alias) && has(alias.this, known))
      names.add(foldIdentifier(alias.alias.name, alias.alias.quoted));
  });
  return names;
}

function columnsOf(node: TreeNode, scope: QueryScope, ctes: ReadonlySet<string>): readonly ColumnDefinition[] {
  if (!isIdentifier(node.name) || !('schema' in node && 'catalog' in node)) return [];
  const path = [node.catalog, node.schema, node.name]
    .filter(isIdentifier)
    .map((part) => foldIdentifier(part.name, part.quoted));
  return path.length === 1 && ctes.has(path[0] ?? '') ? [] : scope.resolveTable(path).columns;
}
