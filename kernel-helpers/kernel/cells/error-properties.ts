import { inspect } from 'node:util';

const MAX_PROPERTIES = 6;

/** Longer text is a document or a token, and neither belongs in a notebook. */
const MAX_CHARACTERS = 60;

/** Properties that every error has, or that repeat another property; `__type` is the name of an AWS error. */
const KNOWN = new Set(['name', 'message', 'stack', 'cause', 'errors', 'errno', 'pid', '$fault', '__type']);

const SECRET_NAME = /secret|token|passw|passphrase|credential|authori[sz]ation|cookie|signature|session|private|key/i;

/** Names, numbers and paths. Addresses with a query, headers and bodies have other characters. */
const PLAIN_TEXT = /^[\p{L}\p{N} _.,:/\\+-]+$/u;

/**
 * The properties that an error has besides its message, such as `status: 404`: only short ones, and none that may be
 * secret. Objects are left out, because libraries attach requests with all their headers to their errors.
 */
export function propertiesOf(error: object, message: string): readonly string[] {
  const properties = Object.entries(Object.getOwnPropertyDescriptors(error)).flatMap(([name, { value, enumerable }]) =>
    enumerable === true ? [[name, value] as const] : [],
  );
  const facts: unknown = properties.find(([name]) => name === 'facts')?.[1];
  // An error of kernel-helpers keeps its facts in `facts`; its other properties say only who can fix it.
  const told = isObject(facts) ? Object.entries(facts) : properties;
  return told
    .filter(([name, value]) => !KNOWN.has(name) && !SECRET_NAME.test(name) && isTold(value, message))
    .slice(0, MAX_PROPERTIES)
    .map(([name, value]) => `${name}: ${inspect(value)}`);
}

function isTold(value: unknown, message: string): boolean {
  if (typeof value === 'number' || typeof value === 'bigint') return !message.split(/\D+/).includes(String(value));
  if (typeof value !== 'string' || value.length > MAX_CHARACTERS || message.includes(value)) return false;
  return PLAIN_TEXT.test(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
