/**
 * Why something failed, as a closed list, for code that chooses by it. A reason comes from the code of the service or of
 * Node.js, never from a text. An error without a reason has only its message.
 */
export const ERROR_REASONS = [
  // A table or view is not there, or the role may not see it.
  'table-not-found',
  'column-not-found',
  // Anything else that is not there: a schema, database, warehouse, job, endpoint, model, bucket or secret.
  'not-found',
  'already-exists',
  // The role lacks a right, or a policy forbids it.
  'not-authorised',
  // There are no credentials, or the service does not accept them.
  'not-signed-in',
  // Credentials, the session or a link were good once.
  'expired',
  // A setting or an environment variable is missing or cannot be used.
  'bad-settings',
  'no-warehouse',
  // No database or schema is chosen, and the statement needs one.
  'no-schema',
  // The account, the user or the warehouse is suspended, disabled or locked.
  'suspended',
  'quota-exceeded',
  // AWS has no free machine of this type now.
  'no-capacity',
  'throttled',
  // No answer came: network, name, proxy, firewall or certificate.
  'unreachable',
  // The service answered that it cannot answer now.
  'unavailable',
  // What answered was not the service, or it answered in a form that is not known.
  'unreadable-answer',
  'timed-out',
  'interrupted',
  // The service understood the statement or the call, and refused it.
  'refused',
  // The connection, comm or widget was closed on this side.
  'closed',
  'job-failed',
  'job-stopped',
  // The hidden session's kernel is not the TypeScript kernel of this project.
  'kernel-not-ours',
  // The kernel of the hidden session ended before it answered.
  'kernel-gone',
  // Page and kernel are of versions that do not understand each other.
  'other-version',
  // A recorded account has no answer to this.
  'not-recorded',
] as const;

/** Why something failed, as one word of a closed list. */
export type ErrorReason = (typeof ERROR_REASONS)[number];

/** Whose fault it is: the user's, that of a service or machine, or a bug. */
export type ErrorKind = 'user' | 'platform' | 'internal';
