import { type ColumnType, columnTypeOf } from '../catalog/column-type';
import type { TreeNode } from './syntax-tree';

/** polyglot's names of types that it knows, as Snowflake spells them; all others carry their own spelling. */
const SPELLINGS: Readonly<Record<string, string>> = {
  decimal: 'NUMBER',
  float: 'FLOAT',
  double: 'DOUBLE',
  var_char: 'VARCHAR',
  char: 'CHAR',
  text: 'VARCHAR',
  string: 'VARCHAR',
  int: 'INT',
  big_int: 'BIGINT',
  small_int: 'SMALLINT',
  tiny_int: 'TINYINT',
  boolean: 'BOOLEAN',
  date: 'DATE',
  time: 'TIME',
  binary: 'BINARY',
  var_binary: 'BINARY',
  json: 'VARIANT',
};

/** The type of a CAST in polyglot's tree. */
export function readDataType(node: TreeNode): ColumnType {
  if (node.data_type === 'timestamp')
    return columnTypeOf(node.timezone === true ? 'TIMESTAMP_TZ' : 'TIMESTAMP_NTZ', []);
  if (node.data_type === 'custom') return readSpelling(String(node.name));
  const name = SPELLINGS[String(node.data_type)];
  if (name === undefined) return readSpelling(String(node.data_type).replaceAll('_', ''));
  return columnTypeOf(name, sizesOf(node));
}

function sizesOf(node: TreeNode): readonly number[] {
  return [node.precision, node.scale, node.length].filter((size) => typeof size === 'number');
}

/** `TIMESTAMPNTZ(3)`. */
function readSpelling(spelling: string): ColumnType {
  const [, name = spelling, sizes] = /^(\w+)(?:\(([\d,\s]+)\))?$/.exec(spelling) ?? [];
  return columnTypeOf(name.toUpperCase(), sizes === undefined ? [] : sizes.split(',').map(Number));
}
