import type * as Undici from 'undici';
import { proxyFor, proxySettings } from './proxy';
import { openTunnel } from './tunnel';

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

let current: { readonly settings: string; readonly dispatcher: Undici.Agent } | undefined;

/** `fetch`, through the proxy that the environment names. Node's own `fetch` reads those variables only on request. */
export async function fetchWithProxy(url: URL | string, options: FetchOptions): Promise<FetchAnswer> {
  const settings = proxySettings();
  // `fetch` asks for `half` where a body comes piece by piece: it reads the answer only after it has sent the body.
  const init = options.body === undefined ? options : { ...options, duplex: 'half' };
  // The types of `fetch` do not know that it takes every iterable (undici.nodejs.org, "Body Mixins").
  if (settings === '') return await fetch(url, init as RequestInit);
  // Node's own `fetch` may be of another version than this package, and then it cannot use its connections.
  const undici = require('undici') as typeof Undici;
  if (current?.settings !== settings) current = { settings, dispatcher: makeDispatcher(undici) };
  return await undici.fetch(url, { ...(init as Undici.RequestInit), dispatcher: current.dispatcher });
}

/** Decides for each connection, so that an answer may send the client on to a host that needs no proxy. */
function makeDispatcher({ Agent, buildConnector }: typeof Undici): Undici.Agent {
  const connect = buildConnector({});
  return new Agent({
    connect: (options, callback) => {
      const { protocol, hostname, port } = options;
      const target = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
      openWay(`${protocol}//${target}`, target).then(
        (httpSocket) => connect(httpSocket === undefined ? options : { ...options, httpSocket }, callback),
        (error: Error) => callback(error, null),
      );
    },
  });
}

async function openWay(url: string, target: string) {
  const proxy = proxyFor(url);
  return proxy === undefined ? undefined : await openTunnel(proxy, target);
}
