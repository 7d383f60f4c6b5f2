import { currentNames, type SessionNames } from '../snowflake/session/current-names';
import type { Session } from '../snowflake/session/session';

interface Kept {
  names?: SessionNames;
}

/** By session, so that a new login knows nothing of the one before. */
const keptBySession = new WeakMap<Session, Kept>();

/**
 * What the login works with now. It asks Snowflake once: a list of many pages needs the same names for each of them.
 * Who changes a name of the session must call `forgetNames`.
 */
export async function namesOfLogin(session: Session, signal: AbortSignal): Promise<SessionNames> {
  const kept = keptBySession.get(session) ?? {};
  keptBySession.set(session, kept);
  // An answer that comes after the names were forgotten goes into an object that nobody reads any more.
  kept.names ??= await currentNames(session, signal);
  return kept.names;
}

/** The next one who needs the names asks Snowflake again. */
export function forgetNames(session: Session): void {
  keptBySession.delete(session);
}
