import type { Account } from '../account';
import { explainDuckdbError } from '../engine/explain-duckdb-error';
import { sessionParameters } from '../session/parameters';
import type { Session } from '../session/session';
import { type Binding, bindValues } from '../sql/bind-values';
import { parseStatement } from '../sql/parse-statement';
import { runArrayBind } from '../statements/run-array-bind';
import { runStatement } from '../statements/run-statement';
import type { Query, QueryAnswer, QueryOutcome } from './query';

export type Bindings = Readonly<Record<string, Binding>>;

/** Runs a query in its session's turn; every failure becomes an answer. */
export async function runRequest(
  account: Account,
  session: Session,
  query: Query,
  bindings: Bindings | undefined,
): Promise<QueryOutcome> {
  return session.inTurn(async () => {
    try {
      query.cancellation.throwIfCanceled();
      return { ok: true, answer: await answer(account, session, query, bindings) };
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
  bindings: Bindings | undefined,
): Promise<QueryAnswer> {
  const context = { account, session, cancellation: query.cancellation, queryId: query.id };
  const bound = bindValues(query.sqlText, bindings ?? {});
  const answered =
    bound.rows === null
      ? await runStatement(context, parseStatement(bound.sql))
      : await runArrayBind(context, bound.sql, bound.rows);
  const { database, schema, warehouse, role } = session;
  return {
    ...answered,
    finalNames: { database, schema, warehouse, role },
    parameters: sessionParameters(session.parameters),
  };
}
