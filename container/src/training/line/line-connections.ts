import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { PlatformError } from 'kernel-helpers/errors';
import { LOCAL_HOST_ENVIRONMENT } from 'kernel-helpers/training-contract/index';
import { LineConnection } from './line-connection';
import type { LineMessage } from './line-message';

export interface ConnectionPlaces {
  readonly host: string;
  /** IPv4 address of each host. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Where the first host of the job listens. The others choose a free port. */
  readonly leaderPort: number;
}

export interface LineConnectionsEvents {
  /** Whether a host that comes is one of those that this host waits for. */
  readonly isExpected: (host: string) => boolean;
  readonly onCame: () => void;
  readonly onMessage: (from: string, message: LineMessage) => void;
  readonly onClosed: (host: string) => void;
}

export interface Calling {
  /** Asked before each attempt. */
  readonly isWanted: () => boolean;
  /** In milliseconds since 1970. */
  readonly deadline: number;
  readonly onLate: () => void;
}

const RETRY_MILLISECONDS = 200;
const CONNECT_MILLISECONDS = 2000;

/** The connections of one host to the others, by name, and the ports where others can be reached. */
export class LineConnections {
  readonly #places: ConnectionPlaces;
  readonly #events: LineConnectionsEvents;
  readonly #server: Server;
  readonly #connections = new Map<string, LineConnection>();
  readonly #ports = new Map<string, number>();
  #isOpen = true;

  constructor(places: ConnectionPlaces, events: LineConnectionsEvents) {
    this.#places = places;
    this.#events = events;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** @throws PlatformError where the port is taken. */
  async listen(port: number): Promise<void> {
    const { host, addresses } = this.#places;
    try {
      this.#server.listen(port, addresses[host]);
      await once(this.#server, 'listening');
    } catch (cause) {
      throw new PlatformError(
        `This host cannot listen on ${addresses[host]}:${port}: the port is in use, or the address is not this machine's. Free it, or set ${LOCAL_HOST_ENVIRONMENT.trackerPort} to another port on every host.`,
        { cause },
      );
    }
    const address = this.#server.address();
    if (typeof address === 'object' && address !== null) this.#ports.set(host, address.port);
  }

  /** Connects to a host, again and again: it may start minutes after this one. */
  call(name: string, { isWanted, deadline, onLate }: Calling): void {
    const { host, addresses, leaderPort } = this.#places;
    const retry = (): void => {
      if (!this.#isOpen || !isWanted() || this.has(name)) return;
      if (Date.now() > deadline) {
        onLate();
        return;
      }
      const socket = connect(this.#ports.get(name) ?? leaderPort, addresses[name]);
      // A machine that is gone answers nothing at all.
      socket.setTimeout(CONNECT_MILLISECONDS, () => socket.destroy(new Error('No answer.')));
      socket.once('connect', () => {
        socket.setTimeout(0);
        const connection = this.#serve(name, socket);
        connection.send({ kind: 'hello', host, port: this.portOf(host) });
      });
      socket.once('error', () => setTimeout(retry, RETRY_MILLISECONDS));
    };
    retry();
  }

  has(name: string): boolean {
    return this.#connections.has(name);
  }

  get(name: string): LineConnection | undefined {
    return this.#connections.get(name);
  }

  entries(): readonly (readonly [string, LineConnection])[] {
    return [...this.#connections];
  }

  portOf(name: string): number {
    return this.#ports.get(name) ?? 0;
  }

  learnPort(name: string, port: number): void {
    this.#ports.set(name, port);
  }

  tellAll(message: LineMessage, except?: string): void {
    for (const [name, connection] of this.#connections) if (name !== except) connection.send(message);
  }

  /** Says a last thing to a host, if it is there, and lets it go. */
  end(name: string, message: LineMessage): void {
    const connection = this.#connections.get(name);
    this.#connections.delete(name);
    connection?.end(message);
  }

  /** Lets a host go that said goodbye. */
  drop(name: string): void {
    this.#connections.get(name)?.close();
    this.#connections.delete(name);
  }

  /**
   * Says goodbye to all, and waits until each has read it. A host that is busy may read it late, and it would not read
   * it any more if it had written to a host that is gone.
   */
  async leave(message: LineMessage): Promise<void> {
    this.#stop();
    await Promise.all([...this.#connections.values()].map((connection) => connection.leave(message)));
  }

  close(): void {
    this.#stop();
    for (const connection of this.#connections.values()) connection.close();
  }

  #stop(): void {
    this.#isOpen = false;
    this.#server.close();
  }

  /** A host that calls says who it is first. */
  #accept(socket: Socket): void {
    let name: string | undefined;
    const connection = new LineConnection(socket, {
      onMessage: (message) => {
        if (name !== undefined) this.#events.onMessage(name, message);
        else if (message.kind !== 'hello' || this.has(message.host) || !this.#events.isExpected(message.host))
          connection.close();
        else {
          name = message.host;
          this.#ports.set(name, message.port);
          this.#connections.set(name, connection);
          this.#events.onCame();
        }
      },
      onClosed: () => {
        if (name !== undefined) this.#closed(name, connection);
      },
    });
  }

  #serve(name: string, socket: Socket): LineConnection {
    const connection = new LineConnection(socket, {
      onMessage: (message) => this.#events.onMessage(name, message),
      onClosed: () => this.#closed(name, connection),
    });
    this.#connections.set(name, connection);
    return connection;
  }

  #closed(name: string, connection: LineConnection): void {
    if (this.#isOpen && this.#connections.get(name) === connection) this.#events.onClosed(name);
  }
}
