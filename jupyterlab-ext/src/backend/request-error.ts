import type { ErrorJson, ErrorReason } from 'kernel-helpers/sidebar-contract/index';

export interface RequestFailure {
  /** What a view chooses its picture and its button by; undefined where nobody knows more than the message. */
  readonly reason?: ErrorReason;
  /** What failed, and which thing. */
  readonly message: string;
  /** What to do next. */
  readonly advice?: string;
}

/** A request without a result. Its texts are for people, never markup. */
export class RequestError extends Error implements RequestFailure {
  override readonly name = 'RequestError';
  readonly reason?: ErrorReason;
  readonly advice?: string;

  constructor({ reason, message, advice }: RequestFailure, options?: ErrorOptions) {
    super(message, options);
    if (reason !== undefined) this.reason = reason;
    if (advice !== undefined && advice !== '') this.advice = advice;
  }

  static fromKernel({ reason, message, advice }: ErrorJson): RequestError {
    return new RequestError({ message, ...(reason && { reason }), ...(advice && { advice }) });
  }

  /** Any error as one that a view can show. */
  static from(error: unknown): RequestError {
    if (error instanceof RequestError) return error;
    return new RequestError({ message: error instanceof Error ? error.message : String(error) }, { cause: error });
  }
}

/** True for a request that its own signal ended: nobody needs to hear of that. */
export function isInterrupted(error: unknown): boolean {
  return error instanceof RequestError && error.reason === 'interrupted';
}
