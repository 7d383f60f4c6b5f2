import type { Query } from '../queries/query';
import type { ComputedTable } from '../sql/query-scope';
import type { HistoryOwner } from '../sql/statement';
import type { StatementContext } from './context';
import { type ComputedColumns, computedTable, numberOf, textOf, timeOf } from './fill-computed-table';

/** RESULT_LIMIT's default: https://docs.snowflake.com/en/sql-reference/functions/query_history */
const NEWEST = 100;

/** The statements of a session, or of all. */
export function queryHistory(context: StatementContext, whose: HistoryOwner): ComputedTable {
  const { session } = context;
  return computedTable(context, `query history of the ${whose}`, COLUMNS, () =>
    context
      .allQueries()
      .filter((query) => whose === 'account' || query.sessionId === session.id)
      .slice(-NEWEST),
  );
}

/** Some of the service's columns, under its names. */
const COLUMNS: ComputedColumns<Query> = {
  QUERY_ID: textOf(({ id }) => id),
  QUERY_TEXT: textOf(({ sqlText }) => sqlText),
  SESSION_ID: numberOf(({ sessionId }) => sessionId),
  USER_NAME: textOf(({ user }) => user),
  QUERY_TAG: textOf(({ tag }) => tag),
  WAREHOUSE_NAME: textOf(({ warehouse }) => warehouse),
  EXECUTION_STATUS: textOf(statusOf),
  ERROR_CODE: numberOf(({ outcome }) => (outcome?.ok === false ? outcome.error.code : null)),
  ERROR_MESSAGE: textOf(({ outcome }) => (outcome?.ok === false ? outcome.error.message : null)),
  START_TIME: timeOf(({ startedAt }) => new Date(startedAt)),
  END_TIME: timeOf(({ endedAt }) => (endedAt === null ? null : new Date(endedAt))),
};

function statusOf({ outcome }: Query): string {
  if (outcome === null) return 'RUNNING';
  return outcome.ok ? 'SUCCESS' : 'FAILED_WITH_ERROR';
}
