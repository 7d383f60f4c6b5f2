import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface ConnectProxy {
  readonly port: number;
  /** For HTTPS_PROXY, with the user and password that the proxy asks for. */
  readonly url: string;
  /** `host:port` of every connection that it opened, in order. */
  readonly opened: readonly string[];
  /** `host:port` of every connection that it refused. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** The port on this machine where a host really is; undefined refuses the host. */
  readonly portOf: (host: string) => number | undefined;
  /** `user:password` as they stand in a URL. */
  readonly credentials?: string;
}

/** A proxy that opens connections and passes bytes on (HTTP's CONNECT; RFC 9110, section 9.3.6), as companies run it. */
export async function startConnectProxy({ portOf, credentials }: ProxyOptions): Promise<ConnectProxy> {
  const opened: string[] = [];
  const refused: string[] = [];
  const sockets = new Set<Socket>();
  const isAllowed = ({ headers }: IncomingMessage): boolean =>
    credentials === undefined || headers['proxy-authorization'] === basic(credentials);

  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connection', (socket: Socket) => keep(socket));
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    const target = request.url ?? '';
    const port = portOf(target.replace(/:\d+$/, ''));
    const status = !isAllowed(request) ? '407 Proxy Authentication Required' : '403 Forbidden';
    if (!isAllowed(request) || port === undefined) {
      refused.push(target);
      client.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      return;
    }
    opened.push(target);
    const upstream = keep(connect(port, '127.0.0.1'));
    upstream.once('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.once('close', () => client.destroy());
    client.once('close', () => upstream.destroy());
  });

  function keep(socket: Socket): Socket {
    sockets.add(socket.on('error', () => socket.destroy()));
    return socket.once('close', () => sockets.delete(socket));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://${credentials === undefined ? '' : `${credentials}@`}127.0.0.1:${port}`,
    opened,
    refused,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function basic(credentials: string): string {
  return `Basic ${Buffer.from(decodeURIComponent(credentials)).toString('base64')}`;
}
