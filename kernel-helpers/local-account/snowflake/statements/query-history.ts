import { LIST, listValue, VARCHAR } from '@duckdb/node-api';
import { printPhysical } from '../catalog/physical-name';
import type { Query } from '../queries/query';
import { HISTORY_TABLES, type HistoryOwner } from '../sql/table-function';
import type { StatementContext } from './context';

/** RESULT_LIMIT's default: https://docs.snowflake.com/en/sql-reference/functions/query_history */
const NEWEST = 100;

/** Puts the history into a temporary table of the session until the statement ends. */
export async function fillHistory(context: StatementContext, whose: HistoryOwner): Promise<void> {
  const { session } = context;
  const asked = context
    .allQueries()
    .filter((query) => whose === 'account' || query.sessionId === session.id)
    .slice(-NEWEST);
  const table = printPhysical(HISTORY_TABLES[whose]);
  const columns = Object.entries(COLUMNS);
  const casts = columns.map(([name, { type }], index) => `unnest($${index + 1}::VARCHAR[])::${type} AS ${name}`);
  await session.connection.run(
    `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT ${casts.join(', ')}`,
    columns.map(([, { read }]) => listValue(asked.map(read))),
    columns.map(() => LIST(VARCHAR)),
  );
  context.runAtEnd(() => session.connection.run(`DROP TABLE IF EXISTS ${table}`));
}

interface HistoryColumn {
  /** DuckDB's. */
  readonly type: string;
  readonly read: (query: Query) => string | null;
}

/** Some of the service's columns, under its names. */
const COLUMNS: Readonly<Record<string, HistoryColumn>> = {
  QUERY_ID: { type: 'VARCHAR', read: ({ id }) => id },
  QUERY_TEXT: { type: 'VARCHAR', read: ({ sqlText }) => sqlText },
  SESSION_ID: { type: 'DECIMAL(38,0)', read: ({ sessionId }) => String(sessionId) },
  USER_NAME: { type: 'VARCHAR', read: ({ user }) => user },
  QUERY_TAG: { type: 'VARCHAR', read: ({ tag }) => tag },
  WAREHOUSE_NAME: { type: 'VARCHAR', read: ({ warehouse }) => warehouse },
  EXECUTION_STATUS: { type: 'VARCHAR', read: statusOf },
  ERROR_CODE: { type: 'DECIMAL(38,0)', read: ({ outcome }) => (outcome?.ok === false ? outcome.error.code : null) },
  ERROR_MESSAGE: { type: 'VARCHAR', read: ({ outcome }) => (outcome?.ok === false ? outcome.error.message : null) },
  START_TIME: { type: 'TIMESTAMPTZ', read: ({ startedAt }) => new Date(startedAt).toISOString() },
  END_TIME: { type: 'TIMESTAMPTZ', read: ({ endedAt }) => (endedAt === null ? null : new Date(endedAt).toISOString()) },
};

function statusOf({ outcome }: Query): string {
  if (outcome === null) return 'RUNNING';
  return outcome.ok ? 'SUCCESS' : 'FAILED_WITH_ERROR';
}
