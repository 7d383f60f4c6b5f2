import type { MethodName, ParamsOf, ResultOf } from 'kernel-helpers/sidebar-contract/index';
import { SIDEBAR_TARGET } from 'kernel-helpers/sidebar-contract/index';
import { Store } from '../store/store';
import type { Backend, BackendState, RequestOptions } from './backend';
import { Channel } from './channel';
import type { HiddenSession } from './hidden-session';
import { PendingRequest } from './pending-request';
import { RequestError } from './request-error';

export interface KernelBackendOptions {
  /** When to end the hidden session after nobody looked any more. Read each time. @default 30 */
  readonly endAfterMinutes?: () => number;
  /** For how long the way to the kernel stays open after the last look. @default 5 */
  readonly closeAfterSeconds?: number;
  /** How long a kernel may take to start. @default 60 */
  readonly startWithinSeconds?: number;
  /** How long a started kernel may take to say hello. @default 20 */
  readonly helloWithinSeconds?: number;
  /** A kernel that served for so long has proved itself: its losses are forgotten. @default 60 */
  readonly provenAfterSeconds?: number;
}

const MOST_RESTARTS = 2;
/** Nothing but a person can change these. */
const FINAL_REASONS: ReadonlySet<RequestError['reason']> = new Set(['kernel-not-ours', 'other-version']);

/** Answers by the kernel of the hidden session: starts it, keeps it, and starts it again when it is lost. */
export class KernelBackend implements Backend {
  readonly condition = new Store<BackendState>({ is: 'resting' });
  private readonly pending = new Set<PendingRequest>();
  private readonly options: Required<KernelBackendOptions>;
  private views = 0;
  private losses = 0;
  private readyAt = 0;
  private channel: Channel | undefined;
  /** Which attempt to open counts: what an older one says is of no interest. */
  private attempt: object | undefined;
  private restTimer: ReturnType<typeof setTimeout> | undefined;
  private endTimer: ReturnType<typeof setTimeout> | undefined;
  private isClosed = false;
  /** Which request the notice is about. */
  private noticed: string | undefined;

  constructor(
    private readonly session: HiddenSession,
    options: KernelBackendOptions = {},
  ) {
    this.options = {
      endAfterMinutes: () => 30,
      closeAfterSeconds: 5,
      startWithinSeconds: 60,
      helloWithinSeconds: 20,
      provenAfterSeconds: 60,
      ...options,
    };
  }

  async request<Name extends MethodName>(
    method: Name,
    params: ParamsOf<Name>,
    options: RequestOptions<Name> = {},
  ): Promise<ResultOf<Name>> {
    const request = new PendingRequest(method, params, options, (given) => this.channel?.cancel(given));
    this.pending.add(request);
    this.advance();
    try {
      // Parsed by the method's own schema.
      return (await request.result) as ResultOf<Name>;
    } finally {
      this.pending.delete(request);
      if (this.noticed === request.id) this.notice();
      this.advance();
    }
  }

  keepOpen(): () => void {
    let isKept = true;
    this.views += 1;
    this.advance();
    return () => {
      if (!isKept) return;
      isKept = false;
      this.views -= 1;
      this.advance();
    };
  }

  async restart(): Promise<void> {
    this.losses = 0;
    this.drop();
    this.condition.set({ is: 'starting' });
    this.repeatOrFail(gone());
    const attempt = this.beginAttempt();
    try {
      await this.session.end();
    } catch (error) {
      this.condition.set({ is: 'stopped', error: RequestError.from(error) });
      this.attempt = undefined;
      this.advance();
      return;
    }
    if (this.attempt === attempt) this.attempt = undefined;
    this.condition.set({ is: 'resting' });
    this.advance();
  }

  close(): void {
    this.isClosed = true;
    this.drop();
    clearTimeout(this.restTimer);
    clearTimeout(this.endTimer);
    for (const request of this.pending) request.fail(new RequestError({ reason: 'closed', message: 'Closed.' }));
    this.session.leave();
  }

