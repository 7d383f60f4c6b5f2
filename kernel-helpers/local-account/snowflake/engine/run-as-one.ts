import type { DuckDBConnection } from '@duckdb/node-api';
import type { Cancellation } from './cancellation';

/**
 * Runs statements in a transaction of their own, all of them or none. No transaction may be open on the connection.
 * A cancellation comes before the COMMIT or too late: DuckDB may answer an interrupted COMMIT with an error and have
 * committed all the same.
 */
export async function runAsOne(
  connection: DuckDBConnection,
  cancellation: Cancellation,
  statements: readonly string[],
): Promise<void> {
  cancellation.throwIfCanceled();
  await connection.run('BEGIN');
  try {
    for (const sql of statements) await cancellation.guard(connection, () => connection.run(sql));
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
  await connection.run('COMMIT');
}
