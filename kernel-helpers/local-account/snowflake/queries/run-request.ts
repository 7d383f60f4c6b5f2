import type { Account } from '../account';
import { explainDuckdbError } from '../engine/explain-duckdb-error';
import { sessionParameters } from '../session/parameters';
import type { Session } from '../session/session';
import { SnowflakeError } from '../snowflake-error';
import { type Binding, bindValues } from '../sql/bind-values';
import { expandIdentifiers } from '../sql/expand-identifiers';
import { parseStatement } from '../sql/parse-statement';
import { resultScanOf } from '../sql/result-scan';
import { STATEMENT_TYPE, type StatementAnswer, type StatementContext } from '../statements/context';
import { describeStatement } from '../statements/describe-statement';
import { runArrayBind } from '../statements/run-array-bind';
import { runStatement } from '../statements/run-statement';
import type { Query, QueryAnswer, QueryOutcome } from './query';

/** What a client asks for. */
export interface StatementRequest {
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly describeOnly: boolean;
  /** An earlier result of the same user, for RESULT_SCAN. */
  readonly findResult: (queryId: string) => QueryAnswer | undefined;
}

/** Runs a query in its session's turn; every failure becomes an answer. */
export async function runRequest(
  account: Account,
  session: Session,
  query: Query,
  request: StatementRequest,
): Promise<QueryOutcome> {
  return session.inTurn(async () => {
    try {
      query.cancellation.throwIfCanceled();
      return { ok: true, answer: await answer(account, session, query, request) };
    } catch (error) {
      await session.noticeFailure();
      return { ok: false, error: explainDuckdbError(error) };
    } finally {
      session.lastQueryId = query.id;
    }
  });
}

async function answer(
  account: Account,
  session: Session,
  query: Query,
  request: StatementRequest,
): Promise<QueryAnswer> {
  const context = { account, session, cancellation: query.cancellation, queryId: query.id };
  const answered = await runBound(context, query.sqlText, request);
  const { database, schema, warehouse, role } = session;
  return {
    ...answered,
    finalNames: { database, schema, warehouse, role },
    parameters: sessionParameters(session.parameters),
  };
}

async function runBound(
  context: StatementContext,
  sqlText: string,
  request: StatementRequest,
): Promise<StatementAnswer> {
  const bound = bindValues(sqlText, request.bindings);
  const sql = expandIdentifiers(bound.sql);
  if (bound.rows !== null) return runArrayBind(context, sql, bound.rows);
  const statement = parseStatement(sql);
  if (request.describeOnly) return describeStatement(context, statement);
  const scanned = statement.kind === 'query' ? resultScanOf(statement.sql) : null;
  return scanned === null ? runStatement(context, statement) : scanResult(context, scanned, request);
}

function scanResult({ session }: StatementContext, id: string, request: StatementRequest): StatementAnswer {
  const queryId = id === 'last' ? session.lastQueryId : id;
  const found = queryId === null ? undefined : request.findResult(queryId);
  if (found !== undefined) return { result: found.result, statementTypeId: STATEMENT_TYPE.select };
  throw new SnowflakeError('000709', '02000', `Statement ${queryId} not found`);
}
