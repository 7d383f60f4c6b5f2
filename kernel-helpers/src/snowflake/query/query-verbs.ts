import { UserError } from '../../errors';
import { findNames } from '../../find-names';
import { nearestName } from '../../nearest-name';
import { checkNewNames } from '../../table/rename-column';
import {
  type Aggregate,
  type AggregateName,
  isAggregate,
  isAggregateName,
  KNOWN_AGGREGATES,
  namedAggregate,
} from '../../table/verbs/aggregates';
import { writeName } from '../statement/identifiers';
import { aggregateSql } from './aggregate-sql';
import type { BoundValues } from './bound-values';
import type { RowFunction } from './row-function';
import { around, hasOwnColumns, LEFT, named, type QueryColumn, RIGHT, type Select } from './select';
import { floatSql, NAN, type SqlExpression } from './sql-expression';
import { computedValue, conditionOf, type Scope } from './translate-function';

/** Figures by the names of their columns. */
export type MadeFigures = Readonly<Record<string, Aggregate | AggregateName>>;

/** The rows for which a function gives something true. */
export function filtered(select: Select, row: RowFunction, values: BoundValues): Select {
  const [base, condition] = within(select, values, (scope) => conditionOf(row, scope));
  return { ...base, where: [...base.where, withoutOuterBrackets(condition)] };
}

/** One more column, or another one in place of that name. */
export function extended(select: Select, name: string, row: RowFunction, values: BoundValues): Select {
  const [base, made] = within(select, values, (scope) => computedValue(row, scope));
  const value = made.isFloat ? { ...made, sql: `nullif(${made.sql}, ${NAN})`, nullable: true } : made;
  const column = { name, value };
  const isKnown = base.columns.some((known) => known.name === name);
  const columns = isKnown
    ? base.columns.map((known) => (known.name === name ? column : known))
    : [...base.columns, column];
  return { ...base, columns };
}

/** SQL that is put into the SELECT itself, or into one around it where it names a column that the SELECT computes. */
function within<Result>(
  select: Select,
  values: BoundValues,
  translate: (scope: Scope) => Result,
): readonly [Select, Result] {
  if (select.groupBy === undefined && select.limit === undefined) {
    let isOwn = true;
    const result = translate(
      scopeOf(select, values, ({ name, value }) => {
        isOwn &&= value.sql === writeName(name) && !('left' in select.source);
      }),
    );
    if (isOwn) return [select, result];
  }
  const outer = around(select);
  return [outer, translate(scopeOf(outer, values))];
}

export function selected(select: Select, names: readonly string[]): Select {
  return { ...select, columns: columnsNamed(names, select) };
}

export function without(select: Select, names: readonly string[]): Select {
  const left = new Set(columnsNamed(names, select));
  return { ...select, columns: select.columns.filter((column) => !left.has(column)) };
}

/** The same values under other names. */
export function renamed(select: Select, names: Readonly<Record<string, string | undefined>>): Select {
  checkNewNames(names);
  const changed = columnsNamed(Object.keys(names), select);
  const asked = new Map(changed.map((column, index) => [column, String(Object.values(names)[index])]));
  const columns = select.columns.map((column) => ({ ...column, name: asked.get(column) ?? column.name }));
  const twice = columns.map(({ name }) => name).find((name, index, all) => all.indexOf(name) < index);
  if (twice !== undefined) throw new UserError(`Two columns are named ${twice}: give one of them another name.`);
  return { ...select, columns };
}

export function sorted(select: Select, names: readonly string[], descending: readonly boolean[]): Select {
  const base =
    select.limit === undefined && select.groupBy === undefined && hasOwnColumns(select) ? select : around(select);
  const keys = columnsNamed(names, base);
  return { ...base, orderBy: keys.map(({ value }, index) => ({ by: value, descending: descending[index] })) };
}

export function limited(select: Select, rows: number): Select {
  return { ...select, limit: Math.min(rows, select.limit ?? rows) };
}

/** Each row gets a number by chance, and those with the smallest are taken: SAMPLE takes parts of the table as they lie. */
export function sampled(select: Select, rows: number): Select {
  return { ...around(select), orderBy: [{ by: exact('random()') }], limit: rows };
}

/** The same figure of several columns, in the columns of their names. */
export function sameFigures(kind: AggregateName, names: readonly string[], select: Select): MadeFigures {
  return Object.fromEntries(columnsNamed(names, select).map(({ name }) => [name, namedAggregate(kind, name)]));
}

export function aggregated(select: Select, keys: readonly string[], figures: MadeFigures): Select {
  const base = canCondition(select) && select.orderBy.length === 0 ? select : around(select);
  const groups = columnsNamed(keys, base);
  const taken = Object.keys(figures).filter((name) => groups.some((key) => key.name === name));
  if (taken.length > 0) {
    throw new UserError(
      `aggregate() cannot name a figure ${taken.join(' or ')}: the groups have a column of that name. Choose another name.`,
    );
  }
  const made = Object.entries(figures).map(([name, asked]): QueryColumn => {
    const aggregate = readAggregate(name, asked);
    const columns = columnsNamed(aggregate.columns, base);
    return { name, value: aggregateSql(aggregate, columns) };
  });
  return {
    ...base,
    columns: [...groups, ...made],
    groupBy: groups.map(({ value }) => value.sql),
    orderBy: groups.map(({ value }) => ({ by: value })),
  };
}

