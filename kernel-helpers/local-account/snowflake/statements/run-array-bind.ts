import { LIST, listValue, VARCHAR } from '@duckdb/node-api';
import { printPhysical } from '../catalog/physical-name';
import { unsupported } from '../snowflake-error';
import type { BoundColumn } from '../sql/bind-values';
import { parseStatement } from '../sql/parse-statement';
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
  const [before, values] = partsOf(sql);
  const read = readBoundTexts(context, before, values, columns);
  const statement = parseStatement(`${before} SELECT ${values} FROM "${BOUND_ROWS_NAME}"`);
  if (statement.kind !== 'insert') throw unsupported('array binds outside INSERT … VALUES');
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
    return await runChange(context, statement);
  } finally {
    await connection.run(`DROP TABLE IF EXISTS ${table}`);
  }
}

/** An INSERT up to VALUES, and what stands between the brackets behind it. */
function partsOf(sql: string): readonly [before: string, values: string] {
  const parts = /^([\s\S]*?)\bVALUES\s*\(([\s\S]*)\)\s*;?\s*$/i.exec(sql);
  if (parts === null) throw unsupported('array binds outside INSERT … VALUES (…)');
  const [, before = '', values = ''] = parts;
  return [before, values];
}
