import { type ResultSet, resultOf, statusResult } from '../results/result-set';
import { describeQuery } from '../results/result-table';
import type { Statement } from '../sql/statement';
import { STATEMENT_TYPE, type StatementAnswer, type StatementContext } from './context';
import { countsOf } from './run-change';
import { refineColumns, scopeOf } from './run-query';
import { scanResult } from './scan-result';
import { translateInSession } from './translate-in-session';

/** `describeOnly`: what a statement's answer would look like; nothing is run. */
export async function describeStatement(context: StatementContext, statement: Statement): Promise<StatementAnswer> {
  switch (statement.kind) {
    case 'query': {
      const query = await translateInSession(statement.sql, scopeOf(context, 'SELECT'));
      const columns = await describeQuery(context.session.connection, query.duckdbSql);
      return { result: resultOf(refineColumns(columns, query.sources), []), statementTypeId: STATEMENT_TYPE.select };
    }
    case 'result scan':
      return scanned(scanResult(context, statement));
    case 'insert':
    case 'update':
    case 'delete':
      return { result: withoutRows(countsOf(statement.kind, 0)), statementTypeId: STATEMENT_TYPE[statement.kind] };
    default:
      return { result: withoutRows(statusResult('')), statementTypeId: STATEMENT_TYPE.definition };
  }
}

function scanned(answer: StatementAnswer): StatementAnswer {
  return { ...answer, result: withoutRows(answer.result) };
}

function withoutRows(result: ResultSet): ResultSet {
  return resultOf(result.columns, []);
}
