import { UserError } from 'kernel-helpers/errors';

export type BadRequestStatus = 400 | 404 | 406 | 413 | 415;

export interface BadRequestOptions {
  /** What to send instead. */
  readonly advice?: string;
  /** HTTP status of the answer. @default 400 */
  readonly status?: BadRequestStatus;
}

/** A request that cannot be answered, because of what was sent. */
export class BadRequest extends UserError {
  readonly status: BadRequestStatus;

  constructor(failed: string, { advice, status = 400 }: BadRequestOptions = {}) {
    super(failed, { advice, reason: 'refused' });
    this.status = status;
  }
}
