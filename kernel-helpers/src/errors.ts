import type { ErrorKind, ErrorReason } from './error-reason';

/** Facts that an error carries besides its message: names and codes, never secrets. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | undefined>>;

export interface ErrorOptionsWithFacts {
  readonly cause?: unknown;
  readonly facts?: ErrorFacts;
  /** Set where the error is made, from the code of the service or of Node.js. */
  readonly reason?: ErrorReason | undefined;
  /** What to do next: the end of the message, which a view shows apart from it. */
  readonly advice?: string | undefined;
}

/**
 * Every error that these packages throw on purpose.
 * The message says what failed, which thing, and what to do next.
 * @param failed what failed and which thing, or the whole message where its advice is not given apart
 */
abstract class HelperError extends Error {
  /** Where the fault lies: with the user, the platform, or these packages. */
  abstract readonly kind: ErrorKind;
  readonly facts: ErrorFacts;
  /** Why it failed, for code that chooses by it; undefined where only the message says it. */
  declare readonly reason?: ErrorReason;
  /** What to do next, where it is known apart from the rest of the message. */
  declare readonly advice?: string;

  constructor(failed: string, { cause, facts, reason, advice }: ErrorOptionsWithFacts = {}) {
    super(advice === undefined ? failed : `${failed} ${advice}`, cause === undefined ? undefined : { cause });
    this.facts = facts ?? {};
    if (reason !== undefined) this.reason = reason;
    // Like the message, which holds it too, it is not listed when the error is printed.
    if (advice !== undefined) Object.defineProperty(this, 'advice', { value: advice });
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

/**
 * Why something failed, as one word of a closed list, such as `table-not-found`; undefined where nothing says it. Errors
 * of any copy of this package have one, and so do an interrupt (`AbortError`) and a wait that was too long (`TimeoutError`).
 */
export function reasonOf(error: unknown): ErrorReason | undefined {
  if (kindOf(error) !== undefined) return (error as UserError).reason;
  const name = typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined;
  if (name === 'AbortError') return 'interrupted';
  return name === 'TimeoutError' ? 'timed-out' : undefined;
}

/** True if one of these reasons is why it failed: `hasReason(error, 'table-not-found')`. */
export function hasReason(error: unknown, ...reasons: readonly ErrorReason[]): boolean {
  const reason = reasonOf(error);
  return reason !== undefined && reasons.includes(reason);
}

/** The message of an error without the advice at its end. */
export function failedOf(error: unknown): string {
  const message = messageOf(error);
  const advice = adviceOf(error);
  return advice === undefined ? message : message.slice(0, message.length - advice.length).trimEnd();
}

/** What to do about an error, where it is known apart from the rest of its message. */
export function adviceOf(error: unknown): string | undefined {
  if (kindOf(error) === undefined) return undefined;
  const { advice, message } = error as UserError;
  return advice !== undefined && message.endsWith(advice) ? advice : undefined;
}

/** The same error with a sentence more. An abort stays as it is. */
export function withAdvice(error: unknown, more: string): unknown {
  if (error instanceof Error && error.name === 'AbortError') return error;
  const known = adviceOf(error);
  const advice = known === undefined ? more : `${known} ${more}`;
  if (!(error instanceof HelperError)) return new PlatformError(messageOf(error), { cause: error, advice });
  const { cause, facts, reason } = error;
  return new (classOf(error.kind))(failedOf(error), { cause, facts, reason, advice });
}

/** The class of a kind of errors. */
export function classOf(kind: ErrorKind): typeof UserError | typeof PlatformError | typeof InternalError {
  return { user: UserError, platform: PlatformError, internal: InternalError }[kind];
}

/** One error for several, each said once: a UserError if the user can mend all of them, with the reason that all share. */
export function oneErrorFor(headline: string, errors: readonly unknown[], end = ''): UserError | PlatformError {
  const lines = [...new Set(errors.map(messageOf))].map((text) => `- ${text}`);
  const message = [headline, ...lines, ...(end === '' ? [] : [end])].join('\n');
  const reasons = new Set(errors.map(reasonOf));
  const reason = reasons.size === 1 ? [...reasons][0] : undefined;
  return new (errors.every(isUserError) ? UserError : PlatformError)(message, { cause: errors[0], reason });
}

/** The message of anything that can be thrown; errors of native libraries may not be this realm's Errors. */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}

/** The kind of an error of any copy of this package; undefined for every other error. */
export function kindOf(error: unknown): ErrorKind | undefined {
  const kind = error instanceof Error && 'kind' in error ? error.kind : undefined;
  return kind === 'user' || kind === 'platform' || kind === 'internal' ? kind : undefined;
}
