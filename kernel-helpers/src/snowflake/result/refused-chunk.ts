import { PlatformError } from '../../errors';
import type { HttpAnswer } from './http-exchange';

/** The store, or something in front of it, does not hand out a part of a result. */
export class ChunkRefused extends PlatformError {
  override readonly name = 'ChunkRefused';
}

interface StoreError {
  readonly code: string;
  readonly message: string;
  readonly detail: string;
}

/** Longest text of a store in a message. */
const LONGEST_TEXT = 200;

/**
 * Says why a download was refused; undefined for an answer that is no refusal. The stores' codes are those of S3,
 * Azure and Google (their pages of error codes, named beside the local account's `store-refusals.ts`). Only code and
 * message are quoted: other parts of S3's answer hold the request's signature.
 */
export function refusedChunk({ host }: URL, answer: HttpAnswer): ChunkRefused | undefined {
  const error = storeError(answer.body.toString('utf8'));
  const { status } = answer;
  const isExpired = error !== undefined && tellsExpiry(error);
  // S3 and Google answer 400 to a token that has expired.
  if (status !== 401 && status !== 403 && !(status === 400 && isExpired)) return undefined;
  return new ChunkRefused(explain(host, status, error, isExpired), {
    facts: { status, host, storeCode: error?.code },
    // Without the store's own words, something before it refused.
    reason: isExpired ? 'expired' : error === undefined ? 'unreachable' : 'not-authorised',
  });
}

function explain(host: string, status: number, error: StoreError | undefined, isExpired: boolean): string {
  if (error === undefined) {
    return (
      `Not the store ${host} itself but something before it, such as a proxy or firewall, answered HTTP ${status} for a part ` +
      `of the result. ${REACH} ${host}.`
    );
  }
  const says = `${host} says ${error.code}, ${JSON.stringify(error.message)}`;
  if (isExpired) {
    return `The download links of this result have expired (they last 6 hours): ${says}. Run the query again.`;
  }
  if (error.code === 'RequestTimeTooSkewed') {
    return `A part of the result was refused, because the clock of this machine is wrong: ${says}. Set the clock, then run the query again.`;
  }
  return `A part of the result was refused, although its link has not expired: ${says} (HTTP ${status}). ${REACH} ${host}.`;
}

const REACH =
  'Results do not come from the Snowflake account but from its storage, and this network may not reach that: let the ' +
  'policy of its VPC endpoint, its proxy and its firewall allow what `select system$allowlist()` lists, here';

function tellsExpiry({ code, message, detail }: StoreError): boolean {
  return (
    /^(ExpiredToken|TokenExpired|TokenRefreshRequired)$/.test(code) || /expired|time frame/i.test(message + detail)
  );
}

function storeError(body: string): StoreError | undefined {
  const element = (name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1]?.trim() ?? '';
  const code = element('Code');
  // Azure's message goes on with the request's id and time.
  const message = element('Message').split('\n')[0].slice(0, LONGEST_TEXT);
  return code === '' ? undefined : { code, message, detail: element('AuthenticationErrorDetail') + element('Details') };
}
