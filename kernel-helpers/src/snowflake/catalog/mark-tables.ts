import { messageOf } from '../../errors';
import { isSynthetic } from '../../table/origin';
import { hasOpenTransaction } from '../session/open-transaction';
import type { Session } from '../session/session';
import type { TableName } from '../statement/named-tables';
import { rowsOf } from '../statement/rows-of';
import { showTable } from './show-table';
import { markSql } from './table-comment';

/** How long marking may take; an interrupt does not cut it short, since the table has the rows already. */
const MARKING_SECONDS = 60;

/** Marks tables that a statement has just filled with made-up rows, and says so. */
export async function markTables(session: Session, names: readonly TableName[], origin: string): Promise<void> {
  const { say, warn } = session.surroundings;
  const signal = AbortSignal.timeout(MARKING_SECONDS * 1000);
  for (const name of names) {
    const shown = name.join('.');
    let sqlText = markSql(name, '', origin);
    try {
      const table = await showTable(session, name, signal);
      if (table === undefined || isSynthetic(table.comment)) continue;
      sqlText = markSql(name, table.comment, origin);
      // COMMENT is a DDL statement, which would commit the caller's transaction.
      if (await hasOpenTransaction(session, signal)) {
        warn(
          `This transaction brings made-up rows (${origin}) into ${shown}. Mark the table after the commit: ${sqlText}`,
        );
        continue;
      }
      await rowsOf(session, sqlText, signal);
      say(`${shown} now holds made-up rows (${origin}). Its comment says so.`);
    } catch (error) {
      warn(`${shown} now holds made-up rows (${origin}), but could not be marked: ${messageOf(error)} Run: ${sqlText}`);
    }
  }
}
