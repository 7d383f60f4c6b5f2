/** Facts that an error carries besides its message: names and codes, never secrets. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | undefined>>;

export interface ErrorOptionsWithFacts {
  readonly cause?: unknown;
  readonly facts?: ErrorFacts;
}

/**
 * Every error that these packages throw on purpose.
 * The message says what failed, which thing, and what to do next.
 */
abstract class HelperError extends Error {
  /** Where the fault lies: with the user, the platform, or these packages. */
  abstract readonly kind: 'user' | 'platform' | 'internal';
  readonly facts: ErrorFacts;

  constructor(message: string, options: ErrorOptionsWithFacts = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.facts = options.facts ?? {};
  }
}

/** The user can fix it: a wrong name, a missing permission, a value out of range. */
export class UserError extends HelperError {
  override readonly name: string = 'UserError';
  readonly kind = 'user';
}

/** AWS, Snowflake, the network or this machine failed; trying again or waiting may help. */
export class PlatformError extends HelperError {
  override readonly name: string = 'PlatformError';
  readonly kind = 'platform';
}

/** A bug in these packages. */
export class InternalError extends HelperError {
  override readonly name: string = 'InternalError';
  readonly kind = 'internal';
}

/** True for a UserError of any copy of this package (two copies can be loaded side by side in one kernel). */
export function isUserError(error: unknown): error is UserError {
  return kindOf(error) === 'user';
}

/** True for a PlatformError of any copy of this package. */
export function isPlatformError(error: unknown): error is PlatformError {
  return kindOf(error) === 'platform';
}

/** The same error with a sentence more. An abort stays as it is. */
export function withAdvice(error: unknown, advice: string): unknown {
  if (error instanceof Error && error.name === 'AbortError') return error;
  const message = `${messageOf(error)} ${advice}`;
  if (!(error instanceof HelperError)) return new PlatformError(message, { cause: error });
  const kind = isUserError(error) ? UserError : isPlatformError(error) ? PlatformError : InternalError;
  return new kind(message, { cause: error.cause, facts: error.facts });
}

/** One error for several, each said once: a UserError if the user can mend all of them. */
export function oneErrorFor(headline: string, errors: readonly unknown[], end = ''): UserError | PlatformError {
  const lines = [...new Set(errors.map(messageOf))].map((text) => `- ${text}`);
  const message = [headline, ...lines, ...(end === '' ? [] : [end])].join('\n');
  return new (errors.every(isUserError) ? UserError : PlatformError)(message, { cause: errors[0] });
}

/** The message of anything that can be thrown; errors of native libraries may not be this realm's Errors. */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}

function kindOf(error: unknown): unknown {
  return error instanceof Error && 'kind' in error ? error.kind : undefined;
}
