import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { parseJson } from 'kernel-helpers/parse-json';
import { z } from 'zod';

/** "The JWT token was received by Snowflake more than 60 seconds after the issue time" (docs.snowflake.com). */
const LATEST_SECONDS = 60;

const claims = z.object({ iss: z.string(), sub: z.string(), iat: z.number(), exp: z.number() });
export type Claims = z.infer<typeof claims>;

interface Jwt extends Claims {
  readonly algorithm: unknown;
  readonly signed: string;
  readonly signature: Buffer;
}

/** The parts of a token, unchecked; undefined for a text that is none. */
export function parseJwt(token: string): Jwt | undefined {
  const [head = '', body = '', signature = ''] = token.split('.');
  const parsed = claims.safeParse(parseJson(textOf(body)));
  const header = z.object({ alg: z.string() }).safeParse(parseJson(textOf(head)));
  if (!parsed.success || !header.success) return undefined;
  return {
    ...parsed.data,
    algorithm: header.data.alg,
    signed: `${head}.${body}`,
    signature: Buffer.from(signature, 'base64url'),
  };
}

/**
 * True for a token that is signed with one of the user's keys, names it, and is new: the rules behind the codes 394300 to
 * 394307 (docs.snowflake.com, "SYSTEM$GET_LOGIN_FAILURE_DETAILS"). The driver writes times in milliseconds.
 */
export function isJwtValid(
  jwt: Jwt,
  {
    account,
    publicKeys,
    now,
  }: { readonly account: string; readonly publicKeys: readonly string[]; readonly now: number },
): boolean {
  const ageSeconds = (now - jwt.iat) / 1000;
  const isOfAccount = jwt.iss.toUpperCase().startsWith(`${account.toUpperCase()}.`);
  if (jwt.algorithm !== 'RS256' || !isOfAccount || Math.abs(ageSeconds) > LATEST_SECONDS || now > jwt.exp) return false;
  return publicKeys.some((text) => {
    const key = publicKey(text);
    if (key === undefined || !jwt.iss.endsWith(`.${fingerprint(key)}`)) return false;
    return verify('sha256', Buffer.from(jwt.signed), key, jwt.signature);
  });
}

/** As DESCRIBE USER shows it, RSA_PUBLIC_KEY_FP. */
function fingerprint(key: KeyObject): string {
  return `SHA256:${createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('base64')}`;
}

/** `ALTER USER … SET RSA_PUBLIC_KEY` takes the key without its first and last line; with them it is taken too. */
function publicKey(text: string): KeyObject | undefined {
  const body = text.replace(/-----[A-Z ]+-----/g, '').replace(/\s+/g, '');
  try {
    return createPublicKey({ key: Buffer.from(body, 'base64'), type: 'spki', format: 'der' });
  } catch {
    // The service would have refused it in ALTER USER.
    return undefined;
  }
}

function textOf(part: string): string {
  return Buffer.from(part, 'base64url').toString('utf8');
}
