import { writeName } from '../statement/identifiers';
import { NAN, type SqlExpression } from './sql-expression';

/** A column of a SELECT. */
export interface QueryColumn {
  readonly name: string;
  /** Its value as the SELECT computes it. */
  readonly value: SqlExpression;
}

/** One SELECT, as the verbs have made it so far. */
export interface Select {
  readonly source: Source;
  readonly columns: readonly QueryColumn[];
  readonly where: readonly string[];
  /** Undefined without groups; without names, all rows are one group. */
  readonly groupBy?: readonly string[];
  readonly orderBy: readonly OrderKey[];
  readonly limit?: number;
}

/** What rows are ordered by: a column of the source, or an expression. */
export interface OrderKey {
  readonly by: SqlExpression;
  readonly descending?: boolean;
}

/** Where the rows of a SELECT come from. */
export type Source =
  | { readonly table: string; readonly columnNames: readonly string[] }
  | { readonly select: Select }
  | {
      readonly left: Select;
      readonly right: Select;
      readonly how: string;
      readonly on: readonly (readonly [string, string])[];
    };

export const LEFT = 'l';
export const RIGHT = 'r';
/** The source, where a name has to say that it is not meant as the name of a column of this SELECT. */
const SOURCE = 's';

/** The text of a SELECT, with a clause in each line. */
export function selectText(select: Select, indent = ''): string {
  const { columns, where, groupBy, orderBy, limit } = select;
  const hidden = new Set(columns.filter(isMade).map(({ name }) => writeName(name)));
  const hasHidden = orderBy.some(({ by }) => hidden.has(by.sql));
  const lines = [
    `select ${isWhole(select) ? '*' : columns.map((column) => `\n${indent}  ${columnText(column)}`).join(',')}`,
    `from ${sourceText(select.source, indent)}${hasHidden ? ` as ${SOURCE}` : ''}`,
    ...(where.length === 0 ? [] : [`where ${where.join(`\n${indent}  and `)}`]),
    ...(groupBy === undefined || groupBy.length === 0 ? [] : [`group by ${groupBy.join(', ')}`]),
    ...(orderBy.length === 0 ? [] : [`order by ${orderBy.map((key) => orderText(key, hidden)).join(', ')}`]),
    ...(limit === undefined ? [] : [`limit ${limit}`]),
  ];
  return lines.map((line) => line.replace('select \n', 'select\n')).join(`\n${indent}`);
}

/** NaN and null come last, whichever way. A name of a column of this SELECT goes before that of one of its source. */
function orderText({ by, descending = false }: OrderKey, hidden: ReadonlySet<string>): string {
  const name = hidden.has(by.sql) ? `${SOURCE}.${by.sql}` : by.sql;
  const last = by.isFloat || by.nullable ? ' nulls last' : '';
  return `${by.isFloat ? `nullif(${name}, ${NAN})` : name}${descending ? ' desc' : ''}${last}`;
}

/** A SELECT of the rows of this one, where more cannot be said within it. */
export function around(select: Select): Select {
  return {
    source: { select },
    columns: select.columns.map(({ name, value }) => ({ name, value: named(value, name) })),
    where: [],
    orderBy: [],
  };
}

/** The value of a column that is called by its name. */
export function named({ kind, nullable, isFloat }: SqlExpression, name: string, side = ''): SqlExpression {
  return { sql: `${side === '' ? '' : `${side}.`}${writeName(name)}`, kind, nullable, isFloat };
}

/** True if every column is one of the source, called by its name: then a condition can name it. */
export function hasOwnColumns({ columns, source }: Select): boolean {
  return !('left' in source) && !columns.some(isMade);
}

/** True if a column has another value than the source's column of that name. */
function isMade({ name, value }: QueryColumn): boolean {
  return value.sql !== writeName(name);
}

function isWhole({ columns, source }: Select): boolean {
  if ('left' in source) return false;
  const names = 'table' in source ? source.columnNames : source.select.columns.map(({ name }) => name);
  return (
    names.length === columns.length && columns.every((column, index) => column.name === names[index] && !isMade(column))
  );
}

function columnText(column: QueryColumn): string {
  return isMade(column) ? `${column.value.sql} as ${writeName(column.name)}` : column.value.sql;
}

function sourceText(source: Source, indent: string): string {
  if ('table' in source) return source.table;
  if ('select' in source) return bracketed(source.select, indent);
  const { left, right, how, on } = source;
  const equal = on.map(([ours, theirs]) => `${LEFT}.${writeName(ours)} = ${RIGHT}.${writeName(theirs)}`);
  return [
    `${operand(left, indent)} as ${LEFT}`,
    `${how} join ${operand(right, indent)} as ${RIGHT}`,
    `  on ${equal.join(' and ')}`,
  ].join(`\n${indent}`);
}

/** A table stands as it is where its rows and columns are used as they are. */
function operand(select: Select, indent: string): string {
  const { source, where, groupBy, orderBy, limit } = select;
  const isPlain = where.length + orderBy.length === 0 && groupBy === undefined && limit === undefined;
  return 'table' in source && isPlain && hasOwnColumns(select) ? source.table : bracketed(select, indent);
}

function bracketed(select: Select, indent: string): string {
  return `(\n${indent}  ${selectText(select, `${indent}  `)}\n${indent})`;
}
