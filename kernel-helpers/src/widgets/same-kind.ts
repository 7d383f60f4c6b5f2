import { inspect } from 'node:util';
import { UserError } from '../errors';

/**
 * Accepts a value of the same kind as the first one that a key had, so that the key keeps its type. If the first one
 * was null, it accepts anything. Throws a UserError otherwise.
 */
export function requireSameKind(key: string, first: unknown, value: unknown): unknown {
  const expected = kindOf(first);
  if (first === null || kindOf(value) === expected) return value;
  const shown = inspect(value, { maxStringLength: 100, maxArrayLength: 10, depth: 1 });
  throw new UserError(
    `The page sent ${shown} for ${key}, where the kernel expects ${expected}. ` +
      `Send that, or accept other values with parse: { ${key}: (value) => … }.`,
  );
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (ArrayBuffer.isView(value)) return value instanceof Uint8Array ? 'bytes' : `a ${value.constructor.name}`;
  if (typeof value === 'number') return Number.isFinite(value) ? 'a finite number' : 'a number that is not finite';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'boolean' ? 'true or false' : 'an object';
}
