import { Readable } from 'node:stream';
import type { Question } from '../answers/input';
import type { Owner } from '../owners/owner';

/** What a stream needs of the notebook in order to ask the person in front of it. */
export interface Questioner {
  /** For whom the running code asks. */
  readonly owner: Owner | undefined;
  /** Rejects when the question is withdrawn, when the front end cannot ask, and when the cell is interrupted. */
  ask(owner: Owner | undefined, question: Question): Promise<string>;
  /** Keeps the thread until the person has answered. */
  askAndWait(question: Question): string;
  /** Ends the cell with an error, because nothing else would tell code that waits for a stream. */
  fail(error: unknown): void;
  /** Called when a stream has got a line, and when nobody wants one any more. */
  notice(): void;
}

export const STREAM_PROMPT = 'Input (empty to end it): ';

/**
 * `process.stdin` as cells see it: each line that code waits for is asked for in the notebook. An empty answer is the
 * end of the input, because a notebook has no Ctrl-D.
 */
export class AskingStream extends Readable {
  readonly fd = 0;
  private isToRead = false;
  private open: AbortController | undefined;
  private owner: Owner | undefined;

  constructor(protected readonly questioner: Questioner) {
    // More than one byte would make Node.js read, and so ask, ahead.
    super({ highWaterMark: 1 });
  }

  override _read(): void {
    this.isToRead = true;
    this.wake();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.withdraw();
    done(error);
  }

  override on(event: string | symbol, listener: (...parameters: never[]) => void): this {
    super.on(event, listener as (...parameters: unknown[]) => void);
    if (event === 'data' || event === 'readable') this.wake();
    return this;
  }

  override resume(): this {
    super.resume();
    this.wake();
    return this;
  }

  override read(size?: number): unknown {
    const isAskedAtOnce = size !== 0 && this.readableLength === 0 && !this.readableFlowing && !this.isWanted();
    if (isAskedAtOnce && !this.readableEnded && !this.open) {
      this.receive(this.questioner.askAndWait({ prompt: STREAM_PROMPT }));
    }
    const read: unknown = super.read(size);
    // While Node.js reads on, the line before is still there.
    this.wake();
    return read;
  }

  /** Like the process's own stream, which may be told not to keep the process alive. */
  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  /** True when no code can read from it any more. */
  get isSpent(): boolean {
    return this.destroyed || this.readableEnded || this.owner?.signal.aborted === true;
  }

  /** True while this owner's code waits for a line. */
  isAwaitedBy(owner: Owner): boolean {
    return this.owner === owner && this.isWanted() && !owner.signal.aborted;
  }

  /** Asks when code has begun to wait for a line. */
  wake(): void {
    if (!this.isWanted()) return;
    this.owner = this.questioner.owner;
    if (!this.isToRead || this.open || this.owner?.signal.aborted === true) return;
    const { owner } = this;
    const open = new AbortController();
    this.open = open;
    // Code that has got its line often stops to read in the same turn.
    setImmediate(() => {
      if (open.signal.aborted || !this.isWanted()) this.forget(open);
      else this.askFor(owner, open);
    });
  }

  /** Nobody waits for a line any more. */
  withdraw(): void {
    this.open?.abort();
    this.open = undefined;
    this.questioner.notice();
  }

  protected isWanted(): boolean {
    // A listener for `readable` reads by itself, and Node.js then calls the stream paused.
    const isHeard = this.listenerCount('readable') > 0 || (this.listenerCount('data') > 0 && !this.isPaused());
    return isHeard && !this.destroyed && !this.readableEnded && this.readableLength === 0;
  }

  protected question(): Question {
    return { prompt: STREAM_PROMPT };
  }

  /** Gives what was typed to the code that reads. */
  protected receive(answer: string): void {
    this.isToRead = false;
    this.push(answer === '' ? null : withLineBreak(answer));
  }

  private askFor(owner: Owner | undefined, open: AbortController): void {
    this.questioner.ask(owner, { ...this.question(), withdrawn: open.signal }).then(
      (answer) => {
        this.forget(open);
        if (!open.signal.aborted) this.receive(answer);
      },
      (error: unknown) => {
        this.forget(open);
        if (!open.signal.aborted && owner?.signal.aborted !== true) this.questioner.fail(error);
      },
    );
  }

  private forget(open: AbortController): void {
    if (this.open === open) this.open = undefined;
    this.questioner.notice();
  }
}

function withLineBreak(answer: string): string {
  return answer.endsWith('\n') ? answer : `${answer}\n`;
}
