import { UserError } from '../../errors';
import type { Aggregate } from '../../table/verbs/aggregates';
import type { QueryColumn } from './select';
import type { SqlExpression } from './sql-expression';

/** SQL for a figure of many rows. Means and the like are computed in binary, as in memory. */
export function aggregateSql(aggregate: Aggregate, columns: readonly QueryColumn[]): SqlExpression {
  const { kind, share = 0.5 } = aggregate;
  const [column, other] = columns;
  if (kind === 'count') return whole(column === undefined ? 'count(*)' : `count(${column.value.sql})`);
  if (column === undefined) throw new UserError(`${kind}() needs a column: ${kind}('MEDINC').`);
  const { value } = column;
  switch (kind) {
    case 'min':
    case 'max':
      return { ...value, sql: `${kind}(${value.sql})`, nullable: true };
    case 'distinct':
      return whole(`count(distinct ${value.sql})`);
    case 'sum':
      if (value.kind === 'boolean') return { ...whole(`sum(${value.sql}::number)`), nullable: true };
      return { ...number(column, kind), sql: `sum(${value.sql})`, nullable: true };
    case 'mean':
      return float(`avg(${floatOf(column, kind)})`);
    case 'median':
      return float(`median(${floatOf(column, kind)})`);
    case 'quantile':
      return float(`percentile_cont(${share}) within group (order by ${floatOf(column, kind)})`);
    case 'stdev':
      return float(`stddev_samp(${floatOf(column, kind)})`);
    case 'variance':
      return float(`var_samp(${floatOf(column, kind)})`);
    case 'corr':
      return float(`corr(${floatOf(column, kind)}, ${floatOf(other ?? column, kind)})`);
    case 'first':
    case 'last':
      throw new UserError(
        `${kind}() needs rows in an order, and a table in Snowflake has none. Use min() or max(), or read the rows first.`,
      );
  }
}

/** True for what has a mean: numbers, and booleans, of which true counts as 1. */
export function hasNumbers({ value }: QueryColumn): boolean {
  return value.kind === 'number' || value.kind === 'boolean';
}

function whole(sql: string): SqlExpression {
  return { sql, kind: 'number', nullable: false, isFloat: false };
}

function float(sql: string): SqlExpression {
  return { sql, kind: 'number', nullable: true, isFloat: true };
}

function floatOf(column: QueryColumn, figure: string): string {
  if (column.value.kind === 'boolean') return `${column.value.sql}::number::float`;
  const { sql, isFloat } = number(column, figure);
  return isFloat ? sql : `${sql}::float`;
}

function number({ name, value }: QueryColumn, figure: string): SqlExpression {
  if (value.kind === 'number') return value;
  throw new UserError(`${figure}() takes numbers, and ${name} is ${value.kind}.`, { facts: { column: name } });
}
