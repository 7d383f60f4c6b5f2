import { z } from 'zod';

/**
 * Why something failed, as a closed list, for code that chooses by it. A reason comes from the code of the service or of
 * Node.js, never from a text. An error without a reason has only its message.
 */
export const ErrorReason = z.enum([
  /** A table or view of a statement, or its schema or database, is not there, or the role may not see it. */
  'table-not-found',
  'column-not-found',
  /** Anything else that is not there: a schema, warehouse, job, endpoint, model, bucket or secret. */
  'not-found',
  'already-exists',
  /** The role lacks a right, or a policy forbids it. */
  'not-authorised',
  /** There are no credentials, or the service does not accept them. */
  'not-signed-in',
  /** Credentials, the session or a link were good once. */
  'expired',
  /** A setting or an environment variable is missing or cannot be used. */
  'bad-settings',
  'no-warehouse',
  /** No database or schema is chosen, and the statement needs one. */
  'no-schema',
  /** The account, the user or the warehouse is suspended, disabled or locked. */
  'suspended',
  'quota-exceeded',
  /** AWS has no free machine of this type now. */
  'no-capacity',
  'throttled',
  /** No answer came: network, name, proxy, firewall or certificate. */
  'unreachable',
  /** The service answered that it cannot answer now. */
  'unavailable',
  /** What answered was not the service, or it answered in a form that is not known. */
  'bad-answer',
  'timed-out',
  'interrupted',
  /** The service understood the statement or the call, and refused it. */
  'refused',
  /** The connection, comm or widget was closed on this side. */
  'closed',
  'job-failed',
  'job-stopped',
  /** The hidden session's kernel is not the TypeScript kernel of this project. */
  'not-our-kernel',
  /** The kernel of the hidden session ended before it answered. */
  'kernel-ended',
  /** Page and kernel are of versions that do not understand each other. */
  'other-version',
  /** A recorded account has no answer to this. */
  'not-recorded',
]);
export type ErrorReason = z.infer<typeof ErrorReason>;

/** Whose fault it is: the user's, that of a service or machine, or a bug. */
export const ErrorKind = z.enum(['user', 'platform', 'internal']);
export type ErrorKind = z.infer<typeof ErrorKind>;

/** An error as threads, hosts, processes and the sidebar's page send it. It holds no secret. */
export const ErrorJson = z.object({
  kind: ErrorKind,
  reason: ErrorReason.optional(),
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
