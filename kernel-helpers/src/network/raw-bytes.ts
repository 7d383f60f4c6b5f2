import type * as Undici from 'undici';
import { proxyDispatcher } from './proxy-dispatcher';

/** An answer whose bytes are as the server sent them. */
export interface RawAnswer {
  readonly status: number;
  /** The header Retry-After. */
  readonly retryAfter?: string;
  /** Ends with an error where the connection does. Stop reading it by its `return`, which ends the request. */
  readonly bytes: AsyncIterator<Uint8Array>;
}

const MOST_REDIRECTS = 5;

/** Asks for bytes, through the proxy that the environment names. `fetch` would unpack them, slowly and on this thread. */
export async function getRawBytes(
  url: URL,
  { headers, signal }: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
): Promise<RawAnswer> {
  const { request, interceptors } = require('undici') as typeof Undici;
  const dispatcher = proxyDispatcher().compose(interceptors.redirect({ maxRedirections: MOST_REDIRECTS }));
  const { statusCode, headers: answered, body } = await request(url, { headers: { ...headers }, signal, dispatcher });
  const retryAfter = answered['retry-after'];
  return {
    status: statusCode,
    ...(typeof retryAfter === 'string' && { retryAfter }),
    bytes: body[Symbol.asyncIterator](),
  };
}
