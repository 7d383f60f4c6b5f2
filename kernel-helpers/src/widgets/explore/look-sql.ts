import { quoteIdentifier } from '../../snowflake/statement/identifiers';
import type { Column } from '../../table/table';
import { isoDate, isoTime } from '../../values/iso-time';
import { closedBound, type Look, type LookFilter } from './look';

/**
 * The look as SQL of Snowflake: `WHERE` and `ORDER BY`; with `from`, a table's name or a statement in brackets, the whole
 * query. Values are written as literals.
 */
export function lookAsSql({ sort, filters, search }: Look, columns: readonly Column[], from?: string): string {
  const conditions = filters.map((filter) => conditionOf(filter, columns[filter.column]));
  if (search !== '') conditions.push(searchCondition(search, columns));
  const lines = conditions.map((condition, index) => `${index === 0 ? 'WHERE' : '  AND'} ${condition}`);
  if (sort !== undefined) {
    const name = quoteIdentifier(columns[sort.column].name);
    lines.push(`ORDER BY ${name}${sort.descending ? ' DESC' : ''} NULLS LAST`);
  }
  if (from !== undefined) {
    const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
    lines.unshift(`SELECT ${names}`, `FROM ${from}`);
  }
  return lines.join('\n');
}

function conditionOf(filter: LookFilter, column: Column): string {
  const name = quoteIdentifier(column.name);
  if ('low' in filter) {
    return rangeCondition(name, closedBound(filter.low), closedBound(filter.high), column);
  }
  const values = filter.chosen.flatMap((value) => {
    if (value === null) return [];
    return column.kind === 'boolean' ? [value.toUpperCase()] : [textLiteral(value)];
  });
  const parts = [
    ...(values.length === 0 ? [] : [`${name} IN (${values.join(', ')})`]),
    ...(filter.chosen.includes(null) ? [`${name} IS NULL`] : []),
  ];
  if (parts.length === 0) return 'FALSE';
  return parts.length === 1 ? parts[0] : `(${parts.join(' OR ')})`;
}

function rangeCondition(name: string, low: number | undefined, high: number | undefined, column: Column): string {
  if (low !== undefined && high !== undefined && column.kind !== 'timestamp') {
    return `${name} BETWEEN ${literalOf(low, column)} AND ${literalOf(high, column)}`;
  }
  // Of a timestamp, the end is kept with all that lies in its millisecond.
  const [below, after] = column.kind === 'timestamp' ? ['<', 1] : ['<=', 0];
  const parts = [
    ...(low === undefined ? [] : [`${name} >= ${literalOf(low, column)}`]),
    ...(high === undefined ? [] : [`${name} ${below} ${literalOf(high + after, column)}`]),
  ];
  return parts.length === 0 ? `${name} IS NOT NULL` : parts.join(' AND ');
}

function literalOf(value: number, { kind, type }: Column): string {
  if (kind === 'date') return `${textLiteral(isoDate(value))}::DATE`;
  if (kind !== 'timestamp') return String(value);
  const zone = type.startsWith('TIMESTAMP_NTZ') ? {} : { offsetMinutes: 0 };
  return `${textLiteral(isoTime({ milliseconds: value, nanoseconds: 0, ...zone }))}::${type.replace(/\(.*/, '')}`;
}

function searchCondition(search: string, columns: readonly Column[]): string {
  const wanted = textLiteral(search.toLowerCase());
  const parts = columns
    .filter(({ kind }) => kind === 'text')
    .map(({ name }) => `CONTAINS(LOWER(TO_VARCHAR(${quoteIdentifier(name)})), ${wanted})`);
  return parts.length === 1 ? parts[0] : `(${parts.join(' OR ')})`;
}

/** Snowflake reads a backslash as the beginning of an escape (docs.snowflake.com, "String & binary data types"). */
function textLiteral(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
