import { columnTypeOf, duckdbTypeOf } from '../catalog/column-type';
import { unsupported } from '../snowflake-error';
import { readDataType } from './read-data-type';
import { strftimePattern } from './strftime-pattern';
import { isNode, nodeOf, type TreeNode } from './syntax-tree';
import { printVariantPath, readVariantPath } from './variant-path';

/** A call of one of DuckDB's functions or of our macros (`engine/macros.ts`). */
export function call(name: string, ...args: readonly unknown[]): TreeNode {
  return { function: { name, args, distinct: false, trailing_comments: [] } };
}

function text(value: string): TreeNode {
  return { literal: { literal_type: 'string', value } };
}

type Replace = (args: readonly unknown[]) => unknown;

const macro =
  (name: string): Replace =>
  (args) =>
    call(name, ...args);

/** Functions that polyglot would translate to something that computes otherwise, by Snowflake name. */
const FUNCTIONS: ReadonlyMap<string, Replace> = new Map<string, Replace>([
  ['ARRAY_CONSTRUCT', macro('list_value')],
  ['BITXOR', macro('sf_bitxor')],
  ['CONCAT', ([first, ...others]) => others.reduce(joinTexts, first)],
  ['CURRENT_TIMESTAMP', () => call('sf_now')],
  ['GETDATE', () => call('sf_now')],
  ['DATEADD', addTime],
  ['TIMESTAMPADD', addTime],
  ['DATEDIFF', countUnits],
  ['TIMESTAMPDIFF', countUnits],
  ['DATE_TRUNC', ([unit, value]) => call('sf_date_trunc', text(unitOf(unit)), value)],
  ['GET_PATH', getPath],
  ['HEX_ENCODE', macro('sf_hex_encode')],
  ['REGEXP_LIKE', exactly(2, 'REGEXP_LIKE', macro('sf_regexp_like'))],
  ['RLIKE', exactly(2, 'RLIKE', macro('sf_regexp_like'))],
  ['REGEXP_SUBSTR', exactly(2, 'REGEXP_SUBSTR', macro('sf_regexp_substr'))],
  ['TO_BINARY', exactly(1, 'TO_BINARY', macro('sf_to_binary'))],
  ['TO_CHAR', toText],
  ['TO_VARCHAR', toText],
  ['TO_TIMESTAMP', exactly(1, 'TO_TIMESTAMP', macro('sf_to_timestamp'))],
  ['TO_TIMESTAMP_NTZ', exactly(1, 'TO_TIMESTAMP_NTZ', macro('sf_to_timestamp'))],
  ['UNIFORM', macro('sf_uniform')],
  ['UUID_STRING', exactly(0, 'UUID_STRING', macro('sf_uuid_string'))],
]);

/** The replacement of a call whose arguments are rewritten already; null to leave it to polyglot. */
export function replaceFunction(name: string, args: readonly unknown[]): unknown {
  return FUNCTIONS.get(name)?.(args) ?? null;
}

/** Expressions with a syntax or a node of their own, by polyglot's name; members are rewritten already. */
const NODES: ReadonlyMap<string, (node: TreeNode) => unknown> = new Map<string, (node: TreeNode) => unknown>([
  ['div', ({ left, right }) => call('sf_divide', left, right)],
  ['mod', ({ left, right }) => call('sf_modulo', left, right)],
  ['mod_func', (node) => call('sf_modulo', node.this, node.expression)],
  ['starts_with', (node) => call('sf_starts_with', node.this, node.expression)],
  ['regexp_like', (node) => call('sf_regexp_like', node.this, node.pattern)],
  ['j_s_o_n_extract', (node) => call('sf_get_path', node.this, node.expression)],
  ['subscript', (node) => getElement([node.this, node.index])],
  ['array_size', (node) => call('sf_array_size', node.this)],
  ['date_diff', (node) => call('sf_datediff', text(unitOf(node.unit)), node.expression, node.this)],
  ['to_number', toNumber],
]);

/** What replaces a kind of node, given its members rewritten already; null to leave it to polyglot. */
export function nodeReplacement(type: string): ((node: TreeNode) => unknown) | null {
  return NODES.get(type) ?? null;
}

/** Casts to text look different in DuckDB: the macro `sf_text` does them. */
export function isReplacedCast(target: TreeNode): boolean {
  return readDataType(target).wire === 'text';
}

function exactly(count: number, name: string, replace: Replace): Replace {
  return (args) => {
    if (args.length !== count) throw unsupported(`${name} with ${args.length} arguments`);
    return replace(args);
  };
}

/** `||` gives NULL when a part is NULL, as Snowflake's CONCAT does and DuckDB's does not. */
function joinTexts(left: unknown, right: unknown): TreeNode {
  return { concat: { left, right, left_comments: [], operator_comments: [], trailing_comments: [] } };
}

function toText([value, format, ...more]: readonly unknown[]): unknown {
  if (format === undefined) return call('sf_text', value);
  const pattern = nodeOf(format, 'literal')?.value;
  if (more.length > 0 || typeof pattern !== 'string') throw unsupported('TO_VARCHAR with a computed format');
  return pattern.toUpperCase() === 'TME'
    ? call('sf_exact_text', value)
    : call('sf_format_time', value, text(strftimePattern(pattern)));
}

function getElement([value, key]: readonly unknown[]): unknown {
  const literal = nodeOf(key, 'literal');
  return typeof literal?.value === 'string'
    ? call('sf_get_path', value, text(printVariantPath([literal.value])))
    : call('sf_get', value, key);
}

function getPath([value, path, ...more]: readonly unknown[]): unknown {
  const written = nodeOf(path, 'literal')?.value;
  if (more.length > 0 || typeof written !== 'string') throw unsupported('GET_PATH with a computed path');
  return call('sf_get_path', value, text(printVariantPath(readVariantPath(written))));
}

function toNumber(node: TreeNode): unknown {
  if (isNode(node.format)) throw unsupported('TO_NUMBER with a format');
  const size = (member: unknown) => Number(nodeOf(member, 'literal')?.value);
  const sizes = [node.precision, node.scale].filter(isNode).map(size);
  const to = { data_type: 'custom', name: duckdbTypeOf(columnTypeOf('NUMBER', sizes)) };
  const cast = { this: node.this, to, trailing_comments: [], double_colon_syntax: false };
  return isNode(node.safe) ? { try_cast: cast } : { cast };
}

const UNITS = new Set(['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second']);

/** `day`, `'day'` or polyglot's own spelling. */
function unitOf(unit: unknown): string {
  const written = nodeOf(unit, 'var')?.this ?? nodeOf(unit, 'literal')?.value ?? nodeOf(unit, 'column')?.name ?? unit;
  const name = String(isNode(written) ? written.name : written)
    .toLowerCase()
    .replace(/s$/, '');
  if (!UNITS.has(name)) throw unsupported(`the date part ${name}`);
  return name;
}

/** polyglot has a node of its own for the units it knows; only others arrive here. */
function countUnits([unit, from, to]: readonly unknown[]): unknown {
  return call('sf_datediff', text(unitOf(unit)), from, to);
}

function addTime([unit, count, value]: readonly unknown[]): unknown {
  return call(`sf_add_${unitOf(unit)}`, count, value);
}
