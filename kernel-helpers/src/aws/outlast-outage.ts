import { setTimeout as delay } from 'node:timers/promises';
import { isPlatformError, PlatformError } from '../errors';
import { AwsFailure } from './aws-failure';
import { isLocalAccount } from './clients';

const REAL = { outageSeconds: 300, pauseSeconds: 10, answerSeconds: 60 };
/** A local account that does not answer has mostly been stopped. */
const LOCAL = { outageSeconds: 3, pauseSeconds: 0.3, answerSeconds: 60 };

/**
 * Asks AWS something that may be asked twice, and asks again for five minutes while no answer comes: the network is
 * away, or AWS has too much to do or an error of its own. What AWS refuses is thrown at once. `ask` gets a signal
 * that also ends a request whose answer does not come.
 */
export async function outlastOutage<Answer>(
  ask: (signal: AbortSignal) => Promise<Answer>,
  signal?: AbortSignal,
): Promise<Answer> {
  const { outageSeconds, pauseSeconds, answerSeconds } = isLocalAccount() ? LOCAL : REAL;
  const deadline = Date.now() + outageSeconds * 1000;
  for (;;) {
    const tooLate = AbortSignal.timeout(answerSeconds * 1000);
    try {
      return await ask(signal === undefined ? tooLate : AbortSignal.any([signal, tooLate]));
    } catch (error) {
      signal?.throwIfAborted();
      const failure = tooLate.aborted ? noAnswer(answerSeconds, error) : error;
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

function noAnswer(answerSeconds: number, cause: unknown): PlatformError {
  return new PlatformError(`AWS gave no answer within ${answerSeconds} s. Check the network, then run this again.`, {
    cause,
  });
}
