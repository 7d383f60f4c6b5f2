import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { RawAnswer, RawRequest } from './raw-answer';

const MOVED = new Set([301, 302, 303, 307, 308]);
/** The same request is sent again elsewhere; the others ask for a page by GET (RFC 9110, section 15.4). */
const SAME_REQUEST = new Set([307, 308]);
/** Another host than the one that was asked gets none of these (fetch.spec.whatwg.org, "HTTP-redirect fetch"). */
const FOR_ONE_HOST = new Set(['authorization', 'cookie']);

/** Asks for bytes without a proxy, by Node's own client: loading another one would take longer than most answers. */
export async function askDirectly(url: URL, request: RawRequest, redirectsLeft: number): Promise<RawAnswer> {
  const { headers, signal, method, body } = request;
  const answer = await answerTo(url, request);
  const { statusCode: status = 0 } = answer;
  const { location, 'retry-after': retryAfter } = answer.headers;
  if (!MOVED.has(status) || location === undefined || redirectsLeft === 0) {
    return { status, ...(retryAfter !== undefined && { retryAfter }), bytes: bytesOf(answer, signal) };
  }
  answer.destroy();
  const next = new URL(location, url);
  const kept = Object.entries(headers).filter(([name]) => !FOR_ONE_HOST.has(name.toLowerCase()));
  const again = SAME_REQUEST.has(status) && method !== undefined ? { method, ...(body && { body }) } : {};
  const asked = { headers: next.origin === url.origin ? headers : Object.fromEntries(kept), signal, ...again };
  return await askDirectly(next, asked, redirectsLeft - 1);
}

function answerTo(url: URL, { headers, signal, method, body }: RawRequest): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    request(url, { method, headers: { ...headers }, signal })
      .on('response', resolve)
      .on('error', (error) => reject(signal.aborted ? signal.reason : error))
      .end(body);
  });
}

async function* bytesOf(answer: IncomingMessage, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* answer;
  } catch (error) {
    // Node says that the connection was reset, also where the signal has ended it.
    signal.throwIfAborted();
    throw error;
  }
}
