import { UUID } from '@lumino/coreutils';
import {
  type FromKernel,
  type FromPage,
  METHODS,
  type MethodName,
  type Notice,
} from 'kernel-helpers/sidebar-contract/index';
import type { z } from 'zod';
import type { RequestOptions } from './backend';
import { RequestError } from './request-error';

interface Schemas {
  readonly result: z.ZodType;
  readonly event?: z.ZodType;
  readonly isRepeatable: boolean;
  readonly limitSeconds?: number;
}

/** Everything about one request until it has its result or its error. */
export class PendingRequest {
  readonly id = UUID.uuid4();
  readonly result: Promise<unknown>;
  private readonly schemas: Schemas;
  private readonly limitSeconds: number | undefined;
  private readonly cancelled: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private timesSent = 0;
  private isWithKernel = false;
  private resolve: (result: unknown) => void = () => {};
  private reject: (error: RequestError) => void = () => {};

  /** @param onGivenUp called when the request ended without an answer, so that the kernel may stop its work */
  constructor(
    private readonly method: MethodName,
    private readonly params: Readonly<Record<string, unknown>>,
    private readonly options: RequestOptions<never>,
    private readonly onGivenUp: (request: PendingRequest) => void,
  ) {
    this.schemas = METHODS[method];
    this.limitSeconds = options.timeoutSeconds ?? this.schemas.limitSeconds;
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.cancelled = () => this.giveUp(new RequestError({ reason: 'interrupted', message: 'Cancelled.' }));
    if (options.signal?.aborted === true) this.cancelled();
    else options.signal?.addEventListener('abort', this.cancelled, { once: true });
  }

  get isSent(): boolean {
    return this.isWithKernel;
  }

  /** A request that changes nothing may be sent once more after its kernel was lost. */
  get mayBeRepeated(): boolean {
    return this.schemas.isRepeatable && this.timesSent < 2;
  }

  /** The message for the kernel. The time limit counts from here. */
  sent(): FromPage {
    this.timesSent += 1;
    this.isWithKernel = true;
    if (this.limitSeconds !== undefined) {
      const seconds = this.limitSeconds;
      this.timer = setTimeout(() => this.giveUp(tooSlow(this.method, seconds)), seconds * 1_000);
    }
    return { id: this.id, method: this.method, params: { ...this.params } };
  }

  /** The kernel that had it was lost before it answered. */
  unsent(): void {
    this.isWithKernel = false;
    clearTimeout(this.timer);
  }

  hear(message: Exclude<FromKernel, Notice>): void {
    if ('event' in message) this.hearEvent(message.event);
    else if ('error' in message) this.fail(RequestError.fromKernel(message.error));
    else {
      const parsed = this.schemas.result.safeParse(message.result);
      if (parsed.success) this.end(() => this.resolve(parsed.data));
      else this.fail(unreadable(this.method, parsed.error));
    }
  }

  fail(error: RequestError): void {
    this.end(() => this.reject(error));
  }

  private hearEvent(event: unknown): void {
    const parsed = this.schemas.event?.safeParse(event);
    if (parsed?.success === true) this.options.onEvent?.(parsed.data as never);
    else this.giveUp(unreadable(this.method, parsed?.error));
  }

  private giveUp(error: RequestError): void {
    this.onGivenUp(this);
    this.fail(error);
  }

  private end(settle: () => void): void {
    clearTimeout(this.timer);
    this.options.signal?.removeEventListener('abort', this.cancelled);
    settle();
  }
}

function tooSlow(method: string, seconds: number): RequestError {
  return new RequestError({
    reason: 'timed-out',
    message: `The kernel of the sidebar did not answer ${method} within ${seconds} seconds.`,
    advice: 'Try again. If it never answers, restart the hidden session.',
  });
}

function unreadable(method: string, cause: unknown): RequestError {
  return new RequestError(
    {
      reason: 'unreadable-answer',
      message: `The sidebar cannot read the answer to ${method}.`,
      advice: 'The page and the kernel may be of different versions: reload the page, then restart the hidden session.',
    },
    { cause },
  );
}
