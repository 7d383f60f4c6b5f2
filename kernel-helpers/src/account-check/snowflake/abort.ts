import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../errors';
import type { Session } from '../../snowflake/session/session';
import { type AccountCheck, failed, passed } from '../account-check';

/** How long the statement would take; it ends by itself if nothing can stop it. */
const STATEMENT_SECONDS = 60;
/** A person who interrupts a cell should not wait longer. */
const ANSWER_WITHIN_SECONDS = 10;
const LATER_SECONDS = 5;
/** The request is on its way, and Snowflake has hardly begun. */
const AT_ONCE_SECONDS = 0.05;

/** Whether a statement that is interrupted before Snowflake has begun it is cancelled all the same. */
export const abortAtOnceCheck: AccountCheck = {
  ...abortAfter(AT_ONCE_SECONDS),
  name: 'abort-at-once',
  proves: 'a statement that is interrupted at once is cancelled in Snowflake, and how quickly',
};

/** Whether a statement that runs is cancelled. */
export const abortLaterCheck: AccountCheck = {
  ...abortAfter(LATER_SECONDS),
  name: 'abort-later',
  proves: `a statement that is interrupted after ${LATER_SECONDS} s is cancelled in Snowflake, and how quickly`,
};

function abortAfter(seconds: number): Pick<AccountCheck, 'needs' | 'uses' | 'limitSeconds' | 'run'> {
  return {
    needs: ['warehouse'],
    uses: { warehouseSeconds: STATEMENT_SECONDS },
    limitSeconds: 2 * STATEMENT_SECONDS,
    async run(account, signal) {
      const answer = await interruptAfter(seconds, await account.session(), signal);
      const shown = `answered after ${answer.seconds.toFixed(1)} s`;
      if (!answer.isCancelled) {
        return failed(
          `${shown}, but not cancelled: ${answer.message}`,
          'Statements go on costing money when a cell is interrupted. Please report it, with the file that --report writes.',
        );
      }
      if (answer.seconds > ANSWER_WITHIN_SECONDS) {
        return failed(`cancelled, but ${shown}`, 'Please report it, with the file that --report writes.');
      }
      return passed(`cancelled, ${shown}`);
    },
  };
}

interface Answer {
  /** From the interrupt to the answer. */
  readonly seconds: number;
  readonly isCancelled: boolean;
  readonly message: string;
}

async function interruptAfter(seconds: number, session: Session, signal: AbortSignal): Promise<Answer> {
  const interrupt = new AbortController();
  const either = AbortSignal.any([signal, interrupt.signal]);
  const answer = session.run({ sqlText: `call system$wait(${STATEMENT_SECONDS})`, signal: either }).then(
    () => new UserError('The statement ran to its end.'),
    (error: unknown) => error,
  );
  await Promise.race([delay(seconds * 1000, undefined, { signal }), answer]);
  const interruptedAt = performance.now();
  interrupt.abort();
  const error = await answer;
  signal.throwIfAborted();
  return {
    seconds: (performance.now() - interruptedAt) / 1000,
    isCancelled: error instanceof UserError && error.facts.cancelled === true,
    message: error instanceof Error ? error.message : String(error),
  };
}
