import type { Column } from '../../table/table';
import { isoDate, isoTime } from '../../values/iso-time';
import { closedBound, type Look, type LookFilter } from './look';

/** The look as a line of TypeScript for a cell, by the verbs of a Table. The table is called `table`. */
export function lookAsCode({ sort, filters, search }: Look, columns: readonly Column[]): string {
  const conditions = filters.map((filter) => conditionOf(filter, columns[filter.column]));
  if (search !== '') conditions.push(searchCondition(search, columns));
  const filter = conditions.length === 0 ? '' : `.filter((row) => ${conditions.join(' && ')})`;
  const options = sort?.descending === true ? ', { descending: true }' : '';
  const sorted = sort === undefined ? '' : `.sortBy(${textLiteral(columns[sort.column].name)}${options})`;
  return `const kept = table${filter}${sorted};`;
}

function conditionOf(filter: LookFilter, column: Column): string {
  const cell = cellOf(column);
  if ('chosen' in filter) {
    if (column.kind === 'boolean' || column.kind === 'text') {
      const values = filter.chosen.map((value) => {
        return value === null || column.kind === 'boolean' ? String(value) : textLiteral(value);
      });
      return values.length === 1 ? `${cell} === ${values[0]}` : `[${values.join(', ')}].includes(${cell})`;
    }
    return filter.chosen.includes(null) ? `${cell} === null` : 'false';
  }
  const parts = [
    // Without it, null would count as 0.
    ...(column.nulls === undefined ? [] : [`${cell} !== null`]),
    ...boundConditions(cell, '>=', closedBound(filter.low), column),
    ...boundConditions(cell, '<=', closedBound(filter.high), column),
  ];
  return parts.length === 0 ? 'true' : parts.join(' && ');
}

function boundConditions(
  cell: string,
  compare: string,
  bound: number | undefined,
  { kind }: Column,
): readonly string[] {
  if (bound === undefined) return [];
  if (kind === 'date') return [`String(${cell}) ${compare} '${isoDate(bound)}'`];
  return [kind === 'timestamp' ? `${cell}.milliseconds ${compare} ${timeCode(bound)}` : `${cell} ${compare} ${bound}`];
}

function timeCode(milliseconds: number): string {
  return `Date.parse('${isoTime({ milliseconds, nanoseconds: 0, offsetMinutes: 0 }).replace('+00:00', 'Z')}')`;
}

function searchCondition(search: string, columns: readonly Column[]): string {
  const cells = columns.filter(({ kind }) => kind === 'text').map(cellOf);
  return `[${cells.join(', ')}].some((text) => text?.toLowerCase().includes(${textLiteral(search.toLowerCase())}))`;
}

function cellOf({ name }: Column): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `row.${name}` : `row[${textLiteral(name)}]`;
}

/** In single quotes, as the house writes them. */
function textLiteral(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}
