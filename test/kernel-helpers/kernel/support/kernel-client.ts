import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dealer, Subscriber } from 'zeromq';
import { WireFormat } from '../../../../kernel-helpers/kernel/protocol/wire-message';
import { endOrKill } from '../../../support/end-or-kill';
import { findFreePort } from '../../../support/free-port';
import { installUnder } from './installed-kernel';
import type { OtherStart } from './other-starts';

export const REPOSITORY = join(__dirname, '../../../..');
export const KERNEL_MAIN = join(REPOSITORY, 'kernel-helpers/kernel/dist/main.js');

const DEADLINE_MS = 50_000;
const READY_DEADLINE_MS = 60_000;

type Json = Readonly<Record<string, unknown>>;
type Channel = 'shell' | 'control' | 'stdin';

/** One message of the kernel, as a test reads it. */
export interface Received {
  readonly channel: Channel | 'iopub';
  readonly type: string;
  readonly parentId: string | undefined;
  readonly content: Json;
  readonly metadata: Json;
  readonly buffers: readonly Uint8Array[];
}

/** The result of one execution. */
export interface Execution {
  readonly reply: Json;
  /** Everything published for it, statuses included, in order. */
  readonly published: readonly Received[];
  readonly stdout: string;
  readonly stderr: string;
  /** The content of the `error` message. */
  readonly error: Json | undefined;
  /** The data of `execute_result`. */
  readonly result: Json | undefined;
}

export interface ExecuteOptions {
  readonly silent?: boolean;
  readonly store_history?: boolean;
  readonly stop_on_error?: boolean;
  readonly allow_stdin?: boolean;
  readonly user_expressions?: Readonly<Record<string, string>>;
}

/** What a front end says about an execution beside its content, such as JupyterLab's `cellId`. */
export type ExecuteMetadata = Json;

export interface StartOptions {
  /** A start that differs from the one that users get. */
  readonly otherStart?: OtherStart;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A real kernel process and a Jupyter client for it, over real sockets. */
export class KernelClient {
  private readonly session = randomUUID();
  private readonly wire: WireFormat;
  private readonly sockets: Readonly<Record<Channel, Dealer>>;
  private readonly iopub = new Subscriber();
  private readonly received: Received[] = [];
  private readonly waiting = new Set<() => void>();

  /** The process of the kernel. */
  process: ChildProcess;

  private constructor(
    private readonly spawnKernel: () => ChildProcess,
    private readonly directory: string,
    private readonly connection: Connection,
    private readonly ownDirectory: string | undefined,
  ) {
    this.process = spawnKernel();
    this.wire = new WireFormat(connection.key);
    const identity = { routingId: this.session };
    this.sockets = { shell: new Dealer(identity), control: new Dealer(identity), stdin: new Dealer(identity) };
  }

