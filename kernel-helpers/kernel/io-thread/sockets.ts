import { Reply, Router, type Socket, XPublisher } from 'zeromq';
import type { ConnectionInfo } from '../protocol/connection-file';
import type { RequestChannel, SendChannel } from './thread-protocol';

/** The five sockets of a kernel, bound where the connection file says. */
export class KernelSockets {
  readonly shell = new Router();
  readonly control = new Router();
  readonly stdin = new Router();
  readonly iopub = new XPublisher();
  private readonly heartbeat = new Reply();
  private readonly senders: Readonly<Record<SendChannel, SerialSender>>;

  private constructor() {
    // A slow reader must not lose output: nothing is dropped, it waits in memory.
    this.iopub.sendHighWaterMark = 0;
    this.shell.sendHighWaterMark = 0;
    // Every subscription is reported, so that each new subscriber gets its welcome.
    this.iopub.verbosity = 'allSubs';
    for (const socket of this.all()) socket.linger = 1_000;
    this.senders = {
      shell: new SerialSender(this.shell),
      control: new SerialSender(this.control),
      stdin: new SerialSender(this.stdin),
      iopub: new SerialSender(this.iopub),
    };
  }

  /** Binds all sockets; rejects when a port is taken. */
  static async bind(connection: ConnectionInfo): Promise<KernelSockets> {
    const sockets = new KernelSockets();
    const separator = connection.transport === 'tcp' ? ':' : '-';
    const address = (port: number) => `${connection.transport}://${connection.ip}${separator}${port}`;
    await Promise.all([
      sockets.shell.bind(address(connection.shell_port)),
      sockets.control.bind(address(connection.control_port)),
      sockets.stdin.bind(address(connection.stdin_port)),
      sockets.iopub.bind(address(connection.iopub_port)),
      sockets.heartbeat.bind(address(connection.hb_port)),
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

  /** Hands over the topic of every new subscription until the sockets are closed. */
  async watchSubscriptions(onSubscribe: (topic: string) => void): Promise<void> {
    for await (const [frame] of this.iopub) {
      // XPUB: the first byte is 1 for a subscription and 0 for its end; the topic follows.
      if (frame && frame[0] === 1) onSubscribe(frame.subarray(1).toString());
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

/** Sends one message after the other: zeromq refuses a send while another one of the same socket is under way. */
class SerialSender {
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly socket: Router | XPublisher) {}

  send(frames: readonly Uint8Array[]): void {
    this.last = this.last.then(() => this.sendNow(frames));
  }

  whenIdle(): Promise<void> {
    return this.last;
  }

  private async sendNow(frames: readonly Uint8Array[]): Promise<void> {
    if (this.socket.closed) return;
    try {
      await this.socket.send([...frames]);
    } catch (error) {
      // The client of this message has gone (EHOSTUNREACH); the others still want theirs.
      if (!isUnreachable(error)) throw error;
    }
  }
}

function isUnreachable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EHOSTUNREACH';
}
