import { types } from 'node:util';

/** Reads a member as it lies there: no getter and no trap of a proxy runs, because people only look. */
export function ownMember(value: unknown, name: PropertyKey): unknown {
  return isQuiet(value) ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}

/** The same for a member that the value has or inherits. */
export function memberOf(value: object, name: PropertyKey): unknown {
  for (const level of levelsOf(value)) {
    const found = Object.getOwnPropertyDescriptor(level, name);
    if (found) return found.value;
  }
  return undefined;
}

export function hasMember(value: object, name: PropertyKey): boolean {
  return levelsOf(value).some((level) => Object.hasOwn(level, name));
}

/** The name of the class that made an object; empty when it has none. */
export function classNameOf(value: object): string {
  const made = memberOf(value, 'constructor');
  const name = typeof made === 'function' ? Object.getOwnPropertyDescriptor(made, 'name')?.value : undefined;
  return typeof name === 'string' ? name : '';
}

/** True for an object that can be looked at without running its code. */
export function isQuiet(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !types.isProxy(value);
}

function levelsOf(value: object): readonly object[] {
  const levels: object[] = [];
  for (let level: unknown = value; isQuiet(level) || typeof level === 'function'; ) {
    if (types.isProxy(level)) break;
    levels.push(level);
    level = Object.getPrototypeOf(level);
  }
  return levels;
}
