import type { IoThread } from '../io-thread/io-thread';
import type { ProgramStart, SendChannel, StreamName } from '../io-thread/thread-protocol';
import type { Request } from './request';

type JsonObject = Readonly<Record<string, unknown>>;

export interface MessageExtras {
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Uint8Array[];
}

export type ExecutionState = 'starting' | 'busy' | 'idle';

/** Sends messages to the kernel's clients: replies to one client, publications to all. */
export class ClientMessages {
  constructor(private readonly io: Pick<IoThread, 'send'>) {}

  /** Publishes on iopub, as an answer to `request`. */
  publish(type: string, content: JsonObject, request: Request | undefined, extras: MessageExtras = {}): void {
    this.send('iopub', type, [Buffer.from(type)], content, request, extras);
  }

  publishStatus(state: ExecutionState, request: Request | undefined): void {
    this.publish('status', { execution_state: state }, request);
  }

  /** Publishes printed text; the I/O thread joins small pieces. */
  print(name: StreamName, text: string, request: Request | undefined): void {
    this.io.send({ kind: 'stream', name, text, parentHeader: request?.header ?? '{}' });
  }

  /** Tells the I/O thread that this thread can do nothing until a program has ended. */
  startProgram(program: Pick<ProgramStart, 'outputs' | 'others'>, request: Request | undefined): void {
    this.io.send({ kind: 'program starts', ...program, parentHeader: request?.header ?? '{}' });
  }

  endProgram(): void {
    this.io.send({ kind: 'program ended' });
  }

  /** Answers a request on the channel on which it came. */
  reply(request: Request, type: string, content: JsonObject): void {
    this.send(request.channel, type, request.identities, content, request, {});
  }

  /** Sends a question to the client of `request`, on the stdin channel. */
  ask(request: Request, type: string, content: JsonObject): void {
    this.send('stdin', type, request.identities, content, request, {});
  }

  private send(
    channel: SendChannel,
    type: string,
    identities: readonly Uint8Array[],
    content: JsonObject,
    request: Request | undefined,
    extras: MessageExtras,
  ): void {
    this.io.send({
      kind: 'send',
      channel,
      type,
      identities,
      parentHeader: request?.header ?? '{}',
      metadata: JSON.stringify(extras.metadata ?? {}),
      content: JSON.stringify(content),
      buffers: extras.buffers ?? [],
    });
  }
}
