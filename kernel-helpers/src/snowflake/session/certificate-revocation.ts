import { type OcspMode, readSettings } from '../../settings';

/**
 * The driver's options for asking, at each new connection, whether a certificate was revoked: `SF_OCSP`, by default `off`.
 * The driver asks over plain HTTP on port 80, and not through a proxy. Where that port is closed, each connection first
 * waits for 15 s, and with `fail-open` is then used all the same. A coming version of the driver does not ask by
 * default either (github.com/snowflakedb/snowflake-connector-nodejs/pull/1482). Other requests here never asked.
 */
export function revocationOptions(mode: OcspMode = readSettings().ocsp ?? 'off'): {
  readonly disableOCSPChecks: boolean;
  readonly ocspFailOpen: boolean;
} {
  return { disableOCSPChecks: mode === 'off', ocspFailOpen: mode !== 'fail-closed' };
}
