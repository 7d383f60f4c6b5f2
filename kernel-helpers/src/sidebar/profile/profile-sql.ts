import { quoteIdentifier } from '../../snowflake/statement/identifiers';
import { quotePath } from '../tables/describe-table';
import { isNumber, type ProfileKind } from './column-kind';

/** A column of a table, by its name and what can be asked about it. */
export interface ProfiledColumn {
  readonly path: readonly string[];
  readonly name: string;
  readonly kind: ProfileKind;
}

/** More values than a person reads. */
const TOP_VALUES = 10;

/** The largest FLOAT. NaN is greater than all others, also than infinity (docs.snowflake.com, "Numeric data types"). */
const LARGEST = '1.7976931348623157e308';

/** One row of facts about all values. */
export function factsSql(column: ProfiledColumn): string {
  const { path, name, kind } = column;
  const value = quoteIdentifier(name);
  const number = finiteNumber(column);
  const facts = [
    'count(*) as "rows"',
    `count(${value}) as "values"`,
    ...(kind === 'other' ? [] : [`count(distinct ${value}) as "distinct"`]),
    ...(isNumber(kind) || kind === 'ordered' ? [`min(${value}) as "min"`, `max(${value}) as "max"`] : []),
    ...(isNumber(kind)
      ? [
          `count(${number}) as "finite"`,
          `avg(${number}) as "mean"`,
          `min(${number}) as "low"`,
          `max(${number}) as "high"`,
          ...[25, 50, 75].map((percent) => `${percentile(percent / 100, number)} as "p${percent}"`),
        ]
      : []),
  ];
  return `select ${facts.join(', ')} from ${quotePath(path)}`;
}

function percentile(share: number, value: string): string {
  return `percentile_cont(${share}) within group (order by ${value})`;
}

/** The most frequent values, and how often each comes. */
export function topSql({ path, name }: ProfiledColumn): string {
  // Positions, because a column of the table may have the name of the count.
  return `select ${quoteIdentifier(name)} as "value", count(*) as "count" from ${quotePath(path)} group by 1 order by 2 desc, 1 nulls last limit ${TOP_VALUES}`;
}

export interface Bins {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** How many values are in each of the bins that have any; a value on the upper end belongs to the last bin. */
export function histogramSql(column: ProfiledColumn, { low, high, count }: Bins): string {
  const number = finiteNumber(column);
  const width = (high - low) / count;
  const bin = `least(${count - 1}, floor((${number} - (${low})) / ${width}))`;
  return `select ${bin} as "bin", count(*) as "count" from ${quotePath(column.path)} where ${number} is not null group by 1`;
}

/** As a FLOAT; null where it is NaN or infinite. */
function finiteNumber({ name, kind }: ProfiledColumn): string {
  const value = quoteIdentifier(name);
  if (kind !== 'float') return `${value}::float`;
  return `case when ${value} between -${LARGEST} and ${LARGEST} then ${value} end`;
}
