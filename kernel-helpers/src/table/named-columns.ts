import { UserError } from '../errors';
import { findName } from '../find-names';
import { nearestName } from '../nearest-name';
import type { Column } from './table';

/** The columns of these names, in any case; throws one UserError that names all that are missing. */
export function namedColumns(
  names: readonly string[],
  columns: readonly Column[],
  owner = 'The table',
): readonly Column[] {
  const { found, missing, advice } = findColumns(names, columns);
  if (missing.length === 0) return found;
  throw new UserError(`${owner} has no column ${missing.join(' and no column ')}.`, {
    facts: { column: missing[0] },
    reason: 'column-not-found',
    advice,
  });
}

export interface FoundColumns {
  readonly found: readonly Column[];
  readonly missing: readonly string[];
  /** What may have been meant by the missing ones. */
  readonly advice: string;
}

/** The columns of those names that there are, in their order, and what to say about the others. */
export function findColumns(names: readonly string[], columns: readonly Column[]): FoundColumns {
  const known = columns.map(({ name }) => name);
  const missing: string[] = [];
  const found = names.flatMap((name) => {
    const position = known.indexOf(findName(String(name), known) ?? name);
    if (position === -1) missing.push(String(name));
    return position === -1 ? [] : [columns[position]];
  });
  return { found, missing, advice: adviceFor(missing, known) };
}

function adviceFor(missing: readonly string[], known: readonly string[]): string {
  const nearest = missing.map((name) => nearestName(name, known));
  const near = missing.flatMap((name, index) => {
    const meant = nearest[index];
    if (meant === undefined) return [];
    return [missing.length === 1 ? `Did you mean ${meant}?` : `Did you mean ${meant} for ${name}?`];
  });
  return [...near, ...(nearest.includes(undefined) ? [`It has ${known.join(', ')}.`] : [])].join(' ');
}
