import {
  FromKernel,
  Hello,
  LEASE_SECONDS,
  type Notice,
  SIDEBAR_PROTOCOL,
  SIDEBAR_TARGET,
} from 'kernel-helpers/sidebar-contract/index';
import type { SessionComm, SessionKernel } from './hidden-session';
import { notOurKernel } from './not-our-kernel';
import type { PendingRequest } from './pending-request';
import { RequestError } from './request-error';

const SIGN_OF_LIFE_MS = (LEASE_SECONDS * 1_000) / 3;

interface ChannelOptions {
  /** How long the kernel may take to say hello. */
  readonly helloWithinSeconds: number;
  /** Called once if the kernel closes the comm after it said hello. */
  readonly onLost: () => void;
  readonly onNotice: (notice: Notice) => void;
}

/** An open comm whose kernel has said hello. */
export class Channel {
  private readonly waiting = new Map<string, PendingRequest>();
  private comm: SessionComm | undefined;
  private signsOfLife: ReturnType<typeof setInterval> | undefined;

  private constructor(
    private readonly onLost: () => void,
    private readonly onNotice: (notice: Notice) => void,
  ) {}

  /** @throws RequestError if what answers is not the sidebar's kernel, or nothing answers */
  static async open(kernel: SessionKernel, { helloWithinSeconds, onLost, onNotice }: ChannelOptions): Promise<Channel> {
    const channel = new Channel(onLost, onNotice);
    try {
      await channel.greet(kernel, helloWithinSeconds);
    } catch (error) {
      channel.close();
      throw error;
    }
    channel.signsOfLife = setInterval(() => channel.comm?.send({ alive: true }), SIGN_OF_LIFE_MS);
    return channel;
  }

  send(request: PendingRequest): void {
    this.waiting.set(request.id, request);
    const forget = () => this.waiting.delete(request.id);
    request.result.then(forget, forget);
    this.comm?.send(request.sent());
  }

  /** Tells the kernel that nobody waits for the answer any more. */
  cancel({ id }: PendingRequest): void {
    if (this.waiting.delete(id)) this.comm?.send({ id, cancel: true });
  }

  /** At once, so that a page that goes away can still do it. Calling it twice is fine. */
  close(): void {
    clearInterval(this.signsOfLife);
    this.comm?.close();
    this.comm = undefined;
  }

  private greet(kernel: SessionKernel, withinSeconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(notOurKernel()), withinSeconds * 1_000);
      let isGreeted = false;
      this.comm = kernel.openComm(SIDEBAR_TARGET, {
        message: (data) => {
          if (isGreeted) return this.hear(data);
          isGreeted = true;
          clearTimeout(timer);
          const parsed = Hello.safeParse(data);
          if (parsed.success && parsed.data.hello.protocol === SIDEBAR_PROTOCOL) resolve();
          else reject(otherVersion());
        },
        closed: () => {
          clearTimeout(timer);
          if (!isGreeted) return reject(notOurKernel());
          this.close();
          this.onLost();
        },
      });
    });
  }

  private hear(data: unknown): void {
    const parsed = FromKernel.safeParse(data);
    // What cannot be read names no request; that request then ends by its time limit.
    if (!parsed.success) return;
    if ('notice' in parsed.data) this.onNotice(parsed.data);
    else this.waiting.get(parsed.data.id)?.hear(parsed.data);
  }
}

function otherVersion(): RequestError {
  return new RequestError({
    reason: 'other-version',
    message: 'The page and the kernel of the sidebar are of versions that do not understand each other.',
    advice: 'Reload the page. If that does not help, install both again: npx jupyterlab-ext install.',
  });
}
