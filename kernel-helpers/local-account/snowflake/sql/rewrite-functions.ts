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
  ['ARRAY_CONSTRUCT', (args) => call('list_value', ...args.map((item) => call('sf_json', item)))],
  ['OBJECT_CONSTRUCT', constructObject],
  ['BITXOR', macro('sf_bitxor')],
  ['WIDTH_BUCKET', exactly(4, 'WIDTH_BUCKET', macro('sf_width_bucket'))],
  ['CONCAT', ([first, ...others]) => others.reduce(joinTexts, first)],
  ['CURRENT_TIMESTAMP', () => call('sf_now')],
  ['GETDATE', () => call('sf_now')],
  ['DATEADD', addTime],
  ['TIMESTAMPADD', addTime],
  ['DATEDIFF', countUnits],
  ['TIMESTAMPDIFF', countUnits],
  ['DATE_TRUNC', ([unit, value]) => call('sf_date_trunc', text(unitOf(unit)), moment(value))],
  ['GET_PATH', getPath],
  ['HEX_ENCODE', macro('sf_hex_encode')],
  ['LEFT', exactly(2, 'LEFT', macro('sf_left'))],
  ['RIGHT', exactly(2, 'RIGHT', macro('sf_right'))],
  ['LPAD', pad('sf_lpad')],
  ['RPAD', pad('sf_rpad')],
  ['REGEXP_LIKE', exactly(2, 'REGEXP_LIKE', macro('sf_regexp_like'))],
  ['RLIKE', exactly(2, 'RLIKE', macro('sf_regexp_like'))],
  ['REGEXP_SUBSTR', exactly(2, 'REGEXP_SUBSTR', macro('sf_regexp_substr'))],
  ['TO_BOOLEAN', exactly(1, 'TO_BOOLEAN', macro('sf_to_boolean'))],
  ['TO_BINARY', exactly(1, 'TO_BINARY', macro('sf_to_binary'))],
  ['TO_CHAR', toText],
  ['TO_VARCHAR', toText],
  ['TO_DATE', toDate],
  ['DATE', toDate],
  ['TRY_TO_DATE', exactly(1, 'TRY_TO_DATE', macro('sf_try_to_date'))],
  ['TO_TIMESTAMP', exactly(1, 'TO_TIMESTAMP', macro('sf_to_timestamp'))],
  ['TO_TIMESTAMP_NTZ', exactly(1, 'TO_TIMESTAMP_NTZ', macro('sf_to_timestamp'))],
  ['UNIFORM', uniform],
  ['UUID_STRING', exactly(0, 'UUID_STRING', macro('sf_uuid_string'))],
]);

/** The replacement of a call whose arguments are rewritten already; null to leave it to polyglot. */
export function replaceFunction(name: string, args: readonly unknown[]): unknown {
  return FUNCTIONS.get(name)?.(args) ?? null;
}

/** The name and arguments under which DuckDB computes an aggregate; null to leave them. */
export function replaceAggregate(name: string, args: readonly unknown[]): Pick<TreeNode, 'name' | 'args'> | null {
  if (name === 'HLL') return { name: 'approx_count_distinct', args };
  if (name !== 'APPROX_PERCENTILE') return null;
  const [value, share, ...more] = args;
  if (value === undefined || share === undefined || more.length > 0)
    throw unsupported(`APPROX_PERCENTILE with ${args.length} arguments`);
  const to = { data_type: 'custom', name: 'DOUBLE' };
  const cast = { this: value, to, trailing_comments: [], double_colon_syntax: false };
  return { name: 'approx_quantile', args: [{ cast }, share] };
}

/** Expressions with a syntax or a node of their own, by polyglot's name; members are rewritten already. */
const NODES: ReadonlyMap<string, (node: TreeNode) => unknown> = new Map<string, (node: TreeNode) => unknown>([
  ['add', (node) => ({ add: widened(node) })],
  ['sub', (node) => ({ sub: widened(node) })],
  ['mul', (node) => ({ mul: widened(node) })],
  ['parse_json', (node) => call('sf_parse_json', node.this)],
  ['list_agg', (node) => ({ list_agg: { ...node, separator: node.separator ?? text('') } })],
  [
    'substring',
    (node) => (node.length == null ? { substring: node } : call('sf_substr', node.this, node.start, node.length)),
  ],
  ['div', ({ left, right }) => call('sf_divide', left, right)],
  ['mod', ({ left, right }) => call('sf_modulo', left, right)],
  ['mod_func', (node) => call('sf_modulo', node.this, node.expression)],
  ['starts_with', (node) => call('sf_starts_with', node.this, node.expression)],
  ['regexp_like', (node) => call('sf_regexp_like', node.this, node.pattern)],
  ['j_s_o_n_extract', (node) => call('sf_get_path', node.this, node.expression)],
  ['subscript', (node) => getElement([node.this, node.index])],
  ['array_size', (node) => call('sf_array_size', node.this)],
  ['date_diff', (node) => countUnits([node.unit, node.expression, node.this])],
  ['add_months', (node) => call('sf_add_months', moment(node.this), node.expression)],
  ['last_day', (node) => call('sf_last_day', text(unitOf(node.unit ?? 'month')), moment(node.this))],
  ['to_number', toNumber],
]);

/** What replaces a kind of node, given its members rewritten already; null to leave it to polyglot. */
export function nodeReplacement(type: string): ((node: TreeNode) => unknown) | null {
  return NODES.get(type) ?? null;
}