/** The more frequent value first, and of equally frequent ones the smaller. */
export function counted(select: Select, name: string): Select {
  const base = canCondition(select) && select.orderBy.length === 0 ? select : around(select);
  const [column] = columnsNamed([name], base);
  const count = { name: column.name === 'count' ? 'count_' : 'count', value: exact('count(*)') };
  return {
    ...base,
    columns: [column, count],
    groupBy: [column.value.sql],
    orderBy: [{ by: count.value, descending: true }, { by: column.value }],
  };
}

/** Beside each row the columns of the rows of another query that are equal in some columns. */
export function joined(
  left: Select,
  right: Select,
  [ours, theirs]: readonly [readonly string[], readonly string[]],
  how: string,
): Select {
  const keys = columnsNamed(ours, left);
  const others = columnsNamed(theirs, right);
  keys.forEach((key, index) => {
    if (key.value.kind === others[index].value.kind) return;
    throw new UserError(
      `join() compares values of one kind only: ${key.name} is ${key.value.kind}, and ${others[index].name} of the other table is ${others[index].value.kind}.`,
    );
  });
  const taken = new Set(left.columns.map(({ name }) => name));
  const fromLeft = left.columns.map((column): QueryColumn => {
    const key = keys.indexOf(column);
    const own = named(column.value, column.name, LEFT);
    if (key < 0 || how === 'inner' || how === 'left') return { name: column.name, value: own };
    const other = named(others[key].value, others[key].name, RIGHT);
    const sql = how === 'right' ? other.sql : `coalesce(${own.sql}, ${other.sql})`;
    return { name: column.name, value: { ...own, sql } };
  });
  const fromRight = right.columns
    .filter((column) => !others.includes(column))
    .map(({ name, value }): QueryColumn => ({ name: freeName(name, taken), value: named(value, name, RIGHT) }));
  const columns = [...fromLeft, ...fromRight].map(({ name, value }) => ({ name, value: { ...value, nullable: true } }));
  const on = keys.map((key, index) => [key.name, others[index].name] as const);
  return { source: { left, right, how, on }, columns, where: [], orderBy: [] };
}

/** A number that SQL computes exactly, and which is never null. */
function exact(sql: string): SqlExpression {
  return { ...floatSql(sql), isFloat: false };
}

function readAggregate(name: string, asked: unknown): Aggregate {
  if (isAggregate(asked)) return asked;
  if (isAggregateName(asked)) return namedAggregate(asked, name);
  throw new UserError(`${name} of aggregate() is no figure such as mean('MEDINC') or count().`, {
    advice: adviceFor([String(asked)], KNOWN_AGGREGATES),
  });
}

/** The columns of these names, in any case; a UserError names all that are missing. */
function columnsNamed(names: readonly string[], { columns }: Select): readonly QueryColumn[] {
  const known = columns.map(({ name }) => name);
  const found = findNames(names.map(String), known);
  const missing = names.filter((_, index) => found[index] === undefined);
  if (missing.length > 0) {
    throw new UserError(`The table has no column ${missing.join(' and no column ')}.`, {
      reason: 'column-not-found',
      facts: { column: missing[0] },
      advice: adviceFor(missing, known),
    });
  }
  return found.map((name) => columns[known.indexOf(name ?? '')]);
}

function adviceFor(missing: readonly string[], known: readonly string[]): string {
  const near = missing.map((name) => nearestName(name, known));
  const meant = near.filter((name) => name !== undefined);
  return meant.length === missing.length ? `Did you mean ${meant.join(' and ')}?` : `It has ${known.join(', ')}.`;
}

function scopeOf(
  select: Select,
  values: BoundValues,
  onColumn: (column: QueryColumn) => void = () => undefined,
): Scope {
  return {
    column: (name) => {
      const known = select.columns.map((column) => column.name);
      const position = known.indexOf(name);
      if (position >= 0) {
        onColumn(select.columns[position]);
        return select.columns[position].value;
      }
      throw new UserError(`The table has no column ${name}.`, {
        reason: 'column-not-found',
        facts: { column: name },
        advice: adviceFor([name], known),
      });
    },
    value: (name): SqlExpression => values.expression(name),
  };
}

/** True if a condition can be added to the SELECT itself. */
function canCondition(select: Select): boolean {
  return select.groupBy === undefined && select.limit === undefined && hasOwnColumns(select);
}

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  while (taken.has(free)) free += '_RIGHT';
  taken.add(free);
  return free;
}

/** `where (a and b)` reads better as `where a and b`. Brackets around `or` stay, since other conditions may follow. */
function withoutOuterBrackets(sql: string): string {
  const outline = sql.replace(/'(?:[^'\\]|\\.|'')*'|"(?:[^"]|"")*"/gs, (quoted) => '_'.repeat(quoted.length));
  if (!outline.startsWith('(')) return sql;
  let depth = 0;
  for (let at = 0; at < outline.length; at += 1) {
    if (outline[at] === '(') depth += 1;
    if (outline[at] === ')') depth -= 1;
    if (depth === 1 && outline.startsWith(' or ', at)) return sql;
    if (depth === 0) return at === outline.length - 1 ? sql.slice(1, -1) : sql;
  }
  return sql;
}
