import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { PlatformError } from 'kernel-helpers/errors';
import { LOCAL_HOST_ENVIRONMENT } from 'kernel-helpers/training-contract/index';
import type { TakenStep } from '../script-steps';
import { LineConnection } from './line-connection';
import type { LastWords, LineMessage } from './line-message';

export interface LineOptions {
  readonly host: string;
  /** All hosts of the job; the first one leads. */
  readonly hosts: readonly string[];
  /** IPv4 address of each host. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Where the first host listens. The others choose a free port. */
  readonly leaderPort: number;
  /** A host that says nothing for this long is lost. */
  readonly silenceMilliseconds: number;
}

/** Hosts that begin to work together, and where they meet. */
export interface Meeting {
  /** 0 when a job starts, one more each time its hosts meet again. */
  readonly generation: number;
  readonly hosts: readonly string[];
  readonly trackerPort: number;
}

export type LineEvent =
  /** A host does not answer any more. Its reason ends with what it said last. */
  | { readonly kind: 'lost'; readonly host: string; readonly reason: string }
  /** The work of a host failed, and it told why. */
  | { readonly kind: 'failed'; readonly failure: string }
  /** A host has come to a step of its script. */
  | { readonly kind: 'step'; readonly generation: number; readonly step: TakenStep }
  /** A host has done its work and left. */
  | { readonly kind: 'left'; readonly host: string };

const BEAT_MILLISECONDS = 500;
const RETRY_MILLISECONDS = 200;
const CONNECT_MILLISECONDS = 2000;
/** How long the hosts that are left may take to find their new leader. */
const TAKEOVER_MILLISECONDS = 10_000;

/**
 * A line between the hosts of a job, beside XGBoost's own connections: each host gives signs of life to the leader, and
 * the leader to each. The leader says who is lost. If the leader itself is lost, the next host leads.
 */
export class HostLine {
  readonly #options: LineOptions;
  readonly #onEvent: (event: LineEvent) => void;
  readonly #server: Server;
  readonly #connections = new Map<string, LineConnection>();
  readonly #ports = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;
  /** Hosts that are not lost, in their order. */
  #hosts: readonly string[];
  #generation = -1;
  #meeting: Meeting | undefined;
  #words: LastWords = { lastLine: '', megabytes: 0 };
  #lastBeat = Date.now();
  #isOpen = true;
  /** Called whenever something changes that somebody waits for. */
  readonly #onChange = new Set<() => void>();

  private constructor(options: LineOptions, onEvent: (event: LineEvent) => void) {
    this.#options = options;
    this.#onEvent = onEvent;
    this.#hosts = options.hosts;
    this.#server = createServer((socket) => this.#accept(socket));
    this.#timer = setInterval(() => this.#beat(), BEAT_MILLISECONDS);
  }

