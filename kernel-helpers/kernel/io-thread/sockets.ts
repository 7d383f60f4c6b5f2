import { setTimeout as delay } from 'node:timers/promises';
import { Router, type Socket } from 'zeromq';
import type { ConnectionInfo } from '../protocol/connection-file';
import { AcceptingPublisher } from './accepting-publisher';
import type { RequestChannel, SendChannel } from './thread-protocol';

/**
 * Jupyter finds free ports, releases them and passes them to the kernel. Meanwhile the system may give one to another
 * program, usually for a connection that soon ends.
 */
const BIND_PATIENCE_MS = 10_000;
const BIND_AGAIN_MS = 50;

/** The five sockets of a kernel, bound where the connection file says. */
export class KernelSockets {
  readonly shell = new Router();
  readonly control = new Router();
  readonly stdin = new Router();
  readonly iopub = new AcceptingPublisher();
  /** A `Reply` socket would fail at malformed messages, which any program may send. ipykernel uses a Router too. */
  private readonly heartbeat = new Router();
  private readonly senders: Readonly<Record<SendChannel, SerialSender>>;

  private constructor() {
    // A slow reader must not lose output, so messages wait in memory and none is dropped.
    this.iopub.sendHighWaterMark = 0;
    this.shell.sendHighWaterMark = 0;
    for (const socket of this.all()) socket.linger = 1_000;
    this.senders = {
      shell: new SerialSender(this.shell),
      control: new SerialSender(this.control),
      stdin: new SerialSender(this.stdin),
      iopub: new SerialSender(this.iopub),
    };
  }

  /** Binds all sockets; rejects when a port stays taken. */
  static async bind(connection: ConnectionInfo): Promise<KernelSockets> {
    const sockets = new KernelSockets();
    const separator = connection.transport === 'tcp' ? ':' : '-';
    const address = (port: number) => `${connection.transport}://${connection.ip}${separator}${port}`;
    await Promise.all([
      bindPatiently(sockets.shell, address(connection.shell_port)),
      bindPatiently(sockets.control, address(connection.control_port)),
      bindPatiently(sockets.stdin, address(connection.stdin_port)),
      bindPatiently(sockets.iopub, address(connection.iopub_port)),
      bindPatiently(sockets.heartbeat, address(connection.hb_port)),
    ]);
    return sockets;
  }

  send(channel: SendChannel, frames: readonly Uint8Array[]): void {
    this.senders[channel].send(frames);
  }

  /** Echoes heartbeats until the sockets are closed. */
  async answerHeartbeats(): Promise<void> {
    for await (const frames of this.heartbeat) await this.heartbeat.send(frames);
  }

  /** Accepts subscriptions until the sockets are closed; `welcome` of its topic is the first that a subscriber gets. */
  async acceptSubscriptions(welcome: (topic: string) => readonly Uint8Array[]): Promise<void> {
    for await (const change of this.iopub.subscriptionChanges()) {
      const frames = change.isBegun ? welcome(change.topic.toString()) : undefined;
      await this.senders.iopub.send(frames, () => this.iopub.accept(change));
    }
  }

  /** Hands over each message of a channel until the sockets are closed. */
  async receive(channel: RequestChannel, onFrames: (frames: readonly Buffer[]) => void): Promise<void> {
    for await (const frames of this[channel]) onFrames(frames);
  }

  /** Sends what waits, then closes every socket. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.senders).map((sender) => sender.whenIdle()));
    for (const socket of this.all()) socket.close();
  }

  private all(): Socket[] {
    return [this.shell, this.control, this.stdin, this.iopub, this.heartbeat];
  }
}

/** Sends one message after another: zeromq refuses a send while another send on the same socket is unfinished. */
class SerialSender {
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly socket: Router | AcceptingPublisher) {}

  /** `before` runs when all earlier messages are sent, and nothing is sent between it and these frames, if there are any. */
  send(frames: readonly Uint8Array[] | undefined, before?: () => void): Promise<void> {
    this.last = this.last.then(() => this.sendNow(frames, before));
    return this.last;
  }

  whenIdle(): Promise<void> {
    return this.last;
  }

  private async sendNow(frames: readonly Uint8Array[] | undefined, before: (() => void) | undefined): Promise<void> {
    if (this.socket.closed) return;
    before?.();
    if (frames === undefined) return;
    try {
      await this.socket.send([...frames]);
    } catch (error) {
      // The client of this message has gone (EHOSTUNREACH); messages to other clients must still be sent.
      if (!hasCode(error, 'EHOSTUNREACH')) throw error;
    }
  }
}

async function bindPatiently(socket: Router | AcceptingPublisher, address: string): Promise<void> {
  const deadline = Date.now() + BIND_PATIENCE_MS;
  for (;;) {
    try {
      return await socket.bind(address);
    } catch (cause) {
      if (!hasCode(cause, 'EADDRINUSE')) throw cause;
      if (Date.now() > deadline) {
        throw new Error(`${address} is in use by another program. Start the kernel again.`, { cause });
      }
    }
    await delay(BIND_AGAIN_MS);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
