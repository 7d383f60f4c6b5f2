import { resultOf } from '../results/result-set';
import { textColumn } from '../results/row-type';
import type { Wait } from '../sql/statement';
import { STATEMENT_TYPE, type StatementAnswer, type StatementContext } from './context';

/** Runs SYSTEM$WAIT: https://docs.snowflake.com/en/sql-reference/functions/system_wait */
export async function runWait(
  { cancellation }: StatementContext,
  { milliseconds, said, columnName }: Wait,
): Promise<StatementAnswer> {
  await cancellation.wait(milliseconds);
  return { result: resultOf([textColumn(columnName)], [[said]]), statementTypeId: STATEMENT_TYPE.select };
}
