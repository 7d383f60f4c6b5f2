import { printPath } from '../identifiers';
import { type Cell, resultOf } from '../results/result-set';
import { describeQuery } from '../results/result-table';
import { countColumn, type ResultColumnType, textColumn } from '../results/row-type';
import { requireReadable } from '../session/resolve-names';
import type { NamePath } from '../sql/statement';
import { STATEMENT_TYPE, type StatementAnswer, type StatementContext } from './context';
import { measureTables } from './measure-tables';
import { refineColumns, scopeOf } from './run-query';
import { translateInSession } from './translate-in-session';

const count = (name: string): ResultColumnType => ({ ...countColumn(name), nullable: true });

/** https://docs.snowflake.com/en/sql-reference/sql/explain */
const COLUMNS = [
  count('step'),
  count('id'),
  textColumn('parentOperators'),
  textColumn('operation'),
  textColumn('objects'),
  textColumn('alias'),
  textColumn('expressions'),
  count('partitionsTotal'),
  count('partitionsAssigned'),
  count('bytesAssigned'),
];

/**
 * EXPLAIN: the statement is compiled as its role would run it, and not run; it needs no warehouse. Deviation: between the
 * result and the tables there are no operators such as joins, and a table has one partition.
 */
export async function explainQuery(context: StatementContext, sql: string): Promise<StatementAnswer> {
  const { session, account } = context;
  const scope = scopeOf(context, 'SELECT');
  const read = new Map<string, NamePath>();
  const resolveTable: typeof scope.resolveTable = (path) => {
    const found = scope.resolveTable(path);
    if (!('fill' in found)) read.set(path.join('\0'), path);
    return found;
  };
  const { duckdbSql, sources } = await translateInSession(sql, { ...scope, resolveTable });
  const columns = refineColumns(await describeQuery(session.connection, duckdbSql), sources);
  const scans: Cell[][] = [];
  for (const path of read.values()) {
    const table = requireReadable(session, account.catalog, path, 'SELECT', 'Object');
    const bytes = table.kind === 'table' ? ((await measureTables(context, [table])).get(table)?.bytes ?? 0) : 0;
    const name = printPath(table.database, table.schema, table.name);
    const names = table.columns.map((column) => column.name).join(', ');
    scans.push([1, scans.length + 1, '[0]', 'TableScan', name, null, names, 1, 1, bytes]);
  }
  const sum = (index: number): number => scans.reduce((total, scan) => total + Number(scan[index]), 0);
  const rows: Cell[][] = [
    [null, null, null, 'GlobalStats', null, null, null, sum(7), sum(8), sum(9)],
    [1, 0, null, 'Result', null, null, columns.map(({ name }) => name).join(', '), null, null, null],
    ...scans,
  ];
  return { result: resultOf(COLUMNS, rows), statementTypeId: STATEMENT_TYPE.describe };
}