  /** @throws PlatformError where the leader's port is taken. */
  static async open(options: LineOptions, onEvent: (event: LineEvent) => void): Promise<HostLine> {
    const line = new HostLine(options, onEvent);
    await line.#listen();
    if (!line.#isLeader) line.#connect(Number.POSITIVE_INFINITY);
    return line;
  }

  /** Waits until every host that is not lost is there. Only the leader asks. */
  async gathered(): Promise<readonly string[]> {
    await this.#until(() => this.missing().length === 0);
    return this.#hosts;
  }

  /** The hosts that the leader still waits for. */
  missing(): readonly string[] {
    return this.#hosts.filter((host) => host !== this.#options.host && !this.#connections.has(host));
  }

  /** The leader tells all hosts where they meet; undefined where one of them was lost before. */
  announce(hosts: readonly string[], trackerPort: number): Meeting | undefined {
    if (hosts.length !== this.#hosts.length) return undefined;
    this.#generation += 1;
    const generation = this.#generation;
    const listed = hosts.map((name) => ({ name, port: this.#ports.get(name) ?? 0 }));
    this.#tellAll({ kind: 'meet', generation, hosts: listed, trackerPort });
    return { generation, hosts, trackerPort };
  }

  /**
   * Waits until the leader says where to meet; undefined where this host itself leads, because its leader was lost.
   * Each meeting is given once.
   */
  async met(): Promise<Meeting | undefined> {
    await this.#until(() => this.#meeting !== undefined || this.#isLeader);
    const meeting = this.#meeting;
    this.#meeting = undefined;
    return meeting;
  }

  /** Tells of this host at once, and again with each sign of life. */
  say(words: LastWords): void {
    this.#words = words;
    this.#tellAll({ kind: 'alive', words });
  }

  /** Tells all hosts why the work of this host failed. */
  fail(failure: string): void {
    this.#tellAll({ kind: 'failed', failure });
  }

  /** Tells all hosts that the script of this one has come to a step. */
  step(generation: number, step: TakenStep): void {
    this.#tellAll({ kind: 'step', generation, step });
  }

  /** Tells all hosts that this one is done, and closes. */
  leave(): void {
    if (!this.#isOpen) return;
    for (const connection of this.#connections.values()) connection.end({ kind: 'bye', host: this.#options.host });
    this.close();
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    clearInterval(this.#timer);
    this.#server.close();
    for (const connection of this.#connections.values()) connection.close();
  }

  get #isLeader(): boolean {
    return this.#hosts[0] === this.#options.host;
  }

  async #listen(): Promise<void> {
    const { host, addresses, leaderPort } = this.#options;
    const port = this.#isLeader ? leaderPort : 0;
    try {
      this.#server.listen(port, addresses[host]);
      await once(this.#server, 'listening');
    } catch (cause) {
      this.close();
      throw new PlatformError(
        `This host cannot listen on ${addresses[host]}:${port}: the port is in use, or the address is not this machine's. Free it, or set ${LOCAL_HOST_ENVIRONMENT.trackerPort} to another port on every host.`,
        { cause },
      );
    }
    const address = this.#server.address();
    if (typeof address === 'object' && address !== null) this.#ports.set(host, address.port);
  }

  /** Connects to the leader, again and again: it may start minutes after this host. */
  #connect(deadline: number): void {
    const leader = this.#hosts[0];
    const { host, addresses, leaderPort } = this.#options;
    const retry = (): void => {
      if (!this.#isOpen || this.#hosts[0] !== leader || this.#connections.has(leader)) return;
      if (Date.now() > deadline) {
        this.#lose(leader, 'it could not be reached');
        return;
      }
      const socket = connect(this.#ports.get(leader) ?? leaderPort, addresses[leader]);
      // A machine that is gone answers nothing at all.
      socket.setTimeout(CONNECT_MILLISECONDS, () => socket.destroy(new Error('No answer.')));
      socket.once('connect', () => {
        socket.setTimeout(0);
        const connection = this.#serve(leader, socket);
        connection.send({ kind: 'hello', host, port: this.#ports.get(host) ?? 0 });
      });
      socket.once('error', () => setTimeout(retry, RETRY_MILLISECONDS));
    };
    retry();
  }

  #accept(socket: Socket): void {
    let name: string | undefined;
    const connection = new LineConnection(socket, {
      onMessage: (message) => {
        if (name !== undefined) this.#hear(name, message);
        else if (message.kind !== 'hello' || !this.#isExpected(message.host)) connection.close();
        else {
          name = message.host;
          this.#ports.set(name, message.port);
          this.#connections.set(name, connection);
          this.#changed();
        }
      },
      onClosed: () => {
        if (name !== undefined && this.#connections.get(name) === connection) this.#closed(name);
      },
    });
  }

  #isExpected(host: string): boolean {
    return this.#hosts.includes(host) && !this.#connections.has(host);
  }

  #serve(name: string, socket: Socket): LineConnection {
    const connection = new LineConnection(socket, {
      onMessage: (message) => this.#hear(name, message),
      onClosed: () => {
        if (this.#connections.get(name) === connection) this.#closed(name);
      },
    });
    this.#connections.set(name, connection);
    return connection;
  }

  #hear(from: string, message: LineMessage): void {
    switch (message.kind) {
      case 'meet':
        for (const { name, port } of message.hosts) this.#ports.set(name, port);
        this.#generation = message.generation;
        this.#hosts = message.hosts.map(({ name }) => name);
        this.#meeting = { ...message, hosts: this.#hosts };
        this.#changed();
        break;
      case 'lost':
        this.#forget(message.host, message.reason);
        break;
      case 'failed':
        if (this.#isLeader) this.#tellAll(message, from);
        this.#onEvent({ kind: 'failed', failure: message.failure });
        break;
      case 'step':
        if (this.#isLeader) this.#tellAll(message, from);
        this.#onEvent(message);
        break;
      case 'bye':
        if (this.#isLeader) this.#tellAll(message, from);
        this.#connections.get(message.host)?.close();
        this.#connections.delete(message.host);
        this.#onEvent({ kind: 'left', host: message.host });
        break;
      default:
    }
  }

  #closed(name: string): void {
    if (this.#isOpen) this.#lose(name, 'its connection closed without a word');
  }

  /** The leader judges about each host, each host about the leader only. */
  #lose(name: string, what: string): void {
    const words = this.#connections.get(name)?.words;
    const told =
      words === undefined
        ? ''
        : ` (it held ${words.megabytes} MB${words.lastLine === '' ? '' : `; its last line was ${JSON.stringify(words.lastLine)}`})`;
    const reason = `${what}${told}`;
    const isJudge = this.#isLeader || name === this.#hosts[0];
    const connection = this.#connections.get(name);
    this.#connections.delete(name);
    // A host that was only stopped reads this when it goes on.
    connection?.end({ kind: 'lost', host: name, reason });
    if (isJudge) this.#forget(name, reason);
  }

  #forget(name: string, reason: string): void {
    if (!this.#hosts.includes(name)) return;
    const wasLeader = name === this.#hosts[0];
    this.#hosts = this.#hosts.filter((host) => host !== name);
    this.#meeting = undefined;
    this.#connections.get(name)?.end({ kind: 'lost', host: name, reason });
    this.#connections.delete(name);
    if (this.#isLeader) this.#tellAll({ kind: 'lost', host: name, reason });
    this.#onEvent({ kind: 'lost', host: name, reason });
    if (wasLeader && name !== this.#options.host) this.#takeOver();
    this.#changed();
  }

  #takeOver(): void {
    if (!this.#isLeader) {
      this.#connect(Date.now() + TAKEOVER_MILLISECONDS);
      return;
    }
    setTimeout(() => {
      for (const host of this.missing()) this.#lose(host, 'it did not come to the new leader');
    }, TAKEOVER_MILLISECONDS).unref();
  }

  #beat(): void {
    const now = Date.now();
    const { silenceMilliseconds } = this.#options;
    // After a pause of this host itself, nothing is known of the others: give them the whole time again.
    const wasAsleep = now - this.#lastBeat > silenceMilliseconds / 2;
    this.#lastBeat = now;
    for (const [name, connection] of this.#connections) {
      if (wasAsleep) connection.heardAt = now;
      connection.send({ kind: 'alive', words: this.#words });
      const silent = now - connection.heardAt;
      if (silent > silenceMilliseconds) this.#lose(name, `it has said nothing for ${Math.round(silent / 1000)} s`);
    }
  }

  #tellAll(message: LineMessage, except?: string): void {
    for (const [name, connection] of this.#connections) if (name !== except) connection.send(message);
  }

  #until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!condition()) return;
        this.#onChange.delete(look);
        resolve();
      };
      this.#onChange.add(look);
      look();
    });
  }

  #changed(): void {
    for (const look of [...this.#onChange]) look();
  }
}
