import { messageOf } from 'kernel-helpers/errors';
import { RE2JS } from 're2js';
import { notOffered, validationError } from '../service-error';

/**
 * Reads the regular expression of a metric definition. RE2's time is proportional to the line for every expression;
 * with JavaScript's own engine, an expression such as `(a+)+$` could stop the whole account on some lines.
 * @throws ServiceError if it is not a regular expression, has no group for the value, or uses look-arounds.
 */
export function compileMetricRegex(name: string, regex: string): RE2JS {
  const compiled = compile(name, regex);
  if (compiled.groupCount() > 0) return compiled;
  throw validationError(
    `The Regex of metric definition ${name} has no group, so it would find no value: put the value in parentheses, such as ${name}=([0-9.]+), in place of ${regex}.`,
  );
}

function compile(name: string, regex: string): RE2JS {
  try {
    return RE2JS.compile(regex);
  } catch (cause) {
    if (!isRegularExpression(regex))
      throw validationError(`The Regex of metric definition ${name} is not a regular expression: ${regex}`, { cause });
    throw notOffered(
      `the Regex of metric definition ${name} (${messageOf(cause)})`,
      'Write it without look-arounds, back references or possessive repeats.',
    );
  }
}

function isRegularExpression(regex: string): boolean {
  try {
    new RegExp(regex);
    return true;
  } catch {
    return false; // This is the answer, not a failure.
  }
}
