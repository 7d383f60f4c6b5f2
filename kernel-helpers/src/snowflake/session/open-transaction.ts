import { rowsOf } from '../statement/rows-of';
import type { StatementRunner } from './session';

/** True while a transaction of this session is open; a definition (CREATE, DROP, COMMENT …) would commit it. Needs no warehouse. */
export async function hasOpenTransaction(session: StatementRunner, signal: AbortSignal): Promise<boolean> {
  // docs.snowflake.com, "CURRENT_TRANSACTION": null where no transaction is open.
  const [row] = await rowsOf(session, 'select current_transaction() as id', signal);
  return row?.ID !== null && row?.ID !== undefined;
}
