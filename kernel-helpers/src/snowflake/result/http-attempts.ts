import { backOff } from 'exponential-backoff';
import { isPlatformError, isUserError, PlatformError } from '../../errors';
import { certificateAdvice, ownErrorIn, whyUnreachable } from '../../network/why-unreachable';

const ATTEMPTS = 6;
const FIRST_DELAY_MILLISECONDS = 100;
const LONGEST_DELAY_MILLISECONDS = 5000;

/** The server is busy or the network failed: another try may help. */
class Unavailable extends PlatformError {}

/** Tries again while the server is busy or the network fails. */
export async function untilAvailable<Value>(
  signal: AbortSignal,
  attempt: () => Promise<Value>,
  attempts = ATTEMPTS,
): Promise<Value> {
  return await backOff(attempt, {
    numOfAttempts: attempts,
    startingDelay: FIRST_DELAY_MILLISECONDS,
    maxDelay: LONGEST_DELAY_MILLISECONDS,
    jitter: 'full',
    retry: (error) => error instanceof Unavailable && !signal.aborted,
  });
}

/** @throws an error after which `untilAvailable` tries again, if the status says so */
export function refuseWhileBusy({ host }: URL, status: number): void {
  if (status !== 408 && status !== 429 && status < 500) return;
  throw new Unavailable(`${host} answered HTTP ${status} several times. Wait a little and run it again.`, {
    facts: { status },
    reason: status === 429 ? 'throttled' : status === 408 ? 'timed-out' : 'unavailable',
  });
}

/** The error to throw for one that a request threw. */
export function explainFailure(url: URL, error: unknown): Error {
  if (isPlatformError(error)) return error;
  const own = ownErrorIn(error);
  // A proxy that refuses once refuses always, and so does this machine with a certificate that it does not trust.
  if (isUserError(own)) return own;
  if (certificateAdvice(error) !== undefined)
    return new PlatformError(whyUnreachable(url, error), { cause: error, reason: 'unreachable' });
  return new Unavailable(whyUnreachable(url, error), { cause: error, reason: 'unreachable' });
}
