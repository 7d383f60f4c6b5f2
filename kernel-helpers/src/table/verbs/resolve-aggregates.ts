import { UserError } from '../../errors';
import { nearestName } from '../../nearest-name';
import { findColumns } from '../named-columns';
import type { Column } from '../table';
import { type Aggregate, isAggregate, isAggregateName, KNOWN_AGGREGATES, namedAggregate } from './aggregates';
import { holdsNumbers } from './column-numbers';

/** A figure that is asked for, with the columns that it reads. */
export interface ResolvedAggregate {
  readonly name: string;
  readonly aggregate: Aggregate;
  readonly columns: readonly Column[];
}

const OF_NUMBERS: ReadonlySet<string> = new Set(['sum', 'mean', 'median', 'quantile', 'stdev', 'variance', 'corr']);

/** Finds the columns of aggregates, or throws a UserError that names every problem at once. */
export function resolveAggregates(
  made: Readonly<Record<string, unknown>>,
  columns: readonly Column[],
): readonly ResolvedAggregate[] {
  if (typeof made !== 'object' || made === null || isAggregate(made)) {
    throw new UserError("aggregate() takes an object of figures with their names, such as { income: mean('MEDINC') }.");
  }
  const problems: string[] = [];
  const resolved = Object.entries(made).map(([name, asked]): ResolvedAggregate | undefined => {
    const aggregate = isAggregateName(asked) ? namedAggregate(asked, name) : asked;
    if (!isAggregate(aggregate)) {
      problems.push(`${name} is ${shown(asked)}, not a figure such as mean('MEDINC') or count().${meant(asked)}`);
      return undefined;
    }
    const { found, missing, advice } = findColumns(aggregate.columns, columns);
    if (missing.length > 0) problems.push(`${name}: there is no column ${missing.join(' and no column ')}. ${advice}`);
    for (const problem of kindProblems(name, aggregate, found)) problems.push(problem);
    return { name, aggregate, columns: found };
  });
  if (resolved.length === 0) problems.push('it got no figure; ask for one, such as { rows: count() }.');
  if (problems.length > 0) throw new UserError(`aggregate() cannot do this: ${problems.join(' ')}`);
  return resolved.filter((one) => one !== undefined);
}

function kindProblems(name: string, { kind, share }: Aggregate, columns: readonly Column[]): readonly string[] {
  const wrong = OF_NUMBERS.has(kind) ? columns.filter((column) => !holdsNumbers(column)) : [];
  const problems = wrong.map(
    (column) => `${name}: ${kind}() needs numbers, and ${column.name} holds values of type ${column.type}.`,
  );
  if (kind === 'quantile' && !(typeof share === 'number' && share >= 0 && share <= 1)) {
    problems.push(`${name}: a quantile's share is from 0 to 1, such as 0.9, not ${shown(share)}.`);
  }
  return problems;
}

function meant(asked: unknown): string {
  const nearest = typeof asked === 'string' ? nearestName(asked, KNOWN_AGGREGATES) : undefined;
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`;
}

function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  return typeof value === 'string' ? `the text "${value.slice(0, 40)}"` : String(value);
}
