import { classOf, kindOf, messageOf, reasonOf, UserError } from '../../errors';
import { JobNotFoundError } from './ask-about-job';
import { watchAdvice } from './watch-advice';

export interface EndOfWatch {
  readonly wasInterrupted: boolean;
  /** True if the job had ended and only its result was still read. */
  readonly hasEnded?: boolean;
}

/**
 * The error for a watch that ends before its job: what happened, and how to watch the job again. A job that does not
 * exist cannot be watched again.
 */
export function endOfWatch(jobName: string, cause: unknown, { wasInterrupted, hasEnded }: EndOfWatch): unknown {
  if (cause instanceof JobNotFoundError) return cause;
  const state = hasEnded ? 'has ended. See its result' : 'is no longer watched, but it goes on. Watch it again';
  const goesOn = `The training job ${jobName} ${state}:\n${watchAdvice(jobName)}`;
  const options = { cause, facts: { jobName }, reason: wasInterrupted ? ('interrupted' as const) : reasonOf(cause) };
  if (wasInterrupted) return new UserError(goesOn, options);
  const message = `${messageOf(cause)}\n${goesOn}`;
  return new (classOf(kindOf(cause) ?? 'internal'))(message, options);
}
