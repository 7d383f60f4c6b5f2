import { backOff } from 'exponential-backoff';
import { isPlatformError } from '../../../errors';

/** The first try and three more. */
const ATTEMPTS = 4;
const FIRST_DELAY_MILLISECONDS = 200;

/** Does work again, up to three times, while the platform fails: a lost connection, a busy or wrong answer. */
export async function withRetries<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  return await backOff(work, {
    numOfAttempts: ATTEMPTS,
    startingDelay: FIRST_DELAY_MILLISECONDS,
    timeMultiple: 3,
    jitter: 'full',
    retry: (error: unknown) => !signal.aborted && isPlatformError(error),
  });
}
