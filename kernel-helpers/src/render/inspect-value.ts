import { inspect } from 'node:util';

/** Longer text makes front ends slow, also when they open the saved notebook. */
const MAX_CHARACTERS = 1_000_000;

/**
 * The text that Node's `inspect` gives of a value. It never fails: a value whose own code fails is shown without
 * that code, together with the failure. Text of more than a million characters is cut, and says so.
 */
export function inspectValue(value: unknown): string {
  try {
    return cut(inspect(value));
  } catch (failure) {
    return `${inspectWithoutOwnCode(value)}\n(its own text failed: ${reasonOf(failure)})`;
  }
}

/** The message of anything that can be thrown. It never fails itself. */
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
    // A getter that inspect calls has failed, such as Symbol.toStringTag, or the text is too long for a string.
    return `[${typeof value}]`;
  }
}

function cut(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  const length = text.length.toLocaleString('en-US');
  return `${text.slice(0, MAX_CHARACTERS)}…\n(cut: the text has ${length} characters)`;
}
