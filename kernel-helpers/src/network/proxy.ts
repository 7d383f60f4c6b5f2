import { getProxyForUrl } from 'proxy-from-env';
import { UserError } from '../errors';
import { isOnThisMachine } from '../this-machine';

/** The proxy that requests to one host go through. */
export interface HttpProxy {
  /** It may hold a user's name and password: never show it. */
  readonly url: URL;
  /** For messages: `proxy.example.com:3128 (HTTPS_PROXY)`. */
  readonly name: string;
}

/**
 * The one place that decides whether a request goes through a proxy: as the environment says, and never to this
 * machine.
 * @throws UserError where the variable does not name an HTTP proxy.
 */
export function proxyFor(url: URL | string): HttpProxy | undefined {
  const target = new URL(url);
  if (isOnThisMachine(target.href) || getProxyForUrl(target.href) === '') return undefined;
  return namedProxies(target.protocol)[0];
}

/** The proxy for hosts of the internet; `hostsWithoutProxy` are reached beside it. */
export function httpsProxy(): HttpProxy | undefined {
  return namedProxies('https:')[0];
}

/** The names of the variables about proxies that are set. */
export function proxyVariables(env: NodeJS.ProcessEnv = process.env): readonly string[] {
  return ['https', 'http', 'all', 'no'].flatMap(spellings).filter((name) => env[name]);
}

/** The variables that decide, with their values; a change of them asks for new connections. */
export function proxySettings(env: NodeJS.ProcessEnv = process.env): string {
  return proxyVariables(env)
    .map((name) => `${name}=${env[name]}`)
    .join('\n');
}

/** True for a variable that names a proxy together with a password. */
export function holdsProxyPassword(name: string, value: string): boolean {
  return /^(https?|all)_proxy$/i.test(name) && /^([a-z]+:\/\/)?[^/]*@/i.test(value);
}

/** The hosts of NO_PROXY that are reached on port 443, as the environment writes them. */
export function hostsWithoutProxy(env: NodeJS.ProcessEnv = process.env): readonly string[] {
  const entries = (env.no_proxy || env.NO_PROXY || '').toLowerCase().split(/[,\s]+/);
  return entries.flatMap((entry) => {
    const [, host = entry, port = '443'] = /^(.+):(\d+)$/.exec(entry) ?? [];
    return host !== '' && port === '443' ? [host] : [];
  });
}

/** In the order in which the library reads them: its result does not say which variable it comes from. */
function namedProxies(protocol: string): readonly HttpProxy[] {
  return [protocol.slice(0, -1), 'all'].flatMap(spellings).flatMap((variable) => {
    const value = process.env[variable];
    return value ? [parseProxy(variable, value)] : [];
  });
}

function spellings(kind: string): readonly string[] {
  return [`${kind}_proxy`, `${kind}_proxy`.toUpperCase()];
}

/** Without a scheme it is an HTTP proxy, as for curl and for Snowflake's driver. */
function parseProxy(variable: string, value: string): HttpProxy {
  const text = value.includes('://') ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new UserError(
      `${variable} is not the URL of an HTTP proxy. It must look like http://proxy.example.com:3128.`,
      { reason: 'bad-settings' },
    );
  }
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return { url, name: `${url.hostname}:${port} (${variable})` };
}
