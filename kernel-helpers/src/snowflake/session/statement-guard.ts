import { isOnThisMachine } from '../../this-machine';
import { type CancelRequest, cancelUntilEnded } from './cancel-statement';
import { UNREACHABLE } from './driver-codes';
import type { SnowflakeFailure } from './driver-failure';
import { explainFailure, type FailureContext } from './explain-failure';
import { interrupted, interruptedWithoutAnswer, notToldOf } from './interruption';
import { watchServer } from './watch-server';

/** Sees to statements while they run: cancels them when their signal fires, watches their server, explains what failed. */
export class StatementGuard {
  constructor(
    private readonly context: FailureContext,
    private readonly warn: (sentence: string) => void,
  ) {}

  /** @returns a function to call when the statement has ended. */
  cancelOnAbort(
    signal: AbortSignal,
    asked: { readonly queryId: string | undefined },
    ask: CancelRequest,
    fail: (error: Error) => void,
  ): () => void {
    let endCancelling = (): void => undefined;
    const cancel = (): void => {
      endCancelling = cancelUntilEnded(ask, (why) => {
        if (why === 'not told') this.warn(notToldOf(asked.queryId));
        fail(interruptedWithoutAnswer(why, signal));
      });
    };
    signal.addEventListener('abort', cancel, { once: true });
    return () => {
      signal.removeEventListener('abort', cancel);
      endCancelling();
    };
  }

  /**
   * A local account that is gone does not come back with its sessions, so the statement has failed. Elsewhere the
   * requests are sent again, and the statement runs as soon as one gets through, so it has not failed yet.
   * @param fail hears that a local account is gone.
   * @param watchAnswers watches the requests to any other server.
   */
  watch<Watch extends { end(): void }>(
    fail: (error: Error) => void,
    watchAnswers: (accessUrl: string, tell: (problem: string) => void) => Watch,
  ): Watch | { readonly end: () => void } {
    const { accessUrl } = this.context;
    if (isOnThisMachine(accessUrl)) {
      return { end: watchServer(accessUrl, ({ message }) => fail(this.explained({ code: UNREACHABLE, message }))) };
    }
    return watchAnswers(accessUrl, (problem) =>
      this.warn(`${problem} The statement goes on as soon as it can; interrupt it to give up.`),
    );
  }

  /** A statement that failed with an SQL state has done nothing, whether the interrupt or something else stopped it. */
  failureOf(failure: SnowflakeFailure, signal: AbortSignal): Error {
    if (!signal.aborted) return this.explained(failure);
    return failure.sqlState === undefined ? interruptedWithoutAnswer('not told', signal) : interrupted(signal);
  }

  explained(failure: SnowflakeFailure): Error {
    return explainFailure(failure, this.context);
  }
}
