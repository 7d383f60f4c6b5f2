import { type GetSecretOptions, getSecret as readSecret } from '../secrets/get-secret';
import type { Secret } from '../secrets/secret';
import { inCell } from './in-cell';

/**
 * Reads the secret with Snowflake's credentials from AWS Secrets Manager. Where `SF_AUTHENTICATOR=WORKLOAD_IDENTITY` and no
 * id is given, none is needed and none is read: the result has no keys and says so.
 * Throws one UserError that lists everything that is wrong with it and how to fix it.
 * @param id its name or ARN; by default the value of `SECRET_ID`, or else `snowflake_credentials`.
 */
export async function getSecret(id?: string, options: GetSecretOptions = {}): Promise<Secret> {
  return await readSecret(id, { ...options, signal: inCell(options.signal).signal });
}
