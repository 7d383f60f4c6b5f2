import { withNearestName } from '../../snowflake/catalog/missing-name';
import type { Session } from '../../snowflake/session/session';
import { quoteIdentifier } from '../../snowflake/statement/identifiers';
import { readStatement } from '../../snowflake/statement/read-statement';
import { rowsOf } from '../../snowflake/statement/rows-of';
import { forgetNames } from '../names-of-login';

/** Makes the session work with another role or warehouse. An error names the nearest one that there is. */
export async function switchTo(
  session: Session,
  what: 'role' | 'warehouse',
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const sqlText = `use ${what} ${quoteIdentifier(name)}`;
  try {
    await rowsOf(session, sqlText, signal);
  } catch (error) {
    throw await withNearestName(session, error, { request: readStatement(sqlText) });
  } finally {
    // Also after a failure: a request that was cancelled may have been carried out.
    forgetNames(session);
  }
}
