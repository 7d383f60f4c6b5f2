import { LIST, listValue, VARCHAR } from '@duckdb/node-api';
import { printPhysical } from '../catalog/physical-name';
import { unsupported } from '../snowflake-error';
import type { BoundColumn } from '../sql/bind-values';
import { parseStatement } from '../sql/parse-statement';
import { BOUND_ROWS, BOUND_ROWS_NAME } from './bound-rows';
import type { StatementAnswer, StatementContext } from './context';
import { runChange } from './run-change';

/**
 * Runs `INSERT INTO t VALUES (?, ?)` with arrays of values as one INSERT … SELECT from a temporary table of them,
 * so that ten thousand rows are one statement for DuckDB as they are for Snowflake.
 */
export async function runArrayBind(
  context: StatementContext,
  sql: string,
  columns: readonly BoundColumn[],
): Promise<StatementAnswer> {
  const selecting = valuesToSelect(sql);
  const statement = parseStatement(selecting);
  if (statement.kind !== 'insert') throw unsupported('array binds outside INSERT … VALUES');
  const { connection } = context.session;
  const table = printPhysical(BOUND_ROWS.physical);
  const lists = columns.map((column, index) => `unnest($${index + 1}::VARCHAR[]) AS "${column.name}"`);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT ${lists.join(', ')}`,
    columns.map((column) => listValue([...column.values])),
    columns.map(() => LIST(VARCHAR)),
  );
  try {
    return await runChange(context, statement);
  } finally {
    await connection.run(`DROP TABLE IF EXISTS ${table}`);
  }
}

function valuesToSelect(sql: string): string {
  const parts = /^([\s\S]*?)\bVALUES\s*\(([\s\S]*)\)\s*;?\s*$/i.exec(sql);
  if (parts === null) throw unsupported('array binds outside INSERT … VALUES (…)');
  const [, before = '', values = ''] = parts;
  return `${before} SELECT ${values} FROM "${BOUND_ROWS_NAME}"`;
}
