import type { StatementContext } from './context';

/** Runs one statement of DuckDB; answers how many rows it changed. */
export type RunStep = (sql: string) => Promise<number>;

/**
 * Runs the steps of one statement in the open transaction, or in one of its own. When a later step fails or is cancelled,
 * an open transaction is lost with the steps before it: DuckDB has no savepoints that could take back these alone.
 */
export async function runAtomically<T>(
  { session, cancellation }: StatementContext,
  work: (run: RunStep) => Promise<T>,
): Promise<T> {
  const isOwn = session.transaction === 'none';
  if (isOwn) await session.begin();
  let stepsDone = 0;
  const run = async (sql: string): Promise<number> => {
    const { rowsChanged } = await cancellation.guard(session.connection, () => session.connection.run(sql));
    stepsDone += 1;
    return rowsChanged;
  };
  try {
    const done = await work(run);
    if (isOwn) await session.commit();
    return done;
  } catch (error) {
    if (isOwn) await session.rollback();
    else if (stepsDone > 0) await session.giveUpTransaction();
    throw error;
  }
}

/** Runs steps one after the other; answers the last one's row count. */
export async function runSteps(run: RunStep, steps: readonly string[]): Promise<number> {
  let rows = 0;
  for (const sql of steps) rows = await run(sql);
  return rows;
}
