import type { Session, StatementRunner } from '../session/session';
import { rowsOf } from '../statement/rows-of';

/** How long one of the quick statements may take. */
const QUICK_SECONDS = 60;

/**
 * Runs a quick statement that an interrupt must not cut short. We have to know afterwards whether it was done;
 * otherwise a transaction could stay open, or our own table could be taken for somebody else's.
 */
export async function runToItsEnd(session: StatementRunner, sqlText: string): Promise<void> {
  await rowsOf(session, sqlText, AbortSignal.timeout(QUICK_SECONDS * 1000));
}

/** Runs a statement that cleans up. If it fails, a warning is enough: no rows are wrong. */
export async function tidyUp(session: Session, sqlText: string): Promise<void> {
  await runToItsEnd(session, sqlText).catch((error: unknown) => {
    session.surroundings.warn(`Tidying up after a load failed at "${sqlText}": ${String(error)}`);
  });
}
