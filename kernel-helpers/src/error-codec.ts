import { errorCode } from './error-code';
import type { ErrorJson } from './error-json';
import {
  adviceOf,
  classOf,
  failedOf,
  type InternalError,
  kindOf,
  messageOf,
  type PlatformError,
  reasonOf,
  type UserError,
} from './errors';

export interface ErrorToJsonOptions {
  /** For a page or a person: without stacks and without what led to the error. @default false */
  readonly isForPage?: boolean;
}

/** A chain that is longer, or that leads back to itself, is cut. */
const MOST_CAUSES = 5;

/** The user of an address may have a password, and the query of a signed link opens what it names. */
const USER = /(\b[a-z]+:\/\/)[^\s/@?#]+@/g;
const SIGNED_QUERY = /\?(?=[^\s"'<>]*(?:signature|sig|token|credential|secret|passw\w*|key)[\w-]*=)[^\s"'<>]*/gi;

/**
 * An error as JSON, for another thread, host or process, or for the sidebar's page. Of a cause only name, message, code
 * and stack go along: its other properties may hold a request with its headers. An error that is not ours counts as a
 * bug, except for interrupts and waits that were too long.
 */
export function errorToJson(error: unknown, { isForPage = false }: ErrorToJsonOptions = {}): ErrorJson {
  const reason = reasonOf(error);
  const kind = kindOf(error) ?? (reason === 'interrupted' ? 'user' : reason === 'timed-out' ? 'platform' : 'internal');
  const advice = adviceOf(error);
  const stack = kindOf(error) === undefined ? stackOf(error) : undefined;
  const causes = causesOf(error).map(causeToJson);
  return {
    kind,
    ...(reason === undefined ? {} : { reason }),
    name: nameOf(error),
    message: withoutSecrets(failedOf(error)),
    ...(advice === undefined ? {} : { advice: withoutSecrets(advice) }),
    facts: factsOf(error),
    ...(isForPage || causes.length === 0 ? {} : { causes }),
    ...(isForPage || stack === undefined ? {} : { stack }),
  };
}

/** The same kind of error on the other side, with its reason, facts and causes. */
export function errorFromJson(json: ErrorJson): UserError | PlatformError | InternalError {
  const { kind, name, message, advice, facts, reason, causes = [], stack } = json;
  const cause = causes.reduceRight<Error | undefined>((below, one) => causeFromJson(one, below), undefined);
  const error = new (classOf(kind))(message, { cause, facts, reason, advice });
  if (name !== error.name) Object.defineProperty(error, 'name', { value: name, configurable: true });
  if (stack !== undefined) error.stack = stack;
  return error;
}

type CauseJson = NonNullable<ErrorJson['causes']>[number];

function causeToJson(error: unknown): CauseJson {
  const code = errorCode(error);
  const stack = stackOf(error);
  return {
    name: nameOf(error),
    message: withoutSecrets(messageOf(error)),
    ...(code === undefined ? {} : { code }),
    ...(stack === undefined ? {} : { stack }),
  };
}

function causeFromJson({ name, message, code, stack }: CauseJson, cause: Error | undefined): Error {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  Object.defineProperty(error, 'name', { value: name, configurable: true });
  if (stack !== undefined) error.stack = stack;
  return code === undefined ? error : Object.assign(error, { code });
}

function causesOf(error: unknown): readonly unknown[] {
  const found: unknown[] = [];
  let cause = causeOf(error);
  while (cause !== undefined && cause !== error && !found.includes(cause) && found.length < MOST_CAUSES) {
    found.push(cause);
    cause = causeOf(cause);
  }
  return found;
}

function causeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'cause' in error ? (error.cause ?? undefined) : undefined;
}

function nameOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : 'Error';
}

function stackOf(error: unknown): string | undefined {
  const stack = typeof error === 'object' && error !== null && 'stack' in error ? error.stack : undefined;
  return typeof stack === 'string' ? withoutSecrets(stack) : undefined;
}

function factsOf(error: unknown): ErrorJson['facts'] {
  if (kindOf(error) === undefined) return {};
  const entries = Object.entries((error as UserError).facts);
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}

function withoutSecrets(text: string): string {
  return text.replace(USER, '$1').replace(SIGNED_QUERY, '');
}
