import { messageOf } from 'kernel-helpers/errors';
import { SnowflakeError } from '../snowflake-error';
import type { StatementContext } from '../statements/context';

const MISSING_TABLE = /Table with name .* does not exist/;

/**
 * Another session may replace a table after this statement looked its name up and before DuckDB looks for it. Outside of a
 * transaction the statement has done nothing then, and runs again with what the names mean now.
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
      // A definition may be written and not yet be known here; its turn ends when it is.
      await catalog.turns.take(async () => undefined);
      if (catalog.changeCount === changesBefore) throw error;
    }
  }
}

/** What the engine said of a failure that was explained already, as COPY's are. */
function causeOf(error: unknown): string {
  return error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : '';
}

/** Deviation: Snowflake's transactions see what others commit meanwhile, DuckDB's see the tables of when they began. */
function replacedMeanwhile(cause: unknown): SnowflakeError {
  return new SnowflakeError(
    '000625',
    '57014',
    'Another session made, replaced or dropped a table of this statement after the transaction began. ' +
      'Transactions of the local account go on seeing the old tables: roll back and run it again.',
    { cause },
  );
}
