import { isPlatformError, isUserError, messageOf } from '../errors';

/** What the page learns of an error: words and a reason, never a stack, a cause or a secret. */
export interface ErrorForm {
  readonly kind: 'user' | 'platform' | 'internal';
  readonly reason: string;
  readonly message: string;
  readonly advice: string;
}

export function errorForm(error: unknown): ErrorForm {
  const kind = isUserError(error) ? 'user' : isPlatformError(error) ? 'platform' : 'internal';
  const reason = error instanceof Error && error.name === 'AbortError' ? 'interrupted' : 'other';
  const [message = '', ...advice] = messageOf(error).split(/(?<=\.)\s/);
  return { kind, reason, message, advice: advice.join(' ') };
}
