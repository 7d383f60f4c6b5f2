import { currentSignal } from '../cell/kernel-bridge';
import { type ConnectOptions, connectionParameters } from './session/connection-parameters';
import { openDriverSession } from './session/driver-session';
import { keepLogin, takeLogin } from './session/kept-logins';
import { Snowflake } from './snowflake';

export type { ConnectOptions } from './session/connection-parameters';
export type { Snowflake } from './snowflake';

/**
 * Logs in to Snowflake with the secret `snowflake_credentials` and the names in `SF_ACCOUNT`, `SF_WAREHOUSE`, `SF_DATABASE`
 * and `SF_SCHEMA`. Warehouse, database and schema need not exist yet. A login that `checkSetup()` or the check of a job has
 * finished with in the last ten minutes is taken over where all parameters are the same; `close()` ends it.
 */
export async function connect(options: ConnectOptions = {}): Promise<Snowflake> {
  const signal = options.signal ?? currentSignal();
  const parameters = await connectionParameters({ ...options, signal });
  const session = (await takeLogin(parameters, signal)) ?? (await openDriverSession(parameters, signal));
  const { role, warehouse, database, schema } = parameters;
  const snowflake = new Snowflake(session, { role, warehouse, database, schema }, options.signal);
  // An AWS role may be another one at the next login, and such a login asks nobody.
  if (parameters.credentials.method !== 'workload identity') {
    endings.set(snowflake, () => keepLogin(parameters, session));
  }
  return snowflake;
}

const endings = new WeakMap<Snowflake, () => Promise<void>>();

/**
 * Ends the use of a connection that only looked at things. Its login is kept for the next `connect()` with the same
 * parameters, so that a check and the cells after it log in once. The connection itself must not be used any more. A check
 * that found something wrong closes its connection instead: what is then put right may show only at the next login.
 */
export async function finishLooking(snowflake: Snowflake): Promise<void> {
  await (endings.get(snowflake)?.() ?? snowflake.close());
}
