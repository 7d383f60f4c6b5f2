import { types } from 'node:util';
import { inspectValue } from 'kernel-helpers/cell/inspect-value';
import { propertiesOf } from './error-properties';

/** What an error says, whoever made it and wherever. */
export interface ReadError {
  readonly name: string;
  readonly message: string;
  /** Name and message, as the first line of a stack has them. */
  readonly head: string;
  /** The lines of its stack that say where it was. */
  readonly frames: readonly string[];
  /** Own properties such as `status` and `code`, ready to be shown. */
  readonly properties: readonly string[];
  /** True for an error of kernel-helpers that tells the user or the platform apart from a bug: its message says all. */
  readonly isExplained: boolean;
  /** What it was made of, its `cause` first. */
  readonly causes: readonly unknown[];
}

/**
 * Reads an error; undefined for any other value. An error is one of JavaScript in any realm, or what looks like one:
 * a DOMException, or what a Worker sends. Text that is no text, and getters that throw, fail nothing here.
 */
export function readError(thrown: unknown): ReadError | undefined {
  if (!isErrorLike(thrown)) return undefined;
  const name = textOf(thrown, 'name') ?? 'Error';
  const message = textOf(thrown, 'message') ?? '';
  const head = [name, message].filter((part) => part !== '').join(': ');
  return {
    name,
    message,
    head,
    frames: framesOf(textOf(thrown, 'stack') ?? '', message),
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

/** Undefined where there is none. */
function textOf(error: object, name: string): string | undefined {
  const text = memberOf(error, name);
  return text === undefined || typeof text === 'string' ? text : inspectValue(text);
}

/** What cannot be read is not there. */
function memberOf(value: object, name: string): unknown {
  try {
    return Reflect.get(value, name);
  } catch {
    return undefined;
  }
}
