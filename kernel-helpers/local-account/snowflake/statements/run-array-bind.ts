import { LIST, listValue, VARCHAR } from '@duckdb/node-api';
import { printPhysical } from '../catalog/physical-name';
import type { BoundColumn } from '../sql/bind-values';
import { parseArrayInsert } from '../sql/parse-array-insert';
import { BOUND_ROWS, BOUND_ROWS_NAME } from './bound-rows';
import { readBoundTexts } from './bound-texts';
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
  const insert = parseArrayInsert(sql);
  const read = readBoundTexts(context, insert, columns);
  const { connection } = context.session;
  const table = printPhysical(BOUND_ROWS.physical);
  const lists = read.map(({ name, type }, index) => {
    const text = `unnest($${index + 1}::VARCHAR[])`;
    return `${type === 'BINARY' ? `unhex(${text})` : text} AS "${name}"`;
  });
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT ${lists.join(', ')}`,
    read.map((column) => listValue([...column.values])),
    read.map(() => LIST(VARCHAR)),
  );
  try {
    const source = `SELECT ${insert.values} FROM "${BOUND_ROWS_NAME}"`;
    return await runChange(context, { kind: 'insert', sql: `${insert.before} ${source}` });
  } finally {
    await connection.run(`DROP TABLE IF EXISTS ${table}`);
  }
}
