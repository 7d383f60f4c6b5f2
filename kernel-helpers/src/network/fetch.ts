import type * as Undici from 'undici';
import { proxySettings } from './proxy';
import { proxyDispatcher } from './proxy-dispatcher';

/** What we ask of a request; the rest is as in `fetch`. */
export interface FetchOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** What is sent: all at once, or piece by piece. */
  readonly body?: Uint8Array | AsyncIterable<Uint8Array>;
  /** `manual`: an answer that sends the client on is given to the caller. @default 'follow' */
  readonly redirect?: 'follow' | 'manual';
  readonly signal: AbortSignal;
}

/** What we read of an answer. */
export type FetchAnswer = Pick<Response, 'status' | 'ok' | 'arrayBuffer'> & {
  readonly headers: { get(name: string): string | null };
  readonly body: { getReader(): BodyReader } | null;
};

interface BodyReader {
  read(): Promise<{ readonly done: false; readonly value: Uint8Array } | { readonly done: true }>;
  cancel(): Promise<void>;
}

/** `fetch`, through the proxy that the environment names. Node's own `fetch` reads those variables only on request. */
export async function fetchWithProxy(url: URL | string, options: FetchOptions): Promise<FetchAnswer> {
  // `fetch` asks for `half` where a body comes piece by piece: it reads the answer only after it has sent the body.
  const init = options.body === undefined ? options : { ...options, duplex: 'half' };
  // The types of `fetch` do not know that it takes every iterable (undici.nodejs.org, "Body Mixins").
  if (proxySettings() === '') return await fetch(url, init as RequestInit);
  // Node's own `fetch` may be of another version than this package, and then it cannot use its connections.
  const undici = require('undici') as typeof Undici;
  return await undici.fetch(url, { ...(init as Undici.RequestInit), dispatcher: proxyDispatcher() });
}
