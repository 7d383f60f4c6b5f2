import type * as Undici from 'undici';
import { askDirectly } from './direct-bytes';
import { proxySettings } from './proxy';
import { proxyDispatcher } from './proxy-dispatcher';
import type { RawAnswer, RawRequest } from './raw-answer';

const MOST_REDIRECTS = 5;

/** Asks for bytes, through the proxy that the environment names. `fetch` would unpack them, slowly and on this thread. */
export async function askForBytes(url: URL, request: RawRequest): Promise<RawAnswer> {
  if (proxySettings() === '') return await askDirectly(url, request, MOST_REDIRECTS);
  return await getThroughProxy(url, request);
}

async function getThroughProxy(url: URL, { headers, ...asked }: RawRequest): Promise<RawAnswer> {
  const { request, interceptors } = require('undici') as typeof Undici;
  const dispatcher = proxyDispatcher().compose(interceptors.redirect({ maxRedirections: MOST_REDIRECTS }));
  const { statusCode, headers: answered, body } = await request(url, { headers: { ...headers }, ...asked, dispatcher });
  const retryAfter = answered['retry-after'];
  return {
    status: statusCode,
    ...(typeof retryAfter === 'string' && { retryAfter }),
    bytes: body[Symbol.asyncIterator](),
  };
}
