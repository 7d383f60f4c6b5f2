import { z } from 'zod';
import { errorCode } from '../error-code';

const metadataSchema = z.object({
  $metadata: z.object({
    httpStatusCode: z.number().optional(),
    requestId: z.string().optional(),
    attempts: z.number().optional(),
  }),
});
const modelErrorSchema = z.object({ OriginalMessage: z.string() });

/**
 * An error of AWS, or on the way to AWS, that takes the place of the SDK's own error. The SDK's error leads to the
 * request, whose headers hold the caller's session token, and errors are printed and saved with the notebook.
 */
export class AwsFailure extends Error {
  override readonly name: string;
  readonly code?: string;
  /** HTTP status. */
  readonly status?: number;
  readonly requestId?: string;
  /** How often the SDK has sent the request; this error is the answer to the last one. */
  readonly attempts?: number;
  /** What the container of an endpoint answered. It is not listed when the error is printed, because the message holds it. */
  declare readonly originalMessage?: string;

  constructor(error: Error) {
    super(error.message);
    this.name = error.name;
    if (error.stack !== undefined) this.stack = error.stack;
    const code = errorCode(error);
    if (code !== undefined) this.code = code;
    const { $metadata: metadata } = metadataSchema.safeParse(error).data ?? {};
    if (metadata?.httpStatusCode !== undefined) this.status = metadata.httpStatusCode;
    if (metadata?.requestId !== undefined) this.requestId = metadata.requestId;
    if (metadata?.attempts !== undefined) this.attempts = metadata.attempts;
    const { OriginalMessage: value } = modelErrorSchema.safeParse(error).data ?? {};
    if (value !== undefined) Object.defineProperty(this, 'originalMessage', { value });
  }
}
