import { z } from 'zod';
import { ERROR_REASONS } from './error-reason';

/** An error as threads, hosts, processes and the sidebar's page send it. It holds no secret. */
export const ErrorJson = z.object({
  kind: z.enum(['user', 'platform', 'internal']),
  reason: z.enum(ERROR_REASONS).optional(),
  /** The name of its class, such as `UserError`. */
  name: z.string(),
  /** What failed, and which thing. */
  message: z.string(),
  /** What to do next, where that is known apart from the message. */
  advice: z.string().optional(),
  /** Names and codes. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** What led to it, nearest first; the page gets none. */
  causes: z
    .array(
      z.object({ name: z.string(), message: z.string(), code: z.string().optional(), stack: z.string().optional() }),
    )
    .optional(),
  /** Only of errors that are not ours, and never for the page. */
  stack: z.string().optional(),
});
export type ErrorJson = z.infer<typeof ErrorJson>;
