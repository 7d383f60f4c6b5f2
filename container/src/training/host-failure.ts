import {
  InternalError,
  isPlatformError,
  isUserError,
  messageOf,
  PlatformError,
  UserError,
} from 'kernel-helpers/errors';
import { z } from 'zod';

const hostFailure = z.object({
  host: z.string(),
  kind: z.enum(['user', 'platform', 'internal']),
  message: z.string(),
});

/** An error of one host as text, to be sent to the other hosts. */
export function writeFailure(host: string, error: unknown): string {
  const kind = isUserError(error) ? 'user' : isPlatformError(error) ? 'platform' : 'internal';
  const message = messageOf(error);
  return JSON.stringify({ host, kind, message } satisfies z.infer<typeof hostFailure>);
}

/** The same kind of error on another host, made from that text. */
export function readFailure(text: string): Error {
  const { host, kind, message } = hostFailure.parse(JSON.parse(text));
  const told = `Host ${host} failed: ${message}`;
  if (kind === 'user') return new UserError(told);
  if (kind === 'platform') return new PlatformError(told);
  return new InternalError(told);
}