  /** Does what the moment asks for. Called after everything that changes. */
  private advance(): void {
    if (this.isClosed) return;
    const { state } = this.condition;
    if (state.is === 'stopped') {
      for (const request of this.pending) request.fail(state.error);
      return;
    }
    if (this.views === 0 && this.pending.size === 0) {
      if (this.channel !== undefined)
        this.restTimer ??= setTimeout(() => this.rest(), this.options.closeAfterSeconds * 1_000);
      return;
    }
    clearTimeout(this.restTimer);
    clearTimeout(this.endTimer);
    this.restTimer = undefined;
    if (this.channel === undefined) {
      if (this.attempt === undefined) void this.open();
      return;
    }
    for (const request of this.pending) if (!request.isSent) this.channel.send(request);
  }

  private async open(): Promise<void> {
    const attempt = this.beginAttempt();
    const isRetry = this.losses > 0;
    this.condition.set(isRetry ? { is: 'restarting', attempt: this.losses } : { is: 'starting' });
    const lose = (error: RequestError) => {
      if (this.attempt === attempt) this.lose(error);
    };
    try {
      const onLost = () => lose(gone());
      const { startWithinSeconds, helloWithinSeconds } = this.options;
      const kernel = await withinLimit(this.session.join({ isRetry, onEnd: onLost }), startWithinSeconds);
      const channel = await Channel.open(kernel, {
        helloWithinSeconds,
        onLost,
        onNotice: ({ id, notice }) => this.notice(id, notice),
      });
      if (this.attempt !== attempt) return channel.close();
      this.channel = channel;
      this.readyAt = Date.now();
      this.condition.set({ is: 'ready' });
      this.advance();
    } catch (error) {
      lose(RequestError.from(error));
    }
  }

  /** The kernel ended, closed the comm or could not be started. */
  private lose(error: RequestError): void {
    if (this.channel !== undefined && Date.now() - this.readyAt > this.options.provenAfterSeconds * 1_000)
      this.losses = 0;
    this.losses += 1;
    this.drop();
    if (this.losses > MOST_RESTARTS || FINAL_REASONS.has(error.reason)) {
      this.condition.set({ is: 'stopped', error });
    } else {
      this.condition.set({ is: 'restarting', attempt: this.losses });
      this.repeatOrFail(error);
    }
    this.advance();
  }

  /** Sends again what may be sent twice; the rest ends here, because nobody knows whether it was done. */
  private repeatOrFail(error: RequestError): void {
    for (const request of this.pending) {
      if (!request.isSent) continue;
      if (request.mayBeRepeated) request.unsent();
      else request.fail(error);
    }
  }

  /** Without arguments, what the last notice said is over. */
  private notice(id?: string, notice?: string): void {
    this.noticed = id;
    if (this.condition.state.is !== 'ready') return;
    this.condition.set({ is: 'ready', ...(notice !== undefined && { notice }) });
  }

  private rest(): void {
    this.drop();
    this.restTimer = undefined;
    this.condition.set({ is: 'resting' });
    clearTimeout(this.endTimer);
    this.endTimer = setTimeout(() => void this.endSession(), this.options.endAfterMinutes() * 60_000);
  }

  /** Other tabs may still look at the sidebar. If the server is away, its session is too, or ends another time. */
  private async endSession(): Promise<void> {
    try {
      if ((await this.session.countComms(SIDEBAR_TARGET)) === 0) await this.session.end();
    } catch (error) {
      console.warn('The hidden session of the sidebar was not ended.', error);
    }
  }

  private beginAttempt(): object {
    this.attempt = {};
    return this.attempt;
  }

  private drop(): void {
    this.channel?.close();
    this.channel = undefined;
    this.attempt = undefined;
  }
}

async function withinLimit<Result>(work: Promise<Result>, seconds: number): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLongStart(seconds)), seconds * 1_000);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function tooLongStart(seconds: number): RequestError {
  return new RequestError({
    reason: 'timed-out',
    message: `The kernel of the sidebar did not start within ${seconds} seconds.`,
    advice: 'Restart the hidden session.',
  });
}

function gone(): RequestError {
  return new RequestError({
    reason: 'kernel-gone',
    message: 'The kernel of the sidebar ended before it answered.',
    advice: 'Restart the hidden session.',
  });
}
