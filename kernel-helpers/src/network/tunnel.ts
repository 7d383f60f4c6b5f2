import type { Socket } from 'node:net';
import type * as Undici from 'undici';
import { PlatformError, UserError } from '../errors';
import { type HttpProxy, proxyFor } from './proxy';

const CONNECT_SECONDS = 10;
/** The proxy itself first looks for the host and connects to it. */
const ANSWER_SECONDS = 30;

/**
 * Opens a connection to a host through a proxy, which passes on all bytes (HTTP's CONNECT; RFC 9110, section 9.3.6).
 * @param target `host:port`
 * @throws UserError where the proxy refuses, PlatformError where it cannot be reached. Both name the proxy.
 */
export async function openTunnel(
  { url, name }: HttpProxy,
  target: string,
  answerSeconds = ANSWER_SECONDS,
): Promise<Socket> {
  const { Client } = require('undici') as typeof Undici;
  const client = new Client(url.origin, { connectTimeout: CONNECT_SECONDS * 1000 });
  try {
    const { statusCode, socket } = await client.connect({
      path: target,
      headers: { host: target, ...authorization(url) },
      signal: AbortSignal.timeout(answerSeconds * 1000),
    });
    if (statusCode === 200) return socket as Socket;
    socket.on('error', () => undefined).destroy();
    throw new UserError(refusal(name, target, statusCode), {
      facts: { status: statusCode },
      reason: 'unreachable',
    });
  } catch (error) {
    await client.destroy();
    if (error instanceof UserError) throw error;
    throw new PlatformError(`The proxy ${name} does not answer. Check the variable and the network.`, {
      cause: error,
      reason: 'unreachable',
    });
  }
}

/**
 * Sees to it that the proxy for a URL, if there is one, lets requests through to its host.
 * The libraries that send the requests say less, and try for minutes.
 */
export async function checkProxy(url: string): Promise<void> {
  const proxy = proxyFor(url);
  if (proxy === undefined) return;
  const { hostname, port } = new URL(url);
  const tunnel = await openTunnel(proxy, `${hostname}:${port || 443}`);
  tunnel.on('error', () => undefined).destroy();
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === '') return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}

function refusal(name: string, target: string, status: number): string {
  if (status === 407) {
    return `The proxy ${name} asks for a user and password (HTTP 407), or did not accept them. Write them in the variable: http://user:password@host:port, with %40 for @.`;
  }
  return `The proxy ${name} does not let requests through to ${target} (HTTP ${status}). Ask its administrator to allow that host.`;
}
