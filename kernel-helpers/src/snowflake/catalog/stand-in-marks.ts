import { isUserError, messageOf } from '../../errors';
import { isSynthetic } from '../../table/origin';
import type { Session } from '../session/session';
import { namedTables, type TableName } from '../statement/named-tables';
import { readStatement } from '../statement/read-statement';
import { showTable, showView } from './show-table';

/** Views of views are followed to this depth. */
const MAX_VIEWS = 10;

/**
 * The origin of the made-up rows that these tables and views hold or show; undefined when there are none.
 * The mark is the table's comment in Snowflake, so every session sees it, and it stays after a change of name or owner.
 */
export async function originOfTables(
  session: Session,
  names: readonly TableName[],
  signal: AbortSignal,
  viewsLeft = MAX_VIEWS,
): Promise<string | undefined> {
  const origins = await Promise.all(names.map((name) => originOf(session, name, signal, viewsLeft)));
  return origins.find((origin) => origin !== undefined);
}

async function originOf(
  session: Session,
  name: TableName,
  signal: AbortSignal,
  viewsLeft: number,
): Promise<string | undefined> {
  try {
    const table = await showTable(session, name, signal);
    if (table !== undefined) return isSynthetic(table.comment) ? table.comment : undefined;
    const view = viewsLeft === 0 ? undefined : await showView(session, name, signal);
    if (view === undefined) return undefined;
    if (isSynthetic(view.comment)) return view.comment;
    return await originOfTables(session, tablesOfView(view.sqlText, view.place), signal, viewsLeft - 1);
  } catch (error) {
    // A UserError: Snowflake does not show the table to this role (another's schema), so its mark is not known.
    if (!isUserError(error) && !signal.aborted) {
      session.surroundings.warn(`It is not known whether ${name.join('.')} holds made-up rows: ${messageOf(error)}`);
    }
    return undefined;
  }
}

/** A view's text names tables relative to the view's own schema (docs.snowflake.com, "CREATE VIEW", usage notes). */
function tablesOfView(sqlText: string, place: readonly string[]): readonly TableName[] {
  // Somebody else's secure view has no text.
  if (sqlText === '') return [];
  return namedTables(readStatement(sqlText)).reads.map((name) => [...place.slice(0, 3 - name.length), ...name]);
}
