import type { ResultFormat } from '../result/manifest';
import type { Statement } from '../session/session';

/** The statement with the wish for a format; Snowflake need not fulfil it, so look at the format of the result. */
export function inFormat(statement: Statement, format: ResultFormat | undefined): Statement {
  if (format === undefined) return statement;
  return { ...statement, parameters: { ...statement.parameters, QUERY_RESULT_FORMAT: format.toUpperCase() } };
}
