/**
 * The I/O thread: owns the sockets, so that output leaves, heartbeats are answered and interrupts arrive
 * while a cell keeps the main thread busy. It loads nothing but zeromq, since its start is part of the kernel's.
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { WireFormat, type WireMessage } from '../protocol/wire-message';
import { Interrupter } from './interrupter';
import { KernelSockets } from './sockets';
import { StreamBatches } from './stream-batches';
import type { FromIoThread, IoThreadData, OutgoingMessage, RequestChannel, ToIoThread } from './thread-protocol';
import { watchParent } from './watch-parent';

const PROTOCOL_VERSION = '5.4';
/** A main thread that has not closed this thread by then is stuck, and the whole process ends. */
const SHUTDOWN_PATIENCE_MS = 2_000;

const STDERR = 2;

async function main({ connection, shared, port }: IoThreadData): Promise<void> {
  const session = randomUUID();
  const wire = new WireFormat(connection.key);
  const sockets = await KernelSockets.bind(connection);
  const post = (message: FromIoThread) => port.postMessage(message);
  const interrupter = new Interrupter(shared, () => post({ kind: 'interrupt' }));
  const complaints = new Set<string>();

  const send = (message: OutgoingMessage) => {
    const header = {
      msg_id: randomUUID(),
      session,
      username: 'kernel',
      date: new Date().toISOString(),
      msg_type: message.type,
      version: PROTOCOL_VERSION,
    };
    sockets.send(message.channel, wire.encode({ ...message, header: JSON.stringify(header) }));
  };

  const batches = new StreamBatches(send);

  const receive = (channel: RequestChannel, frames: readonly Buffer[]) => {
    try {
      const message = wire.decode(frames);
      if (channel === 'control') handleControl(message);
      else post({ kind: 'message', channel, message });
    } catch (error) {
      complainOnce(complaints, error);
    }
  };

  const handleControl = (message: WireMessage) => {
    const type = messageType(message);
    if (type === 'interrupt_request') answerInterrupt(message);
    else post({ kind: 'message', channel: 'control', message });
    if (type === 'shutdown_request') setTimeout(endProcess, SHUTDOWN_PATIENCE_MS).unref();
  };

  const answerInterrupt = (request: WireMessage) => {
    const parentHeader = request.header;
    const reply = { kind: 'send', parentHeader, metadata: '{}', buffers: [] } as const;
    const status = (state: string) =>
      send({
        ...reply,
        channel: 'iopub',
        type: 'status',
        identities: [Buffer.from('status')],
        content: JSON.stringify({ execution_state: state }),
      });
    status('busy');
    interrupter.interrupt().catch(fail);
    send({
      ...reply,
      channel: 'control',
      type: 'interrupt_reply',
      identities: request.identities,
      content: '{"status":"ok"}',
    });
    status('idle');
  };

  port.on('message', (message: ToIoThread) => {
    if (message.kind === 'stream') {
      batches.add(message);
      return;
    }
    batches.flush();
    if (message.kind === 'send') send(message);
    else close();
  });

  let isClosing = false;
  const close = () => {
    isClosing = true;
    stopWatching();
    interrupter.close();
    sockets.close().then(() => port.close(), fail);
  };

  const stopWatching = watchParent(endProcess);
  const loops = [
    sockets.answerHeartbeats(),
    sockets.watchSubscriptions((topic) => send(welcome(topic))),
    ...(['shell', 'control', 'stdin'] as const).map((channel) =>
      sockets.receive(channel, (frames) => receive(channel, frames)),
    ),
  ];
  await Promise.all(loops).catch((error: unknown) => {
    // A loop that is in the middle of an answer when its socket closes has nobody left to answer.
    if (!isClosing) throw error;
  });
}

/** `iopub_welcome` of Jupyter's enhancement proposal 65: a client knows that its subscription is heard. */
function welcome(topic: string): OutgoingMessage {
  return {
    kind: 'send',
    channel: 'iopub',
    type: 'iopub_welcome',
    identities: [Buffer.from('iopub_welcome')],
    parentHeader: '{}',
    metadata: '{}',
    content: JSON.stringify({ subscription: topic }),
    buffers: [],
  };
}

function messageType(message: WireMessage): string | undefined {
  const header: unknown = JSON.parse(message.header);
  const isRecord = typeof header === 'object' && header !== null && 'msg_type' in header;
  return isRecord && typeof header.msg_type === 'string' ? header.msg_type : undefined;
}

/** A client that sends rubbish does so often: each kind is said once. Straight to the file, for `process.stderr` is the cell's. */
function complainOnce(complaints: Set<string>, error: unknown): void {
  const text = `${error instanceof Error ? error.message : String(error)} It was dropped.\n`;
  if (complaints.has(text)) return;
  complaints.add(text);
  writeSync(STDERR, text);
}

/** zeromq aborts when the process exits while its sockets are open in a thread; a kill has no such last words. */
function endProcess(): void {
  process.kill(process.pid, 'SIGKILL');
}

function fail(error: unknown): void {
  writeSync(STDERR, `The kernel's I/O thread failed: ${error instanceof Error ? error.stack : String(error)}\n`);
  endProcess();
}

main(workerData as IoThreadData).catch(fail);