/** The macro that casts to a type as Snowflake does; null where DuckDB's own cast does. */
export function castMacro(target: TreeNode, isTry: boolean, literal: unknown): string | null {
  const { wire } = readDataType(target);
  if (wire === 'text') return 'sf_text';
  if (wire === 'boolean') return isTry ? 'sf_try_to_boolean' : 'sf_to_boolean';
  // Only texts of digits mean something else to DuckDB: they count seconds here.
  if (typeof literal !== 'string' || !/^-?\d+$/.test(literal)) return null;
  if (wire === 'date') return isTry ? 'sf_try_to_date' : 'sf_to_date';
  return wire === 'timestamp_ntz' && !isTry ? 'sf_to_timestamp' : null;
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

function toDate([value, format, ...more]: readonly unknown[]): unknown {
  if (format === undefined) return call('sf_to_date', value);
  const pattern = nodeOf(format, 'literal')?.value;
  if (more.length > 0 || typeof pattern !== 'string') throw unsupported('TO_DATE with a computed format');
  return call('sf_parse_date', value, text(strftimePattern(pattern)));
}

function toText([value, format, ...more]: readonly unknown[]): unknown {
  if (format === undefined) return call('sf_text', value);
  const pattern = nodeOf(format, 'literal')?.value;
  if (more.length > 0 || typeof pattern !== 'string') throw unsupported('TO_VARCHAR with a computed format');
  return pattern.toUpperCase() === 'TME'
    ? call('sf_exact_text', value)
    : call('sf_format_time', value, text(strftimePattern(pattern)));
}

/** Large literals count in 128 bits: DuckDB's INTEGER and BIGINT would overflow where NUMBER does not. */
function widened(node: TreeNode): TreeNode {
  const widen = (value: unknown) => {
    const literal = nodeOf(value, 'literal');
    const isLarge = literal?.literal_type === 'number' && /^\d{5,38}$/.test(String(literal.value));
    if (!isLarge) return value;
    return {
      cast: {
        this: value,
        to: { data_type: 'custom', name: 'HUGEINT' },
        trailing_comments: [],
        double_colon_syntax: false,
      },
    };
  };
  return { ...node, left: widen(node.left), right: widen(node.right) };
}

/** Blanks are added where the statement names no text. */
function pad(name: string): Replace {
  return ([value, length, padding = text(' ')]) => call(name, value, length, padding);
}

/** `OBJECT_CONSTRUCT('a', 1, …)`. */
function constructObject(args: readonly unknown[]): unknown {
  if (args.length % 2 !== 0 || args.some((argument) => nodeOf(argument, 'star') !== null))
    throw unsupported('OBJECT_CONSTRUCT of anything but keys and values');
  if (args.length === 0) return call('map');
  const keys = args.filter((_, index) => index % 2 === 0);
  const values = args.filter((_, index) => index % 2 === 1).map((value) => call('sf_json', value));
  return call('sf_object', call('list_value', ...keys), call('list_value', ...values));
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

const UNITS = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond', 'microsecond'];

/** Other spellings: https://docs.snowflake.com/en/sql-reference/functions-date-time#supported-date-and-time-parts */
const SPELLINGS = `
  year y yy yyy yyyy yr years yrs · quarter q qtr qtrs quarters · month mm mon mons months ·
  week w wk weekofyear woy wy weeks · day d dd days dayofmonth · hour h hh hr hours hrs · minute m mi min minutes mins ·
  second s sec seconds secs · millisecond ms msec milliseconds · microsecond us usec microseconds
`.split('·');

const UNIT_NAMES: ReadonlyMap<string, string> = new Map(
  SPELLINGS.flatMap((line, index) =>
    line
      .trim()
      .split(/\s+/)
      .map((spelling) => [spelling, UNITS[index] ?? ''] as const),
  ),
);

/** `day`, `'day'` or polyglot's own spelling. */
function unitOf(unit: unknown): string {
  const written = nodeOf(unit, 'var')?.this ?? nodeOf(unit, 'literal')?.value ?? nodeOf(unit, 'column')?.name ?? unit;
  const spelling = String(isNode(written) ? written.name : written).toLowerCase();
  const name = UNIT_NAMES.get(spelling);
  if (name === undefined) throw unsupported(`the date part ${spelling}`);
  return name;
}

/** polyglot has a node of its own for the units it knows; only others arrive here. */
function uniform(args: readonly unknown[]): unknown {
  const isWhole = args.slice(0, 2).every((bound) => /^\d+$/.test(String(nodeOf(bound, 'literal')?.value)));
  return call(isWhole ? 'sf_uniform_whole' : 'sf_uniform', ...args);
}

/** A text literal where a moment is asked for is read as one. */
function moment(value: unknown): unknown {
  return nodeOf(value, 'literal')?.literal_type === 'string' ? call('sf_to_timestamp', value) : value;
}

function countUnits([unit, from, to]: readonly unknown[]): unknown {
  const name = unitOf(unit);
  const moments = [moment(from), moment(to)];
  return name === 'week' ? call('sf_datediff_week', ...moments) : call('sf_datediff', text(name), ...moments);
}

function addTime([unit, count, value]: readonly unknown[]): unknown {
  return call(`sf_add_${unitOf(unit)}`, count, moment(value));
}
