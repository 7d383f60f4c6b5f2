import { LIST, listValue, VARCHAR } from '@duckdb/node-api';
import { printPhysical } from '../catalog/physical-name';
import type { Query } from '../queries/query';
import { unsupported } from '../snowflake-error';
import type { ResolvedTable } from '../sql/query-scope';
import type { StatementAnswer, StatementContext } from './context';

/** The temporary table that holds the history while a query reads it. */
export const QUERY_HISTORY: ResolvedTable = { physical: { schema: 'temp', table: 'query history' }, columns: [] };

/** The name under which a rewritten query reads it; longer than Snowflake lets a name be, so it hides no table. */
export const QUERY_HISTORY_NAME = `QUERY_HISTORY_${'_'.repeat(255)}`;

/** RESULT_LIMIT's default: https://docs.snowflake.com/en/sql-reference/functions/query_history */
const NEWEST = 100;

const CALL =
  /\btable\s*\(\s*(?:\w+\s*\.\s*)?information_schema\s*\.\s*query_history(_by_session)?\s*\(([^()]*)\)\s*\)/i;

/** True for a query of `TABLE(INFORMATION_SCHEMA.QUERY_HISTORY())` or `…_BY_SESSION()`: the account's own record. */
export function asksForHistory(sql: string): boolean {
  return CALL.test(sql);
}

/** Puts the history into a table of the session while `run` runs the query that reads it. */
export async function withQueryHistory(
  { session }: StatementContext,
  sql: string,
  queries: readonly Query[],
  run: (sql: string) => Promise<StatementAnswer>,
): Promise<StatementAnswer> {
  const [, bySession, parameters = ''] = CALL.exec(sql) ?? [];
  if (parameters.trim() !== '') throw unsupported('QUERY_HISTORY with arguments');
  const asked = queries.filter((query) => bySession === undefined || query.sessionId === session.id).slice(-NEWEST);
  const table = printPhysical(QUERY_HISTORY.physical);
  const columns = Object.entries(COLUMNS);
  const casts = columns.map(([name, { type }], index) => `unnest($${index + 1}::VARCHAR[])::${type} AS ${name}`);
  await session.connection.run(
    `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT ${casts.join(', ')}`,
    columns.map(([, { read }]) => listValue(asked.map(read))),
    columns.map(() => LIST(VARCHAR)),
  );
  try {
    return await run(sql.replace(CALL, `"${QUERY_HISTORY_NAME}"`));
  } finally {
    await session.connection.run(`DROP TABLE IF EXISTS ${table}`);
  }
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
