import type { VariableList } from 'kernel-helpers/sidebar-contract/variables';
import { classNameOf, isQuiet } from './quiet-read';
import { sizeOf } from './value-size';
import { valueText } from './value-text';

/** The variables of a notebook. */
export interface KnownVariables {
  readonly names: readonly string[];
  /** What the checker says; undefined when it does not know. */
  typeOf(name: string): string | undefined;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Wanted {
  /** Part of the name, in any case. @default every name */
  readonly matching?: string | undefined;
  readonly limit: number;
}

/** The first of the notebook's variables that are wanted, by name, and how many there are. */
export function listVariables(known: KnownVariables, { matching = '', limit }: Wanted): VariableList {
  const part = matching.trim().toLowerCase();
  const names = sorted(known.names.filter((name) => name in known.values && name.toLowerCase().includes(part)));
  const variables = names.slice(0, limit).map((name) => {
    const value = known.values[name];
    return {
      name,
      typeText: typeTextOf(known.typeOf(name), value),
      size: quietly(() => sizeOf(value)),
      value: quietly(() => valueText(name, value)),
    };
  });
  return { variables, total: names.length };
}

/** What runs says more than `any`. */
function typeTextOf(type: string | undefined, value: unknown): string {
  if (type !== undefined && type !== 'any' && type !== 'unknown') return type;
  return isQuiet(value) ? classNameOf(value) || 'object' : typeof value;
}

/** A value that cannot be looked at, such as a module that is still loading, is listed all the same. */
function quietly(look: () => string): string {
  try {
    return look();
  } catch {
    return '';
  }
}

/** Without regard to case, and `x9` before `x10`. */
function sorted(names: readonly string[]): readonly string[] {
  const keys = names.map((name) => [name.toLowerCase().replaceAll(/\d+/g, (digits) => digits.padStart(9, '0')), name]);
  return keys.sort(([one = ''], [other = '']) => (one < other ? -1 : 1)).map(([, name = '']) => name);
}
