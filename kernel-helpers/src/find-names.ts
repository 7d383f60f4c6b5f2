import { UserError } from './errors';
import { nearestName } from './nearest-name';

/** Finds exactly this name, otherwise the only one that differs in case alone; undefined if there is none. */
export function findName(wanted: string, names: readonly string[]): string | undefined {
  return findNames([wanted], names)[0];
}

/**
 * Finds a name for each wanted one, and no name twice: exact names first, then those that differ in case alone.
 * Snowflake keeps plain names in upper case, however a cell writes them, but `"a"` and `"A"` are two columns there.
 * Throws a UserError if several names differ from the wanted one in case alone.
 */
export function findNames(wanted: readonly string[], names: readonly string[]): (string | undefined)[] {
  const taken = new Set(wanted.filter((name) => names.includes(name)));
  return wanted.map((name) => {
    if (taken.has(name) && names.includes(name)) return name;
    const alike = names.filter((candidate) => !taken.has(candidate) && isAlike(candidate, name));
    if (alike.length > 1) throw ambiguous(name, alike);
    if (alike.length === 1) taken.add(alike[0]);
    return alike[0];
  });
}

/** Finds a name, or throws a UserError that suggests the nearest one. `owner` begins the message: `The table`. */
export function requireName(wanted: string, names: readonly string[], owner: string): string {
  const found = findName(wanted, names);
  if (found !== undefined) return found;
  const nearest = nearestName(wanted, names);
  const advice = nearest === undefined ? `It has ${names.join(', ')}.` : `Did you mean ${nearest}?`;
  throw new UserError(`${owner} has no column ${wanted}.`, {
    facts: { column: wanted },
    reason: 'column-not-found',
    advice,
  });
}

/** True for names that differ in case alone, or not at all. */
export function isAlike(name: string, other: string): boolean {
  return name.toUpperCase() === other.toUpperCase();
}

function ambiguous(name: string, alike: readonly string[]): UserError {
  return new UserError(`${name} could be ${alike.join(' or ')}. Write the one that you mean with its exact case.`, {
    facts: { column: name },
  });
}
