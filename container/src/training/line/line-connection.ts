import type { Socket } from 'node:net';
import { type LastWords, type LineMessage, readLineMessage, writeLineMessage } from './line-message';

/** Longer lines come from another program. */
const MAX_LINE_CHARACTERS = 1_000_000;

export interface LineConnectionEvents {
  readonly onMessage: (message: LineMessage) => void;
  /** Called once, however the connection ends. */
  readonly onClosed: () => void;
}

/** A connection to one other host. */
export class LineConnection {
  /** The time of the last message, in milliseconds. */
  heardAt = Date.now();
  words: LastWords | undefined;
  readonly #socket: Socket;

  constructor(socket: Socket, { onMessage, onClosed }: LineConnectionEvents) {
    this.#socket = socket;
    socket.setNoDelay(true).setEncoding('utf8');
    let unfinished = '';
    socket.on('data', (text: string) => {
      const lines = (unfinished + text).split('\n');
      unfinished = lines.pop() ?? '';
      if (unfinished.length > MAX_LINE_CHARACTERS) socket.destroy();
      for (const line of lines) {
        const message = readLineMessage(line);
        if (message === undefined) {
          socket.destroy();
          return;
        }
        this.heardAt = Date.now();
        if (message.kind === 'alive') this.words = message.words;
        onMessage(message);
      }
    });
    // Whatever the error, a close follows it.
    socket.on('error', () => undefined);
    socket.once('close', onClosed);
  }

  send(message: LineMessage): void {
    if (this.#socket.writable) this.#socket.write(writeLineMessage(message));
  }

  /** Closes after what was sent; the other host reads it even if it is stopped now. */
  end(message: LineMessage): void {
    if (this.#socket.writable) this.#socket.end(writeLineMessage(message));
    this.#socket.unref();
  }

  /** Says a last message, and waits until the other host has closed, which it does when it has read the message. */
  async leave(message: LineMessage): Promise<void> {
    if (this.#socket.closed) return;
    const closed = new Promise<void>((resolve) => {
      this.#socket.once('close', () => resolve());
    });
    this.end(message);
    await closed;
  }

  close(): void {
    this.#socket.destroySoon();
  }
}
