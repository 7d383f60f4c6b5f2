import type { TableColumn } from '../../sidebar-contract/index';
import type { Session } from '../../snowflake/session/session';
import { quoteIdentifier, quoteText } from '../../snowflake/statement/identifiers';
import { rowsOf } from '../../snowflake/statement/rows-of';

/** The columns of a table or a view: for DESCRIBE both are the same (docs.snowflake.com, DESCRIBE TABLE). */
export async function listTableColumns(
  session: Session,
  path: readonly string[],
  signal: AbortSignal,
): Promise<TableColumn[]> {
  const rows = await rowsOf(session, `describe table ${quotePath(path)}`, signal);
  return rows.map((row) => {
    const { name, type, comment } = row;
    return {
      name: String(name),
      type: String(type),
      nullable: row['null?'] === 'Y',
      ...(comment === null || comment === undefined || comment === '' ? {} : { comment: String(comment) }),
    };
  });
}

/**
 * The statement that would make the table or the view again, with its full name. The kinds TABLE and VIEW are
 * interchangeable here (docs.snowflake.com, GET_DDL).
 */
export async function readCreateStatement(
  session: Session,
  path: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const [row] = await rowsOf(session, `select get_ddl('TABLE', ${quoteText(quotePath(path))}, true) as "ddl"`, signal);
  return String(row?.ddl ?? '');
}

/** The name in SQL, every part quoted. */
export function quotePath(path: readonly string[]): string {
  return path.map(quoteIdentifier).join('.');
}
