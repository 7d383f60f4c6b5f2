import { createHmac } from 'node:crypto';
import { JOB_ROLE_NAME, NOTEBOOK_ROLE_NAME } from 'kernel-helpers/story-names';

/** Keys of the account. A request to SageMaker must be signed with them, because a training job runs code. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Who calls AWS: the notebook, a job or endpoint (with SageMaker on its behalf), or the local account's own services. */
export type Caller = 'notebook' | 'job' | 'service';

/** Names of the roles that callers have, the same as on a real account. */
export const ROLE_NAMES = { notebook: NOTEBOOK_ROLE_NAME, job: JOB_ROLE_NAME } as const;

/**
 * The keys of a caller. They are derived from the notebook's, which are the account's, so that only these must be kept.
 * `callers.py` derives the same ones, and refuses all others.
 */
export function credentialsOf(caller: Caller, account: Credentials): Credentials {
  if (caller === 'notebook') return account;
  const secret = createHmac('sha256', account.secretAccessKey).update(caller);
  return {
    accessKeyId: `${caller.toUpperCase()}${account.accessKeyId}`,
    secretAccessKey: secret.digest('hex'),
  };
}
