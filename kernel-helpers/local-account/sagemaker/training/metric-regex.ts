import { messageOf } from 'kernel-helpers/errors';
import { RE2JS } from 're2js';
import { notOffered, validationError } from '../service-error';

/**
 * Reads the regular expression of a metric definition. RE2 takes time in proportion to the line, whatever the expression:
 * with JavaScript's own, one such as `(a+)+$` would stop the whole account on an unlucky line.
 * @throws ServiceError for what is no regular expression, has no group to take the value from, or looks around.
 */
export function compileMetricRegex(name: string, regex: string): RE2JS {
  const compiled = compile(name, regex);
  if (compiled.groupCount() > 0) return compiled;
  throw validationError(
    `The Regex of metric definition ${name} has no group, so it would find no value: put what is the value in parentheses, such as ${name}=([0-9.]+), in place of ${regex}.`,
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
      'Write it without look-arounds, back references and possessive repeats.',
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
