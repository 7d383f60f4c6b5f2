import { inspect } from 'node:util';

/** Longer text makes a front end slow, and a notebook that holds it too. */
const MAX_CHARACTERS = 1_000_000;

/**
 * A value as text, as Node's `inspect` has it. It never fails: a value whose own code fails is shown without
 * that code, and the failure with it. Text of more than a million characters is cut, and says so.
 */
export function inspectValue(value: unknown): string {
  try {
    return cut(inspect(value));
  } catch (failure) {
    return `${inspectWithoutOwnCode(value)}\n(its own text failed: ${reasonOf(failure)})`;
  }
}

/** What failed, of anything that can be thrown; never fails itself. */
export function reasonOf(failure: unknown): string {
  try {
    return failure instanceof Error ? String(failure.message) : cut(inspect(failure));
  } catch {
    return `${typeof failure} that cannot be read`;
  }
}

function inspectWithoutOwnCode(value: unknown): string {
  try {
    return cut(inspect(value, { customInspect: false }));
  } catch {
    // Getters that inspect calls, such as Symbol.toStringTag; or more text than a string can hold.
    return `[${typeof value}]`;
  }
}

function cut(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  const length = text.length.toLocaleString('en-US');
  return `${text.slice(0, MAX_CHARACTERS)}…\n(cut: the text has ${length} characters)`;
}
