import { setTimeout as delay } from 'node:timers/promises';
import { backOff } from 'exponential-backoff';
import { isPlatformError, isUserError, PlatformError } from '../../errors';
import { certificateAdvice, ownErrorIn, whyUnreachable } from '../../network/why-unreachable';

const ATTEMPTS = 6;
const FIRST_DELAY_MILLISECONDS = 100;
const LONGEST_DELAY_MILLISECONDS = 5000;
const LONGEST_WAIT_SECONDS = 60;

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
    retry: async (error) => {
      if (!(error instanceof Unavailable)) return false;
      await askedToWait(error, signal);
      return !signal.aborted;
    },
  });
}

/** Waits as long as the server asked for, but not for ever. */
async function askedToWait({ facts }: Unavailable, signal: AbortSignal): Promise<void> {
  const seconds = Math.min(Number(facts.retryAfterSeconds ?? 0), LONGEST_WAIT_SECONDS);
  // An abort ends the waiting.
  if (seconds > 0) await delay(seconds * 1000, undefined, { signal }).catch(() => undefined);
}

/** The header Retry-After: seconds, or a date (RFC 9110, section 10.2.3). */
function secondsOf(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined;
  const seconds = /^\d+$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - Date.now()) / 1000;
  return seconds > 0 ? seconds : undefined;
}

/**
 * @param retryAfter the answer's header of this name
 * @throws an error after which `untilAvailable` tries again, if the status says so
 */
export function refuseWhileBusy({ host }: URL, status: number, retryAfter: string | undefined): void {
  if (status !== 408 && status !== 429 && status < 500) return;
  throw new Unavailable(`${host} answered HTTP ${status} several times. Wait a little and run it again.`, {
    facts: { status, retryAfterSeconds: secondsOf(retryAfter) },
    reason: status === 429 ? 'throttled' : status === 408 ? 'timed-out' : 'unavailable',
  });
}

/**
 * The error to throw for one that a request threw. It names the host only: the rest of a link to data is a signature
 * that gives access.
 */
export function explainFailure(url: URL, error: unknown): Error {
  if (isPlatformError(error)) return error;
  const own = ownErrorIn(error);
  // A proxy that refuses once refuses always, and so does this machine with a certificate that it does not trust.
  if (isUserError(own)) return own;
  if (certificateAdvice(error) !== undefined)
    return new PlatformError(whyUnreachable(url, error), { cause: error, reason: 'unreachable' });
  return new Unavailable(whyUnreachable(url, error), { cause: error, reason: 'unreachable' });
}
