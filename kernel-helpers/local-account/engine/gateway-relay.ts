import { once } from 'node:events';
import { BlockList, connect, createServer, isIPv4, type Server, type Socket } from 'node:net';
import { errorCode } from 'kernel-helpers/error-code';
import { UserError } from 'kernel-helpers/errors';
import type { ContainerNetwork } from './container-network';

/**
 * The name by which containers know this machine. Names below `localhost` lead to the machine that they are used on
 * (RFC 6761, section 6.3), so the account's servers answer to it, and its clients take it for the local account.
 */
export const MACHINE_NAME = 'account.localhost';

/** Lets the containers of one network reach ports of this machine's loopback interface, and nobody else. */
export class GatewayRelay {
  private readonly servers: Server[] = [];
  private readonly sockets = new Set<Socket>();
  private opening: Promise<void> | undefined;

  constructor(
    private readonly network: ContainerNetwork,
    private readonly ports: readonly number[],
  ) {}

  /**
   * Listens on the network's gateway. Podman makes that address when the network's first container is made, so this
   * comes after it and before the container's program starts.
   */
  open(): Promise<void> {
    this.opening ??= Promise.all(this.ports.map((port) => this.listen(port))).then(() => undefined);
    return this.opening;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(this.servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  }

  private async listen(port: number): Promise<void> {
    const { gateway, subnet } = this.network;
    const own = new BlockList();
    const [address = '', prefix = ''] = subnet.split('/');
    own.addSubnet(address, Number(prefix), 'ipv4');
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      // Another machine could send packets to this address, if it knew it.
      const from = socket.remoteAddress ?? '';
      if (isIPv4(from) && own.check(from)) this.pass(socket, port);
      else socket.destroy();
    });
    this.servers.push(server);
    try {
      server.listen(port, gateway);
      await once(server, 'listening');
    } catch (cause) {
      if (errorCode(cause) !== 'EADDRNOTAVAIL') throw cause;
      throw new UserError(
        `This machine has no address in the network of its containers (${gateway}): the engine keeps them in a machine of its own, as Docker Desktop does. The container runner needs Podman as root, or Docker's own service on Linux.`,
        { cause },
      );
    }
  }

  private pass(socket: Socket, port: number): void {
    const inner = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    for (const end of [socket, inner]) {
      this.sockets.add(end);
      end.setNoDelay(true);
      end.on('close', () => this.sockets.delete(end));
    }
    // A broken connection ends the other one as well; who used it says what it means.
    socket.on('error', () => inner.destroy()).pipe(inner);
    inner.on('error', () => socket.destroy()).pipe(socket);
    socket.on('close', () => inner.destroy());
    inner.on('close', () => socket.destroy());
  }
}
