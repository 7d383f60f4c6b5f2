/**
 * "Identified SQL statement is not currently executing": Snowflake's answer for a statement that has not arrived yet, and
 * for one that has ended. Other drivers ask again, too (gosnowflake, restful.go, `queryNotExecutingCode`).
 */
const NOT_EXECUTING = '000605';

/** Why nobody waits for the statement any more: no request reached Snowflake, or the statement's own answer did not come. */
export type CancelFailure = 'not told' | 'not running' | 'not answered';

/** Asks Snowflake once to cancel a statement. Resolves with the code of a refusal, or that of a failure to ask. */
export type CancelRequest = () => Promise<string | undefined>;

export interface CancelPace {
  readonly againAfterMilliseconds: number;
  /** How long to ask, since Snowflake's answer to the statement may be lost. */
  readonly forSeconds: number;
}

const PACE: CancelPace = { againAfterMilliseconds: 500, forSeconds: 60 };

/**
 * Asks Snowflake to cancel a statement, which would go on costing money there; asks again until it has ended. The first
 * request can arrive before the statement does.
 * @param giveUp is called when asking again makes no sense.
 * @returns a function to call when the statement has ended.
 */
export function cancelUntilEnded(
  ask: CancelRequest,
  giveUp: (failure: CancelFailure) => void,
  { againAfterMilliseconds, forSeconds }: CancelPace = PACE,
): () => void {
  const endsAt = Date.now() + forSeconds * 1000;
  let timer: NodeJS.Timeout | undefined;
  let hasEnded = false;
  const cancel = async (): Promise<void> => {
    const code = await ask();
    if (hasEnded) return;
    if (code !== undefined && code !== NOT_EXECUTING) giveUp('not told');
    else if (Date.now() >= endsAt) giveUp(code === NOT_EXECUTING ? 'not running' : 'not answered');
    else timer = setTimeout(cancel, againAfterMilliseconds);
  };
  void cancel();
  return () => {
    hasEnded = true;
    clearTimeout(timer);
  };
}
