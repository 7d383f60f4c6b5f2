import { currentSignal } from '../cell/kernel-bridge';
import { type ConnectOptions, connectionParameters } from './session/connection-parameters';
import { openDriverSession } from './session/driver-session';
import { Snowflake } from './snowflake';

export type { ConnectOptions } from './session/connection-parameters';
export type { Snowflake } from './snowflake';

/**
 * Logs in to Snowflake with the secret `snowflake_credentials` and the names in `SF_ACCOUNT`, `SF_WAREHOUSE`, `SF_DATABASE`
 * and `SF_SCHEMA`. Warehouse, database and schema need not exist yet.
 */
export async function connect(options: ConnectOptions = {}): Promise<Snowflake> {
  const signal = options.signal ?? currentSignal();
  const parameters = await connectionParameters({ ...options, signal });
  const session = await openDriverSession(parameters, signal);
  const { role, warehouse, database, schema } = parameters;
  return new Snowflake(session, { role, warehouse, database, schema }, options.signal);
}
