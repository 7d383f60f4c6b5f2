import { types } from 'node:util';
import { inspectValue } from 'kernel-helpers/render/inspect-value';
import { inWordsOfUser } from '../language/slots';
import { propertiesOf } from './error-properties';

/** What an error says, in one form for errors of all origins. */
export interface ReadError {
  readonly name: string;
  readonly message: string;
  /** Name and message, as the first line of a stack has them. */
  readonly head: string;
  /** The lines of its stack that say where it was. */
  readonly frames: readonly string[];
  /** Own properties such as `status` and `code`, ready to be shown. */
  readonly properties: readonly string[];
  /** True for an error of kernel-helpers that is not a bug, but the user's or the platform's: its message says all. */
  readonly isExplained: boolean;
  /** The errors that caused it, its `cause` first. */
  readonly causes: readonly unknown[];
}

/**
 * Reads an error; undefined for any other value. An error is a JavaScript error of any realm, or an object that looks
 * like one, such as a DOMException or an error from a Worker. Getters that throw and text of a wrong type do no harm.
 */
export function readError(thrown: unknown): ReadError | undefined {
  if (!isErrorLike(thrown)) return undefined;
  const name = textOf(thrown, 'name') ?? 'Error';
  const written = textOf(thrown, 'message') ?? '';
  const message = inWordsOfUser(written);
  const head = [name, message].filter((part) => part !== '').join(': ');
  return {
    name,
    message,
    head,
    frames: framesOf(inWordsOfUser(textOf(thrown, 'stack') ?? ''), message),
    properties: propertiesOf(thrown, message),
    isExplained: ['user', 'platform'].includes(String(textOf(thrown, 'kind'))),
    causes: causesOf(thrown, name),
  };
}

function isErrorLike(thrown: unknown): thrown is object {
  if (types.isNativeError(thrown)) return true;
  if (typeof thrown !== 'object' || thrown === null) return false;
  return typeof memberOf(thrown, 'message') === 'string' && typeof memberOf(thrown, 'stack') === 'string';
}

/** The lines below the message; Node.js may have put an excerpt of the compiled code above it. */
function framesOf(stack: string, message: string): readonly string[] {
  const start = stack.indexOf(message);
  const below = start < 0 ? stack : stack.slice(start + message.length);
  return below.split('\n').filter((line) => /^\s+at /.test(line));
}

function causesOf(error: object, name: string): readonly unknown[] {
  const cause = memberOf(error, 'cause');
  const errors = name === 'AggregateError' ? memberOf(error, 'errors') : undefined;
  return [...(cause === undefined ? [] : [cause]), ...(Array.isArray(errors) ? errors : [])];
}

/** Undefined when there is no such member. */
function textOf(error: object, name: string): string | undefined {
  const text = memberOf(error, name);
  return text === undefined || typeof text === 'string' ? text : inspectValue(text);
}

/** Undefined when the member is missing or cannot be read. */
function memberOf(value: object, name: string): unknown {
  try {
    return Reflect.get(value, name);
  } catch {
    return undefined;
  }
}
