import { z } from 'zod';
import { UserError } from '../../errors';

export const OCSP_VARIABLE = 'SF_OCSP';

const modeSchema = z.enum(['off', 'fail-open', 'fail-closed']).default('off');

/**
 * Whether the driver asks, at each new connection, if a certificate was revoked; by default it does not.
 * The driver asks over plain HTTP on port 80, and never through a proxy. Where that port is closed, each connection
 * waits for 5 s and for 10 s more, and is then used all the same. The driver's next version does not ask by default
 * either (github.com/snowflakedb/snowflake-connector-nodejs/pull/1482). All other requests here never asked.
 * @throws UserError for a value of `SF_OCSP` other than `off`, `fail-open`, `fail-closed`.
 */
export function revocationOptions(env: NodeJS.ProcessEnv = process.env): {
  readonly disableOCSPChecks: boolean;
  readonly ocspFailOpen: boolean;
} {
  const value = env[OCSP_VARIABLE]?.trim().toLowerCase() || undefined;
  const { data: mode } = modeSchema.safeParse(value);
  if (mode === undefined) {
    throw new UserError(`${OCSP_VARIABLE} must be off, fail-open or fail-closed, and is ${JSON.stringify(value)}.`);
  }
  return { disableOCSPChecks: mode === 'off', ocspFailOpen: mode !== 'fail-closed' };
}
