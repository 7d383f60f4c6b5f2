import type { ClientRequest } from 'node:http';
import { isIP } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { Agent, type AgentConnectOpts } from 'agent-base';
import { proxyFor } from './proxy';
import { openTunnel } from './tunnel';

/** Connects by TLS, through the proxy that the environment names for the host; for clients that take Node's agents. */
export class HttpsAgent extends Agent {
  constructor() {
    super({ keepAlive: true });
  }

  /** agent-base would look for it on the stack, not find it when a connection becomes free, and open one per request. */
  override isSecureEndpoint(): boolean {
    return true;
  }

  override async connect(_request: ClientRequest, options: AgentConnectOpts): Promise<TLSSocket> {
    const { host = 'localhost', port = 443 } = options;
    const target = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
    const proxy = proxyFor(`https://${target}`);
    const tls: ConnectionOptions = { servername: isIP(host) === 0 ? host : undefined, ...options } as ConnectionOptions;
    return connect(proxy === undefined ? tls : { ...tls, socket: await openTunnel(proxy, target) });
  }
}
