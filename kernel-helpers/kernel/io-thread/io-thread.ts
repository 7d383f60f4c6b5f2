import { join } from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { ConnectionInfo } from '../protocol/connection-file';
import { fail } from './end-process';
import {
  ASKED,
  COUNTERS,
  type FromIoThread,
  type IncomingMessage,
  type IoThreadData,
  POSTED,
  SEEN,
  type SessionMessage,
  type ToIoThread,
} from './thread-protocol';

/** How long a clean end of the thread may take before the process ends without it. */
const CLOSE_PATIENCE_MS = 1_500;

export interface IoThreadListener {
  onMessage(message: IncomingMessage): void;
  onInterrupt(): void;
  /** Clients can reach the kernel from now on. */
  onOpen(): void;
}

/** The main thread's side of the I/O thread, which owns the sockets. */
export class IoThread {
  /** The memory is shared between the threads, because a busy main thread reads no messages. */
  private readonly interrupts = new Int32Array(new SharedArrayBuffer(COUNTERS * Int32Array.BYTES_PER_ELEMENT));
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly exited: Promise<void>;
  private readonly held: FromIoThread[] = [];
  private listener: IoThreadListener | undefined;

  constructor(connection: ConnectionInfo) {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    const workerData: IoThreadData = { connection, interrupts: this.interrupts, port: port2 };
    this.worker = new Worker(join(__dirname, 'worker.js'), {
      workerData,
      transferList: [port2],
      // The I/O thread closes files that this thread has opened.
      trackUnmanagedFds: false,
    });
    this.worker.once('error', fail);
    this.exited = new Promise((resolve) => this.worker.once('exit', () => resolve()));
  }

  /** Starts to deliver messages, first those that have waited. */
  listen(listener: IoThreadListener): void {
    this.listener = listener;
    this.port.on('message', (message: FromIoThread) => {
      this.deliverHeld();
      this.deliver(message);
    });
  }

  send(message: SessionMessage): void {
    this.post(message);
  }

  /** Delivers at once the messages that have arrived by now, without waiting for the event loop. */
  deliverArrived(): void {
    this.deliverHeld();
    for (let next = receiveMessageOnPort(this.port); next; next = receiveMessageOnPort(this.port)) {
      this.deliver(next.message);
    }
  }

  /**
   * Keeps this thread until `isDone`. Meanwhile it delivers answers of the person and interrupts; everything else is
   * delivered afterwards, because the code that waits is in the middle of its work.
   */
  waitUntil(isDone: () => boolean): void {
    while (!isDone()) {
      const posted = Atomics.load(this.interrupts, POSTED);
      for (let next = receiveMessageOnPort(this.port); next; next = receiveMessageOnPort(this.port)) {
        const message: FromIoThread = next.message;
        const isForNow = message.kind === 'interrupt' || (message.kind === 'message' && message.channel === 'stdin');
        if (isForNow) this.deliver(message);
        else this.held.push(message);
      }
      if (!isDone()) Atomics.wait(this.interrupts, POSTED, posted);
    }
    if (this.held.length > 0) setImmediate(() => this.deliverHeld());
  }

  /** True while an interrupt has come that this thread was too busy to see. */
  hasUnseenInterrupt(): boolean {
    return Atomics.load(this.interrupts, SEEN) < Atomics.load(this.interrupts, ASKED);
  }

  /** Interrupts this thread, as if a client had asked for it. */
  interruptThisThread(): void {
    this.post({ kind: 'interrupt me' });
  }

  /** Sends what waits and closes the sockets. Resolves to false when the thread does not answer. */
  async close(patienceMs = CLOSE_PATIENCE_MS): Promise<boolean> {
    this.post({ kind: 'close' });
    const patience = new Promise<false>((resolve) => setTimeout(resolve, patienceMs, false).unref());
    const isClosed = await Promise.race([this.exited.then(() => true), patience]);
    this.port.close();
    return isClosed;
  }

  private post(message: ToIoThread): void {
    this.port.postMessage(message);
  }

  private deliverHeld(): void {
    for (const message of this.held.splice(0)) this.deliver(message);
  }

  private deliver(message: FromIoThread): void {
    if (message.kind === 'message') {
      this.listener?.onMessage(message);
      return;
    }
    if (message.kind === 'open') {
      this.listener?.onOpen();
      return;
    }
    Atomics.add(this.interrupts, SEEN, 1);
    this.listener?.onInterrupt();
  }
}