  /** Installs a kernel, starts it as Jupyter does, in its own folder (or in `cwd`), and waits until it answers. */
  static async start({ otherStart, cwd, env }: StartOptions = {}): Promise<KernelClient> {
    const directory = mkdtempSync(join(tmpdir(), 'kernel-test-'));
    const argv = otherStart?.argv ?? (await installUnder(directory)).argv;
    const connection = await freeConnection();
    const file = join(directory, 'connection.json');
    writeFileSync(file, JSON.stringify(connection));
    const [command = process.execPath, ...parameters] = argv.map((word) => word.replace('{connection_file}', file));
    const spawnKernel = () =>
      spawn(command, parameters, {
        cwd: cwd ?? directory,
        // As from Jupyter, so that the kernel ends when its client has died. NODE_OPTIONS would prevent the snapshot.
        env: { ...process.env, NODE_OPTIONS: undefined, JPY_PARENT_PID: String(process.pid), ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    const client = new KernelClient(spawnKernel, cwd ?? directory, connection, directory);
    client.connect();
    await client.waitUntilReady();
    return client;
  }

  /** Starts a kernel that has ended again, as Jupyter restarts it: on the same connection. */
  async startAgain(): Promise<void> {
    this.process = this.spawnKernel();
    await this.waitUntilReady();
  }

  get ports(): readonly number[] {
    const { shell_port, iopub_port, stdin_port, control_port, hb_port } = this.connection;
    return [shell_port, iopub_port, stdin_port, control_port, hb_port];
  }

  get workingDirectory(): string {
    return this.directory;
  }

  /** Sends a request and waits for its reply and for `idle`. */
  async request(channel: Channel, type: string, content: Json): Promise<Json> {
    const id = this.send(channel, type, content);
    const reply = await this.waitFor((message) => message.parentId === id && message.type === replyTo(type));
    await this.waitForIdle(id);
    return reply.content;
  }

  /** Sends a message and returns its id. */
  send(
    channel: Channel,
    type: string,
    content: Json,
    buffers: readonly Uint8Array[] = [],
    metadata: Json = {},
  ): string {
    return this.sendText(channel, type, JSON.stringify(content), buffers, JSON.stringify(metadata));
  }

  /** Sends a message with any content, which need not be valid. */
  sendText(
    channel: Channel,
    type: string,
    content: string,
    buffers: readonly Uint8Array[] = [],
    metadata = '{}',
  ): string {
    const id = randomUUID();
    const header = {
      msg_id: id,
      msg_type: type,
      session: this.session,
      username: 'test',
      date: new Date().toISOString(),
      version: '5.4',
    };
    const frames = this.wire.encode({
      identities: [],
      header: JSON.stringify(header),
      parentHeader: '{}',
      metadata,
      content,
      buffers,
    });
    this.sendFrames(channel, frames);
    return id;
  }

  sendFrames(channel: Channel, frames: readonly Uint8Array[]): void {
    this.sending = this.sending.then(() => this.sockets[channel].send([...frames]));
  }

  private sending: Promise<void> = Promise.resolve();

  async execute(code: string, options: ExecuteOptions = {}, metadata: ExecuteMetadata = {}): Promise<Execution> {
    return this.executionOf(this.startExecution(code, options, metadata));
  }

  /** Messages published before the subscription works are lost, so this asks the kernel until a status arrives. */
  private async waitUntilReady(): Promise<void> {
    for (;;) {
      const id = this.send('shell', 'kernel_info_request', {});
      await this.waitFor(({ type, parentId }) => type === 'kernel_info_reply' && parentId === id, READY_DEADLINE_MS);
      const isHeard = () => this.received.some(({ type, parentId }) => type === 'status' && parentId === id);
      for (let waits = 0; waits < 5 && !isHeard(); waits++) await this.nextMessage(20);
      if (isHeard()) return this.waitForIdle(id);
    }
  }

  /** Sends a cell without waiting for it. */
  startExecution(code: string, options: ExecuteOptions = {}, metadata: ExecuteMetadata = {}): string {
    const defaults = { silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
    const content = { code, ...defaults, stop_on_error: true, ...options };
    return this.send('shell', 'execute_request', content, [], metadata);
  }

  async executionOf(id: string): Promise<Execution> {
    const reply = await this.waitFor((message) => message.parentId === id && message.type === 'execute_reply');
    await this.waitForIdle(id);
    const published = this.publishedFor(id);
    const text = (name: string) =>
      published
        .filter((message) => message.type === 'stream' && message.content.name === name)
        .map((message) => String(message.content.text))
        .join('');
    return {
      reply: reply.content,
      published,
      stdout: text('stdout'),
      stderr: text('stderr'),
      error: published.find((message) => message.type === 'error')?.content,
      result: published.find((message) => message.type === 'execute_result')?.content.data as Json | undefined,
    };
  }

  publishedFor(id: string): readonly Received[] {
    return this.received.filter((message) => message.parentId === id && !message.type.endsWith('_reply'));
  }

  /** The first message that fits, received or still to come; fails after a deadline. */
  async waitFor(fits: (message: Received) => boolean, deadlineMs = DEADLINE_MS): Promise<Received> {
    const deadline = Date.now() + deadlineMs;
    for (;;) {
      const found = this.received.find(fits);
      if (found) return found;
      const remaining = deadline - Date.now();
      if (remaining <= 0) throw new Error(`No such message within ${deadlineMs} ms: ${fits}`);
      await this.nextMessage(remaining);
    }
  }

  /** All messages that fit and have been received. */
  receivedSoFar(fits: (message: Received) => boolean): readonly Received[] {
    return this.received.filter(fits);
  }

  async waitForIdle(id: string): Promise<void> {
    await this.waitFor(
      ({ type, parentId, content }) => type === 'status' && parentId === id && content.execution_state === 'idle',
      60_000,
    );
  }

  /** Ends the kernel as Jupyter does, by force if necessary. Resolves to its exit code; null when it was killed. */
  async shutDown(): Promise<number | null> {
    const { process: child } = this;
    await endOrKill(child, () => this.send('control', 'shutdown_request', { restart: false }), 5_000);
    return child.exitCode;
  }

  /** Shuts the kernel down and removes its folder. Calling it twice is fine. */
  async close(): Promise<void> {
    await this.shutDown();
    await this.sending;
    if (this.iopub.closed) return;
    for (const socket of [...Object.values(this.sockets), this.iopub]) {
      socket.linger = 0;
      socket.close();
    }
    if (this.ownDirectory) rmSync(this.ownDirectory, { recursive: true, force: true });
  }

  private connect(): void {
    const address = (port: number) => `tcp://127.0.0.1:${port}`;
    this.iopub.connect(address(this.connection.iopub_port));
    this.iopub.subscribe();
    this.iopub.receiveHighWaterMark = 0;
    void this.collect('iopub', this.iopub);
    for (const channel of ['shell', 'control', 'stdin'] as const) {
      this.sockets[channel].connect(address(this.connection[`${channel}_port`]));
      void this.collect(channel, this.sockets[channel]);
    }
  }

  private async collect(channel: Channel | 'iopub', socket: AsyncIterable<Buffer[]>): Promise<void> {
    for await (const frames of socket) {
      this.received.push(this.read(channel, frames));
      for (const wake of this.waiting) wake();
    }
  }

  private read(channel: Channel | 'iopub', frames: readonly Buffer[]): Received {
    const message = this.wire.decode(frames);
    const header: { msg_type: string } = JSON.parse(message.header);
    const parent: { msg_id?: string } = JSON.parse(message.parentHeader);
    return {
      channel,
      type: header.msg_type,
      parentId: parent.msg_id,
      content: JSON.parse(message.content),
      metadata: JSON.parse(message.metadata),
      buffers: message.buffers,
    };
  }

  private nextMessage(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.waiting.delete(finish);
        resolve();
      };
      const timer = setTimeout(finish, timeoutMs);
      this.waiting.add(finish);
    });
  }
}

type Connection = Awaited<ReturnType<typeof freeConnection>>;

/** A connection with free ports for a new kernel, with its own key. */
export async function freeConnection() {
  return {
    transport: 'tcp' as const,
    ip: '127.0.0.1',
    shell_port: await findFreePort(),
    iopub_port: await findFreePort(),
    stdin_port: await findFreePort(),
    control_port: await findFreePort(),
    hb_port: await findFreePort(),
    key: randomUUID(),
    signature_scheme: 'hmac-sha256' as const,
    kernel_name: 'tslab',
  };
}

function replyTo(type: string): string {
  return type.replace(/_request$/, '_reply');
}
