import { createHash } from 'node:crypto';
import type { Surroundings } from '../../surroundings';
import type { ConnectionParameters } from './connection-parameters';
import { currentNames } from './current-names';
import type { Session } from './session';

/** Long enough from the check of a set-up to the cells that connect; Snowflake itself ends idle sessions after hours. */
const KEPT_MILLISECONDS = 10 * 60_000;
const ANSWER_MILLISECONDS = 10_000;

interface KeptLogin {
  readonly session: Session;
  readonly end: NodeJS.Timeout;
}

const kept = new Map<string, KeptLogin>();

/**
 * Keeps a login that only looked at things for the next caller with the same parameters: with second factors, short-lived
 * tokens and lockouts a login is not free. A session that lacks a name is closed instead, because a new one may find
 * it.
 */
export async function keepLogin(parameters: ConnectionParameters, session: Session): Promise<void> {
  const key = keyOf(parameters);
  if (kept.has(key) || !(await isComplete(parameters, session))) return await session.close();
  const end = setTimeout(() => {
    kept.delete(key);
    void session.close();
  }, KEPT_MILLISECONDS).unref();
  kept.set(key, { session, end });
}

/** A kept login, which then belongs to the caller; undefined if there is none, or it no longer answers. */
export async function takeLogin(
  parameters: ConnectionParameters,
  surroundings: Surroundings,
): Promise<Session | undefined> {
  const key = keyOf(parameters);
  const login = kept.get(key);
  if (login === undefined) return undefined;
  kept.delete(key);
  clearTimeout(login.end);
  const { signal } = surroundings;
  login.session.surroundings = surroundings;
  if (await isComplete(parameters, login.session, signal)) return login.session;
  await login.session.close();
  signal.throwIfAborted();
  return undefined;
}

/**
 * True where the session answers and has all its names, and has none of them from the user's defaults: an administrator
 * may have changed those meanwhile.
 */
async function isComplete(
  { warehouse, database, schema }: ConnectionParameters,
  session: Session,
  signal = new AbortController().signal,
): Promise<boolean> {
  if (warehouse === undefined || database === undefined || schema === undefined) return false;
  try {
    const names = await currentNames(session, AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MILLISECONDS)]));
    return [names.warehouse, names.database, names.schema].every((name) => name !== undefined);
  } catch {
    // Whatever is wrong with it, a new login says it better.
    return false;
  }
}

/** The parameters hold secrets, so only their hash is kept. A copy of the credentials is not concealed from JSON. */
function keyOf(parameters: ConnectionParameters): string {
  const all = JSON.stringify({ ...parameters, credentials: { ...parameters.credentials } });
  return createHash('sha256').update(all).digest('hex');
}
