import { UserError } from '../../errors';
import { findColumns } from '../named-columns';
import type { JoinKind } from '../row-types';
import type { Column } from '../table';

/** The columns in which two tables must be equal: names that both have, or names of the first with those of the other. */
export type JoinOn = string | readonly string[] | Readonly<Record<string, string>>;

/** A pair of columns, one of each table. */
export type KeyPair = readonly [Column, Column];

const JOIN_KINDS: readonly JoinKind[] = ['inner', 'left', 'right', 'full'];

export function checkJoinKind(how: unknown): JoinKind {
  const known = JOIN_KINDS.find((kind) => kind === how);
  if (known !== undefined) return known;
  const advice = how === 'outer' ? "write 'full' for all rows of both tables" : `use ${JOIN_KINDS.join(', ')}`;
  throw new UserError(`join() cannot use its options: how is ${String(how)}; ${advice}.`);
}

/** Finds the columns to join on, or throws a UserError that names every problem at once. */
export function keyPairs(on: unknown, columns: readonly Column[], others: readonly Column[]): readonly KeyPair[] {
  const [names, otherNames] = namesOn(on);
  const ours = findColumns(names, columns);
  const theirs = findColumns(otherNames, others);
  const problems = [
    ...missingProblem('The table', ours),
    ...missingProblem('The other table', theirs),
    ...(names.length === 0 ? ["There is no column to join on; name one, such as on: 'CITY'."] : []),
  ];
  if (problems.length > 0) {
    throw new UserError(`join() cannot find its columns. ${problems.join(' ')}`, { reason: 'column-not-found' });
  }
  const pairs = ours.found.map((column, index): KeyPair => [column, theirs.found[index]]);
  const unlike = pairs.filter(([column, other]) => comparedAs(column) !== comparedAs(other));
  if (unlike.length === 0) return pairs;
  const told = unlike.map(
    ([column, other]) => `${column.name} is ${column.type} and ${other.name} of the other table is ${other.type}.`,
  );
  throw new UserError(
    `join() compares values of one kind only. ${told.join(' ')} Convert one of them with addColumn().`,
  );
}

/** The names in which two tables must be equal: those of the first, and those of the other. */
export function namesOn(on: unknown): readonly [readonly string[], readonly string[]] {
  if (typeof on === 'string') return [[on], [on]];
  if (Array.isArray(on)) return [on.map(String), on.map(String)];
  if (typeof on === 'object' && on !== null) return [Object.keys(on), Object.values(on).map(String)];
  throw new UserError(
    "join() needs the columns to join on: { on: 'CITY' }, { on: ['CITY', 'YEAR'] } or { on: { CITY: 'TOWN' } }.",
  );
}

function missingProblem(
  owner: string,
  { missing, advice }: { readonly missing: readonly string[]; readonly advice: string },
): readonly string[] {
  return missing.length === 0 ? [] : [`${owner} has no column ${missing.join(' and no column ')}. ${advice}`];
}

/** Numbers of all kinds are compared with each other; the kinds of timestamps are not, as some are no instants. */
function comparedAs(column: Column): string {
  switch (column.kind) {
    case 'number':
    case 'bigint':
    case 'decimal':
      return 'number';
    case 'timestamp':
      return column.offsets === undefined && column.timeZone === undefined ? 'clock' : 'instant';
    default:
      return column.kind;
  }
}
