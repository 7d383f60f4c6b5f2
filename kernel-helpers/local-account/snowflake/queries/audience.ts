import type { Socket } from 'node:net';

/** Long enough for a driver that lost its connection to send the request again, or to ask on. */
export const ABANDONED_SECONDS = 20;

/**
 * Who waits for a statement's answer. When nobody has for a while, the statement is abandoned: its client was killed, or the
 * connection is gone. On the service that is `ABORT_DETACHED_QUERY = TRUE`; here the machine is one person's.
 */
export class Audience {
  private present = 0;
  private timer: NodeJS.Timeout | null = null;
  private isOver = false;

  constructor(
    private readonly patienceSeconds: number,
    private readonly onAbandoned: () => void,
  ) {}

  /** Counts a request until its connection closes or it leaves by what is given back. */
  join(socket: Socket): () => void {
    this.present += 1;
    this.stopTimer();
    let isHere = true;
    const go = () => {
      if (!isHere) return;
      isHere = false;
      socket.off('close', go);
      this.present -= 1;
      if (this.present === 0 && !this.isOver)
        this.timer = setTimeout(this.onAbandoned, this.patienceSeconds * 1000).unref();
    };
    socket.once('close', go);
    return go;
  }

  /** The statement has ended. */
  close(): void {
    this.isOver = true;
    this.stopTimer();
  }

  private stopTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
