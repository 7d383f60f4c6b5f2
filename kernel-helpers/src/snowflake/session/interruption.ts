import { UserError } from '../../errors';
import type { CancelFailure } from './cancel-statement';

/** The interrupt came too late to cancel anything; `facts.finished` says so. */
export function finishedBefore(signal: AbortSignal): UserError {
  const message = 'The statement had finished in Snowflake when it was interrupted.';
  return new UserError(message, { cause: signal.reason, facts: { finished: true }, reason: 'interrupted' });
}

/** What is known of a statement whose own answer did not come; whether it has done its work is not. */
const WITHOUT_ANSWER: Readonly<Record<CancelFailure, string>> = {
  'not told': 'The request to cancel it did not arrive: it may go on in Snowflake.',
  'not running': 'It does not run in Snowflake: it has ended, or it never arrived.',
  'not answered': 'Snowflake took the request to cancel it, but did not say how it ended.',
};

export function interruptedWithoutAnswer(why: CancelFailure, signal: AbortSignal): UserError {
  return new UserError(`The statement was interrupted. ${WITHOUT_ANSWER[why]}`, {
    cause: signal.reason,
    reason: 'interrupted',
  });
}

export function notToldOf(queryId: string | undefined): string {
  const query = queryId ? ` ${queryId}` : '';
  return `Snowflake could not be told to cancel the interrupted statement${query}: it may go on until its time limit. Look for it in the query history, and check the network.`;
}

/** The statement has done nothing; `facts.cancelled` says so. */
export function interrupted(signal: AbortSignal): UserError {
  const message = 'The statement was interrupted and cancelled in Snowflake.';
  return new UserError(message, { cause: signal.reason, facts: { cancelled: true }, reason: 'interrupted' });
}
