import { randomUUID } from 'node:crypto';
import { WireFormat, type WireMessage } from '../protocol/wire-message';
import { complainOnce } from './complain-once';
import { DebugChannel } from './debug-channel';
import { endProcess, fail } from './end-process';
import { Interrupter } from './interrupter';
import { messageOf } from './messages';
import type { KernelSockets } from './sockets';
import { StreamBatches } from './stream-batches';
import {
  type FromIoThread,
  type IoThreadData,
  type OutgoingMessage,
  POSTED,
  type RequestChannel,
  type ToIoThread,
} from './thread-protocol';
import { WaitedProgram } from './waited-program';
import { watchParent } from './watch-parent';

const PROTOCOL_VERSION = '5.4';
/** When the main thread has not closed this thread after this time, it is stuck, and the whole process ends. */
const SHUTDOWN_PATIENCE_MS = 2_000;

/** Carries messages between the sockets and the main thread, and answers requests that cannot wait for a busy cell. */
export class Endpoint {
  private readonly session = randomUUID();
  private readonly wire: WireFormat;
  private readonly interrupter: Interrupter;
  private readonly batches = new StreamBatches((message) => this.send(message));
  private readonly debug: DebugChannel;
  private readonly stopWatchingParent = watchParent(endProcess);
  private program: WaitedProgram | undefined;
  private isClosing = false;

  constructor(
    private readonly sockets: KernelSockets,
    private readonly thread: IoThreadData,
  ) {
    this.wire = new WireFormat(thread.connection.key);
    this.interrupter = new Interrupter(thread.interrupts, () => this.post({ kind: 'interrupt' }));
    this.debug = new DebugChannel(
      (message) => this.send(message),
      (message) => this.post({ kind: 'message', channel: 'control', message }),
    );
  }

  /** Resolves when the sockets are closed. */
  async run(): Promise<void> {
    this.thread.port.on('message', (message: ToIoThread) => this.carryOut(message));
    const loops = [
      this.sockets.answerHeartbeats(),
      this.sockets.acceptSubscriptions((topic) => this.encode(welcome(topic))),
      ...(['shell', 'control', 'stdin'] as const).map((channel) =>
        this.sockets.receive(channel, (frames) => this.carryIn(channel, frames)),
      ),
    ];
    try {
      await Promise.all(loops);
    } catch (error) {
      // A loop fails when its socket closes in the middle of an answer; then no client waits for the answer.
      if (!this.isClosing) throw error;
    }
  }

  private carryOut(message: ToIoThread): void {
    if (message.kind === 'stream') {
      this.batches.add(message);
      return;
    }
    this.program?.end();
    this.program = undefined;
    if (message.kind === 'program starts') {
      this.program = new WaitedProgram(message, (text) => this.batches.add(text));
      // An interrupt that came before the main thread began to wait must reach the program too.
      if (this.interrupter.isUnseen) this.program.interrupt();
      return;
    }
    this.batches.flush();
    if (message.kind === 'send') {
      this.debug.see(message);
      this.send(message);
    } else if (message.kind === 'interrupt me') this.interrupt();
    else if (message.kind === 'close') this.close();
  }

  private carryIn(channel: RequestChannel, frames: readonly Buffer[]): void {
    try {
      const message = this.wire.decode(frames);
      const type = channel === 'control' ? messageType(message) : undefined;
      if (type === 'shutdown_request') this.prepareShutdown();
      if (type === 'interrupt_request') this.answerInterrupt(message);
      else if (type === 'debug_request') this.debug.take(message);
      else this.post({ kind: 'message', channel, message });
    } catch (error) {
      complainOnce(error);
    }
  }

  private prepareShutdown(): void {
    setTimeout(endProcess, SHUTDOWN_PATIENCE_MS).unref();
    this.debug.close().catch(fail);
  }

  private interrupt(): void {
    const whenSeen = this.interrupter.interrupt();
    whenSeen.catch(fail);
    this.debug.interrupt(whenSeen).catch(fail);
  }

  private answerInterrupt(request: WireMessage): void {
    const answer = (channel: 'iopub' | 'control', type: string, content: object) => {
      const identities = channel === 'iopub' ? [Buffer.from(type)] : request.identities;
      this.send({ ...messageOf(type, content), channel, identities, parentHeader: request.header });
    };
    answer('iopub', 'status', { execution_state: 'busy' });
    this.interrupt();
    this.program?.interrupt();
    answer('control', 'interrupt_reply', { status: 'ok' });
    answer('iopub', 'status', { execution_state: 'idle' });
  }

  private send(message: OutgoingMessage): void {
    this.sockets.send(message.channel, this.encode(message));
  }

  private encode(message: OutgoingMessage): Uint8Array[] {
    const header = {
      msg_id: randomUUID(),
      session: this.session,
      username: 'kernel',
      date: new Date().toISOString(),
      msg_type: message.type,
      version: PROTOCOL_VERSION,
    };
    return this.wire.encode({ ...message, header: JSON.stringify(header) });
  }

  private post(message: FromIoThread): void {
    this.thread.port.postMessage(message);
    Atomics.add(this.thread.interrupts, POSTED, 1);
    Atomics.notify(this.thread.interrupts, POSTED);
  }

  private close(): void {
    this.isClosing = true;
    this.stopWatchingParent();
    this.interrupter.close();
    this.sockets.close().then(() => this.thread.port.close(), fail);
  }
}

/** `iopub_welcome` of Jupyter's enhancement proposal 65: it tells a client that its subscription works. */
function welcome(topic: string): OutgoingMessage {
  const type = 'iopub_welcome';
  return { ...messageOf(type, { subscription: topic }), channel: 'iopub', identities: [Buffer.from(type)] };
}

function messageType(message: WireMessage): string | undefined {
  const header: unknown = JSON.parse(message.header);
  const isRecord = typeof header === 'object' && header !== null && 'msg_type' in header;
  return isRecord && typeof header.msg_type === 'string' ? header.msg_type : undefined;
}
