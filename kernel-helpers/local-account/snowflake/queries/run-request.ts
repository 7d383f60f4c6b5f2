import type { Account } from '../account';
import { LONGEST_TIMER } from '../engine/cancellation';
import { explainDuckdbError } from '../engine/explain-duckdb-error';
import { watchDisk } from '../engine/watch-disk';
import { parameterOf, sessionParameters } from '../session/parameters';
import { resultFormat } from '../session/result-format';
import type { Session } from '../session/session';
import { timedOut } from '../snowflake-error';
import { type Binding, bindValues } from '../sql/bind-values';
import { expandIdentifiers } from '../sql/expand-identifiers';
import { parseStatement } from '../sql/parse-statement';
import type { StatementAnswer, StatementContext } from '../statements/context';
import { describeStatement } from '../statements/describe-statement';
import { runArrayBind } from '../statements/run-array-bind';
import { runStatement } from '../statements/run-statement';
import type { Query, QueryAnswer, QueryOutcome } from './query';
import { withCurrentNames } from './with-current-names';

/** What a client asks for. */
export interface StatementRequest {
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly describeOnly: boolean;
  /** A link to which a driver may upload. */
  readonly uploadUrl: (path: string) => string;
  /** Session parameters for this statement alone. */
  readonly parameters: ReadonlyMap<string, string>;
  /** An earlier result of the same user, for RESULT_SCAN. */
  readonly findResult: (queryId: string) => QueryAnswer | undefined;
  /** Every statement that the account still knows, from the oldest to the newest. */
  readonly allQueries: () => readonly Query[];
}

/** Runs a query in its session's turn; every failure becomes an answer. */
export async function runRequest(
  account: Account,
  session: Session,
  query: Query,
  request: StatementRequest,
): Promise<QueryOutcome> {
  return session.turns.take(async () => {
    const parameters = new Map([...session.parameters, ...request.parameters]);
    const seconds = Number(parameterOf(parameters, 'STATEMENT_TIMEOUT_IN_SECONDS'));
    const stopWatching = watchDisk(account.directory, query.cancellation);
    const timer = setTimeout(() => query.cancellation.cancel(timedOut(seconds)), timerOf(seconds));
    try {
      query.cancellation.throwIfCanceled();
      return { ok: true, answer: await answer(account, session, query, request) };
    } catch (error) {
      await session.noticeFailure();
      return { ok: false, error: explainDuckdbError(error) };
    } finally {
      clearTimeout(timer);
      stopWatching();
      session.lastQueryId = query.id;
    }
  });
}

/** 0 means the longest possible time. */
function timerOf(seconds: number): number {
  return seconds > 0 ? Math.min(seconds * 1000, LONGEST_TIMER) : LONGEST_TIMER;
}

async function answer(
  account: Account,
  session: Session,
  query: Query,
  request: StatementRequest,
): Promise<QueryAnswer> {
  const { uploadUrl, findResult, allQueries } = request;
  const noteWarehouse = (name: string) => {
    query.warehouse = name;
  };
  const { cancellation, id: queryId } = query;
  const cleanUps: (() => Promise<unknown>)[] = [];
  const runAtEnd = (work: () => Promise<unknown>) => {
    cleanUps.push(work);
  };
  const asked = { account, session, cancellation, queryId, uploadUrl, findResult, allQueries };
  const format = resultFormat(session.client, [request.parameters, session.parameters]);
  const context: StatementContext = { ...asked, resultFormat: format, noteWarehouse, runAtEnd };
  const answered = await withCurrentNames(context, () => runBound(context, query.sqlText, request)).finally(() =>
    // The tables are gone already where the transaction that made them is.
    Promise.allSettled(cleanUps.map((work) => work())),
  );
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
  return request.describeOnly ? describeStatement(context, statement) : runStatement(context, statement);
}
