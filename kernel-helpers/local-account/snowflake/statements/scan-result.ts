import { SnowflakeError } from '../snowflake-error';
import type { ResultScan } from '../sql/statement';
import { STATEMENT_TYPE, type StatementAnswer, type StatementContext } from './context';

/** Answers the result of an earlier statement of the same user once more. */
export function scanResult({ session, findResult }: StatementContext, scan: ResultScan): StatementAnswer {
  const queryId = scan.queryId ?? session.lastQueryId;
  const found = queryId === null ? undefined : findResult(queryId);
  if (found !== undefined) return { result: found.result, statementTypeId: STATEMENT_TYPE.select };
  throw new SnowflakeError('000709', '02000', `Statement ${queryId} not found`);
}
