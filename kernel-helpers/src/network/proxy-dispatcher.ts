import type * as Undici from 'undici';
import { proxyFor, proxySettings } from './proxy';
import { openTunnel } from './tunnel';

let current: { readonly settings: string; readonly dispatcher: Undici.Agent } | undefined;

/** The connections of undici's clients, through the proxies that the environment names at this time. */
export function proxyDispatcher(): Undici.Agent {
  const settings = proxySettings();
  if (current?.settings !== settings) current = { settings, dispatcher: makeDispatcher() };
  return current.dispatcher;
}

/** Decides for each connection, so that an answer may send the client on to a host that needs no proxy. */
function makeDispatcher(): Undici.Agent {
  const { Agent, buildConnector } = require('undici') as typeof Undici;
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
