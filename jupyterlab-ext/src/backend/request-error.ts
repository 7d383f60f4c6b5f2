/** What is wrong when no answer of the kernel is. The kernel's own reasons are those of kernel-helpers. */
export type PageReason = 'interrupted' | 'timed-out' | 'kernel-not-ours' | 'kernel-gone' | 'unreadable-answer';

export interface RequestFailure {
  /** What a view chooses its picture and its button by. */
  readonly reason: PageReason | (string & {});
  /** What failed, and which thing. */
  readonly message: string;
  /** What to do next. */
  readonly advice?: string;
}

/** A request without a result. Its message is text for people, never markup. */
export class RequestError extends Error implements RequestFailure {
  override readonly name = 'RequestError';
  readonly reason: RequestFailure['reason'];
  readonly advice?: string;

  constructor({ reason, message, advice }: RequestFailure, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
    if (advice !== undefined) this.advice = advice;
  }
}
