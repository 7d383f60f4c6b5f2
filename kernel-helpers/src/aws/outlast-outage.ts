import { setTimeout as delay } from 'node:timers/promises';
import { isPlatformError, PlatformError } from '../errors';
import { ANSWER_SECONDS, answeredWithin } from './answered-within';
import { AwsFailure } from './aws-failure';
import { isLocalAccount } from './clients';

const REAL = { outageSeconds: 300, pauseSeconds: 10 };
/** A local account that does not answer has mostly been stopped. */
const LOCAL = { outageSeconds: 3, pauseSeconds: 0.3 };

/**
 * Asks AWS something that may be asked twice, and asks again for five minutes while no answer comes: the network is
 * away, or AWS has too much to do or an error of its own. What AWS refuses is thrown at once. `ask` gets a signal
 * that also ends a request whose answer does not come.
 */
export async function outlastOutage<Answer>(
  ask: (signal: AbortSignal) => Promise<Answer>,
  signal?: AbortSignal,
): Promise<Answer> {
  const { outageSeconds, pauseSeconds } = isLocalAccount() ? LOCAL : REAL;
  const deadline = Date.now() + outageSeconds * 1000;
  for (;;) {
    try {
      return await answeredWithin(ANSWER_SECONDS, signal, ask);
    } catch (error) {
      signal?.throwIfAborted();
      const failure = isNoAnswer(error) ? noAnswer(error.cause) : error;
      if (!isOutage(failure) || Date.now() > deadline) throw failure;
      await delay(pauseSeconds * 1000, undefined, { signal });
    }
  }
}

/** True for a failure of AWS or of the network that passes by itself, so that nobody knows whether the call was done. */
export function isOutage(error: unknown): boolean {
  if (!isPlatformError(error)) return false;
  const status = error.cause instanceof AwsFailure ? error.cause.status : undefined;
  return status === undefined || status === 429 || status >= 500 || isThrottled(error.cause);
}

/** SageMaker says this with status 400. */
function isThrottled(cause: unknown): boolean {
  return cause instanceof AwsFailure && /throttl|TooManyRequests/i.test(`${cause.name} ${cause.code}`);
}

/** `ask` itself gives errors of ours, so this one is that of the limit. */
function isNoAnswer(error: unknown): error is Error {
  return error instanceof Error && error.name === 'TimeoutError';
}

function noAnswer(cause: unknown): PlatformError {
  return new PlatformError(`AWS gave no answer within ${ANSWER_SECONDS} s. Check the network, then run this again.`, {
    cause,
    reason: 'timed-out',
  });
}
