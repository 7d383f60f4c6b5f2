import type { Socket } from 'node:net';

/** Long enough for a driver that lost its connection to send the request again, or to ask for the result again. */
export const ABANDONED_SECONDS = 20;

/**
 * The requests that wait for a statement's answer. When there is none for a while, the statement is abandoned: its
 * client was killed, or the connection is gone. On the service `ABORT_DETACHED_QUERY = TRUE` does this. Here it always
 * applies, because the machine belongs to one person.
 */
export class Audience {
  private present = 0;
  private timer: NodeJS.Timeout | null = null;
  private isOver = false;

  constructor(
    private readonly patienceSeconds: number,
    private readonly onAbandoned: () => void,
  ) {}

  /** Counts a request until its connection closes or the caller calls the returned function. */
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

  /** To be called when the statement has ended. */
  close(): void {
    this.isOver = true;
    this.stopTimer();
  }

  private stopTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
