import type { Surroundings } from '../surroundings';
import { type ConnectOptions, connectionParameters } from './session/connection-parameters';
import { openDriverSession } from './session/driver-session';
import { keepLogin, takeLogin } from './session/kept-logins';
import { Snowflake } from './snowflake';

export type { ConnectOptions } from './session/connection-parameters';
export type { Snowflake } from './snowflake';

/**
 * Logs in to Snowflake as `connect()` does for a cell; what the work of the connection says, these surroundings hear.
 * @param signal ends the login, and all later work of the connection; without it, the signal of the surroundings does.
 */
export async function connectIn(
  surroundings: Surroundings,
  { signal, ...options }: ConnectOptions = {},
): Promise<Snowflake> {
  const parameters = await connectionParameters({ ...options, signal: signal ?? surroundings.signal });
  for (const remark of parameters.remarks ?? []) surroundings.say(remark);
  const within = signal === undefined ? surroundings : { ...surroundings, signal };
  const session = (await takeLogin(parameters, within)) ?? (await openDriverSession(parameters, within));
  const { role, warehouse, database, schema } = parameters;
  const { resultFormat, exactFloats } = options;
  const names = { role, warehouse, database, schema };
  const snowflake = new Snowflake(session, names, signal, { resultFormat, exactFloats });
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
