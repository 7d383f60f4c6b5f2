import type * as SnowflakeSdk from 'snowflake-sdk';
import { warn } from '../../cell/warn';

/** The request to cancel may arrive before the statement, when Snowflake does not know it yet; so it is sent again. */
const AGAIN_AFTER_MILLISECONDS = 1000;

/**
 * Asks Snowflake to cancel a statement, which would go on costing money there; asks again until it has ended.
 * @param giveUp is called when the request does not reach Snowflake.
 * @returns a function to call when the statement has ended.
 */
export function cancelUntilEnded(statement: SnowflakeSdk.RowStatement, giveUp: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let hasEnded = false;
  const cancel = (): void =>
    statement.cancel((error) => {
      if (hasEnded) return;
      if (error === undefined || error === null) timer = setTimeout(cancel, AGAIN_AFTER_MILLISECONDS);
      else tellOf(statement, giveUp);
    });
  cancel();
  return () => {
    hasEnded = true;
    clearTimeout(timer);
  };
}

function tellOf(statement: SnowflakeSdk.RowStatement, giveUp: () => void): void {
  const id = statement.getQueryId();
  const query = id ? ` ${id}` : '';
  warn(
    `Snowflake could not be told to cancel the interrupted statement${query}: it may go on until its time limit. Look for it in the query history, and check the network.`,
  );
  giveUp();
}
