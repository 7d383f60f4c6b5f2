import { findTable, requireTable, resolveName } from '../session/resolve-names';
import type { CommentOnTable } from '../sql/statement';
import { applyChange } from './apply-change';
import type { StatementContext } from './context';

/** COMMENT ON TABLE: https://docs.snowflake.com/en/sql-reference/sql/comment */
export async function commentOnTable(context: StatementContext, statement: CommentOnTable): Promise<string> {
  const { session, account } = context;
  const name = resolveName(session, statement.table, 'COMMENT');
  const isMissing = findTable(session, account.catalog, name) === undefined;
  if (isMissing && statement.ifExists) return 'Statement executed successfully.';
  const table = { ...requireTable(session, account.catalog, statement.table, 'COMMENT'), comment: statement.comment };
  if (table.tableKind === 'TEMPORARY') session.temporary.put(table);
  else await applyChange(context, { put: [table] });
  return 'Statement executed successfully.';
}
