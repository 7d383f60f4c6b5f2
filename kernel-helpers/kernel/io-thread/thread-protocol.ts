import type { MessagePort } from 'node:worker_threads';
import type { ConnectionInfo } from '../protocol/connection-file';
import type { WireMessage } from '../protocol/wire-message';

/** The sockets on which a client talks to the kernel. */
export type RequestChannel = 'shell' | 'control' | 'stdin';
export type SendChannel = RequestChannel | 'iopub';

/** A message to be sent; the I/O thread gives it its header. */
export interface OutgoingMessage {
  readonly kind: 'send';
  readonly channel: SendChannel;
  readonly type: string;
  readonly identities: readonly Uint8Array[];
  /** The header of the request that this answers, as JSON text; `{}` when there is none. */
  readonly parentHeader: string;
  readonly metadata: string;
  readonly content: string;
  readonly buffers: readonly Uint8Array[];
}

export type StreamName = 'stdout' | 'stderr';

/** Printed text; the I/O thread joins it into messages. */
export interface StreamText {
  readonly kind: 'stream';
  readonly name: StreamName;
  readonly text: string;
  readonly parentHeader: string;
}

/** A program for which the main thread waits; the thread can do nothing else meanwhile. */
export interface ProgramStart {
  readonly kind: 'program starts';
  /** Files that the program writes to, open in this process; the thread that reads them closes them. */
  readonly outputs: readonly { readonly name: StreamName; readonly file: number }[];
  /** Process ids of programs for which this process does not wait. */
  readonly others: readonly number[];
  readonly parentHeader: string;
}

export interface ProgramEnd {
  readonly kind: 'program ended';
}

/** What a session sends to the I/O thread. */
export type SessionMessage = OutgoingMessage | StreamText | ProgramStart | ProgramEnd;

/** `interrupt me`: as if a client had sent an interrupt request. */
export type ToIoThread = SessionMessage | { readonly kind: 'interrupt me' | 'close' };

export interface IncomingMessage {
  readonly kind: 'message';
  readonly channel: RequestChannel;
  readonly message: WireMessage;
}

export type FromIoThread = IncomingMessage | { readonly kind: 'interrupt' | 'open' };

/** Places in `IoThreadData.interrupts`. */
export const SEEN = 0;
export const ASKED = 1;
/** How many messages the I/O thread has posted; a thread that waits for one is woken here. */
export const POSTED = 2;
export const COUNTERS = 3;

/** The data with which the I/O thread starts. */
export interface IoThreadData {
  readonly connection: ConnectionInfo;
  /** How many interrupts the main thread has seen, how many there were, and how many messages. */
  readonly interrupts: Int32Array;
  /** The I/O thread's end of the channel between the two threads. */
  readonly port: MessagePort;
}

/**
 * Under this symbol the main thread keeps the function `(mayBeNobodys: boolean) => BusyCodeAnswer`, which ends the
 * JavaScript that runs when it is called.
 */
export const END_BUSY_CODE = 'tslab-kernel.end-busy-code';

/** What happened to the code that kept the main thread busy; every answer except `ended` asks for another try. */
export type BusyCodeAnswer = 'ended' | 'protected' | 'of no cell' | 'hooks go off';
