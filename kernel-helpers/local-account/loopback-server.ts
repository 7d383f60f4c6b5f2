import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { InternalError, messageOf, PlatformError } from 'kernel-helpers/errors';

/** A server on this machine that already listens, so that its address is known; it begins to answer requests later. */
export interface LoopbackServer {
  readonly server: Server;
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Takes no more requests, ends every connection, and resolves when all are gone. Calling it twice is fine. */
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 only; port 0 means any free port.
 * @throws PlatformError that names the service when the port is taken.
 */
export async function listenOnLoopback(port: number, service: string): Promise<LoopbackServer> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (cause) {
    const text = `The local ${service} cannot listen on 127.0.0.1:${port}: ${messageOf(cause)}. Choose another port.`;
    throw new PlatformError(text, { cause });
  }
  const found = portOf(server);
  let closing: Promise<void> | undefined;
  return {
    server,
    port: found,
    url: `http://127.0.0.1:${found}`,
    close: () => {
      closing ??= closeServer(server);
      return closing;
    },
  };
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<unknown>((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address === 'object' && address !== null) return address.port;
  throw new InternalError('A server that listens on TCP has no port.');
}
