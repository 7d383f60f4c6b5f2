import { printPhysical } from '../catalog/physical-name';
import { countResult, type ResultSet, statusResult } from '../results/result-set';
import { findTable, requireTable, resolveName } from '../session/resolve-names';
import { changedTable } from '../sql/changed-table';
import type { ChangeStatement, Statement } from '../sql/statement';
import { STATEMENT_TYPE, type StatementAnswer, type StatementContext } from './context';
import { forgetLoadedFilesSql } from './loaded-files';
import { runAtomically, runSteps } from './run-atomically';
import { requireWarehouse, scopeOf } from './run-query';
import { translateInSession } from './translate-in-session';

/** Runs INSERT, UPDATE or DELETE and answers how many rows it touched. */
export async function runChange(context: StatementContext, change: ChangeStatement): Promise<StatementAnswer> {
  const { session, account } = context;
  const action = change.kind.toUpperCase();
  const changed = findTable(session, account.catalog, resolveName(session, changedTable(change.sql), action));
  const translated = await translateInSession(change.sql, scopeOf(context, action, changed));
  requireWarehouse(context);
  const { overwrites } = translated;
  const steps = overwrites === null ? [] : [`DELETE FROM ${overwrites}`];
  const rows = await runAtomically(context, (run) => runSteps(run, [...steps, translated.duckdbSql]));
  return { result: countsOf(change.kind, rows), statementTypeId: STATEMENT_TYPE[change.kind] };
}

/** The answer of a change. */
export function countsOf(kind: ChangeStatement['kind'], rows: number): ResultSet {
  return countResult(COUNTS[kind](rows));
}

/** Column names of the answers: what the real service sends for each statement. */
const COUNTS: Readonly<Record<ChangeStatement['kind'], (rows: number) => Readonly<Record<string, number>>>> = {
  insert: (rows) => ({ 'number of rows inserted': rows }),
  update: (rows) => ({ 'number of rows updated': rows, 'number of multi-joined rows updated': 0 }),
  delete: (rows) => ({ 'number of rows deleted': rows }),
};

/** TRUNCATE empties the table and forgets which files were loaded into it. */
export async function truncateTable(
  context: StatementContext,
  { table: path, ifExists }: Extract<Statement, { kind: 'truncate' }>,
): Promise<StatementAnswer> {
  const { session, account } = context;
  const statementTypeId = STATEMENT_TYPE.delete;
  if (ifExists && findTable(session, account.catalog, resolveName(session, path, 'TRUNCATE')) === undefined)
    return { result: statusResult('Statement executed successfully.'), statementTypeId };
  const table = requireTable(session, account.catalog, path, 'TRUNCATE');
  await runAtomically(context, (run) =>
    runSteps(run, [`DELETE FROM ${printPhysical(table.physical)}`, forgetLoadedFilesSql(table)]),
  );
  return { result: statusResult('Statement executed successfully.'), statementTypeId };
}
