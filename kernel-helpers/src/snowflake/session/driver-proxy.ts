import { hostsWithoutProxy, httpsProxy } from '../../network/proxy';
import { isOnThisMachine } from '../../this-machine';

/** The driver's options for a proxy (snowflake-sdk 3.3.0, connection/types.d.ts). */
export interface DriverProxy {
  readonly proxyHost: string;
  readonly proxyPort: number;
  readonly proxyProtocol: string;
  readonly proxyUser?: string;
  readonly proxyPassword?: string;
  readonly noProxy?: string;
}

/**
 * The proxy for all requests of a connection: to Snowflake and to the stages of its account. One of the two may need
 * no proxy, so the driver decides for each host.
 * The driver could read the environment itself, but then it sends requests to this machine through a proxy, too.
 */
export function driverProxy(accessUrl: string): DriverProxy | undefined {
  const proxy = httpsProxy();
  if (proxy === undefined || isOnThisMachine(accessUrl)) return undefined;
  const { hostname, port, protocol, username, password } = proxy.url;
  const direct = hostsWithoutProxy();
  return {
    proxyHost: hostname,
    proxyPort: Number(port) || (protocol === 'https:' ? 443 : 80),
    proxyProtocol: protocol.slice(0, -1),
    // As they stand in the URL: the driver builds it again (agent/https_proxy_agent.js), and decodes them afterwards.
    ...(username === '' ? {} : { proxyUser: username, proxyPassword: password }),
    // The driver takes a first dot for any text (proxy_util.js), so that `.example.com` would hold `myexample.com`.
    ...(direct.length === 0 ? {} : { noProxy: direct.map((host) => host.replace(/^\./, '*.')).join('|') }),
  };
}
