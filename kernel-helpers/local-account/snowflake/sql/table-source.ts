import { identifier } from './physical-identifier';
import { isNode, type TreeNode } from './syntax-tree';

/** Columns of VALUES without names are COLUMN1, COLUMN2, …: https://docs.snowflake.com/en/sql-reference/constructs/values */
export function withColumnNames(source: TreeNode, values: TreeNode): TreeNode {
  const rows = values.expressions;
  const first: unknown = Array.isArray(rows) ? rows[0] : undefined;
  const cells = isNode(first) ? first.expressions : undefined;
  const isNamed = Array.isArray(source.column_aliases) && source.column_aliases.length > 0;
  if (isNamed || !Array.isArray(cells)) return source;
  const names = cells.map((_, index) => identifier(`COLUMN${index + 1}`));
  return { ...source, alias: source.alias ?? identifier('VALUES'), column_aliases: names };
}

/** `SAMPLE (5 ROWS)`: DuckDB takes an exact number of rows by its reservoir only. */
export function exactSample(sample: unknown): unknown {
  if (!isNode(sample) || sample.method !== 'Row') return sample;
  return { ...sample, method: 'Reservoir', explicit_method: true, method_before_size: true };
}
