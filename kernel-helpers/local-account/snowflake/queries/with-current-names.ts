import { messageOf } from 'kernel-helpers/errors';
import { SnowflakeError } from '../snowflake-error';
import type { StatementContext } from '../statements/context';

const MISSING_TABLE = /Table with name .* does not exist/;

/**
 * Another session may replace a table after this statement looked up its name and before DuckDB looks for the table.
 * Outside of a transaction the statement has done nothing by then, so it runs again with the new meaning of the names.
 */
export async function withCurrentNames<T>({ account, session }: StatementContext, run: () => Promise<T>): Promise<T> {
  const { catalog } = account;
  for (;;) {
    const changesBefore = catalog.changeCount;
    try {
      return await run();
    } catch (error) {
      if (!MISSING_TABLE.test(messageOf(error)) && !MISSING_TABLE.test(causeOf(error))) throw error;
      if (session.transaction !== 'none') throw replacedMeanwhile(error);
      // DuckDB may have a change that the catalogue does not show yet. Its turn ends when the catalogue shows it.
      await catalog.turns.take(async () => undefined);
      if (catalog.changeCount === changesBefore) throw error;
    }
  }
}

/** What DuckDB said about a failure that already has an explanation, such as a failure of COPY. */
function causeOf(error: unknown): string {
  return error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : '';
}

/** Deviation: Snowflake's transactions see what others commit meanwhile; DuckDB's see the tables as of their begin. */
function replacedMeanwhile(cause: unknown): SnowflakeError {
  return new SnowflakeError(
    '000625',
    '57014',
    'Another session made, replaced or dropped a table of this statement after the transaction began. ' +
      'Transactions of the local account go on seeing the old tables: roll back and run it again.',
    { cause },
  );
}
