import type { Session } from '../session/session';
import { quoteIdentifier, quoteText } from '../statement/identifiers';
import { rowsOf } from '../statement/rows-of';

/** What SHOW TABLES knows of one table. */
export interface ShownTable {
  readonly comment: string;
}

/** Looks a table up by its folded name parts; undefined where there is none. Needs no warehouse. */
export async function showTable(
  session: Session,
  name: readonly string[],
  signal: AbortSignal,
): Promise<ShownTable | undefined> {
  const tableName = name[name.length - 1];
  const container = name.slice(0, -1);
  const scope = container.length === 0 ? '' : ` in schema ${container.map(quoteIdentifier).join('.')}`;
  const rows = await rowsOf(session, `show tables like ${quoteText(likePattern(tableName))}${scope}`, signal);
  const found = rows.find((row) => row.name === tableName);
  return found === undefined ? undefined : { comment: String(found.comment ?? '') };
}

/** LIKE without its wild cards; it takes no notice of case, so the name is compared once more. */
function likePattern(name: string): string {
  return name.replace(/[\\%_]/g, '\\$&');
}
