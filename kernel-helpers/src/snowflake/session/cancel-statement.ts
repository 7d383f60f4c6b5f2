import type * as SnowflakeSdk from 'snowflake-sdk';
import { warn } from '../../cell/warn';

/** The request to cancel may overtake the statement itself, which Snowflake then does not know yet. */
const AGAIN_AFTER_MILLISECONDS = 1000;

/**
 * Has Snowflake cancel a statement, where it would go on costing money; asks again until the statement has ended.
 * @param giveUp is called when not even the request reaches Snowflake.
 * @returns what to call when the statement has ended.
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
