import type { CommEars, HiddenSession, SessionComm, SessionKernel } from 'jupyterlab-ext/backend/hidden-session';
import type { FromPage } from 'kernel-helpers/sidebar-contract/index';

type Answer = (message: FromPage, comm: FakeComm) => void;

export class FakeComm implements SessionComm {
  readonly received: FromPage[] = [];
  isClosed = false;

  constructor(
    readonly ears: CommEars,
    private readonly answer: Answer,
  ) {}

  send(message: FromPage): void {
    this.received.push(message);
    this.answer(message, this);
  }

  close(): void {
    this.isClosed = true;
  }
}

export const HELLO = { hello: { protocol: 1, kernel: { name: 'ours', version: '0.1.0' }, processId: 7 } };

/** A hidden session whose kernel greets and then answers as a test says. */
export class FakeSession implements HiddenSession {
  readonly comms: FakeComm[] = [];
  joins = 0;
  ends = 0;
  isLeft = false;
  /** What a kernel says first; undefined for one that never says anything. */
  greeting: unknown = HELLO;
  /** Set to make the next starts fail. */
  startError: Error | undefined;
  otherComms = 0;
  private onEnd: () => void = () => {};

  constructor(private readonly answer: Answer = () => {}) {}

  get comm(): FakeComm {
    const comm = this.comms.at(-1);
    if (comm === undefined) throw new Error('No comm was opened.');
    return comm;
  }

  async join({ onEnd }: { readonly onEnd: () => void }): Promise<SessionKernel> {
    this.joins += 1;
    await Promise.resolve();
    if (this.startError !== undefined) throw this.startError;
    this.onEnd = onEnd;
    return {
      openComm: (_target, ears) => {
        const comm = new FakeComm(ears, this.answer);
        this.comms.push(comm);
        if (this.greeting !== undefined) queueMicrotask(() => ears.message(this.greeting));
        return comm;
      },
    };
  }

  /** The kernel dies. */
  die(): void {
    this.onEnd();
  }

  async end(): Promise<void> {
    this.ends += 1;
  }

  async countComms(): Promise<number> {
    return this.otherComms;
  }

  leave(): void {
    this.isLeft = true;
  }
}

/** Waits until a condition holds; fails after two seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 2_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`This did not become true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
