import { SnowflakeError, unsupported } from '../snowflake-error';
import type { ResultScan } from '../sql/statement';
import { STATEMENT_TYPE, type StatementAnswer, type StatementContext } from './context';

/** Answers the result of an earlier statement of the same user once more. */
export function scanResult({ session, findResult, resultFormat }: StatementContext, scan: ResultScan): StatementAnswer {
  const queryId = scan.queryId ?? session.lastQueryId;
  const found = queryId === null ? undefined : findResult(queryId);
  // Every client reads JSON, but not every one reads Arrow.
  if (found?.result.format === 'arrow' && resultFormat === 'json')
    throw unsupported('RESULT_SCAN, by a client that reads JSON, of a result that was made as Arrow');
  if (found !== undefined) return { result: found.result, statementTypeId: STATEMENT_TYPE.select };
  throw new SnowflakeError('000709', '02000', `Statement ${queryId} not found`);
}
