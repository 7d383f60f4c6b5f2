import { z } from 'zod';
import { deniedAdvice } from '../../../aws/denied-advice';
import { PlatformError, UserError } from '../../../errors';
import type { RegistryAnswer } from './registry-answer';

/** Errors of the API: https://distribution.github.io/distribution/spec/api/, "Errors". */
const errorsSchema = z.object({
  errors: z.array(z.object({ code: z.string().optional(), message: z.string().optional() })),
});

/**
 * The error for an answer that is none of those that were expected.
 * @param hasLogin whether the request had a login
 */
export function failureOf({ status, url }: RegistryAnswer, body: Buffer, hasLogin: boolean): UserError | PlatformError {
  const said = messageIn(body);
  const facts = { status, host: url.host };
  if (status === 401) {
    return new UserError(
      hasLogin
        ? `${url.host} does not accept the login that ECR gave (HTTP 401). Sign in to AWS again, then run this again.`
        : `${url.host} asks for a login (HTTP 401), and there is one only for this account's ECR. Copy the base image there, and name the copy with the option base.`,
      { facts, reason: 'not-signed-in' },
    );
  }
  if (status === 403) {
    const why = /not authorized to perform/.test(said)
      ? deniedAdvice(said)
      : `it denies the access (HTTP 403). ${said}`;
    return new UserError(`${url.host} does not do this: ${why}`, { facts, reason: 'not-authorised' });
  }
  if (status === 404) {
    return new UserError(`${url.host} does not hold what was asked for (HTTP 404). ${said}`.trim(), {
      facts,
      reason: 'not-found',
    });
  }
  if (status === 429 || status >= 500 || status === 408) {
    return new PlatformError(
      `${url.host} cannot answer now (HTTP ${status}). ${said} Wait a little and run it again.`,
      {
        facts,
        reason: status === 429 ? 'throttled' : 'unavailable',
      },
    );
  }
  return new UserError(`${url.host} refuses the request (HTTP ${status}). ${said}`.trim(), {
    facts,
    reason: 'refused',
  });
}

/** The registry's own words, in which AWS's may name an account: they are shortened to one line. */
function messageIn(body: Buffer): string {
  try {
    const { errors } = errorsSchema.parse(JSON.parse(body.toString('utf8')));
    return errors
      .flatMap(({ code, message }) => [message ?? code ?? ''])
      .join(' ')
      .slice(0, 300);
  } catch {
    // It is a page of a proxy or of the storage: the status says more.
    return '';
  }
}
