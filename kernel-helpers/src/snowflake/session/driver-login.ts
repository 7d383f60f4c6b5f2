import type * as SnowflakeSdk from 'snowflake-sdk';
import type { ConnectionParameters } from './connection-parameters';
import { APPLICATION, loadDriver } from './driver';
import { driverProxy } from './driver-proxy';
import { prepareWorkloadIdentity } from './prepare-workload-identity';

/** The driver would try for five minutes; a person at a notebook wants to know sooner. */
const LOGIN_RETRIES = 2;

/** A connection of the driver that has not logged in yet. */
export function createConnection(parameters: ConnectionParameters): SnowflakeSdk.Connection {
  return loadDriver().createConnection({
    account: parameters.account,
    accessUrl: parameters.accessUrl,
    ...driverProxy(parameters.accessUrl),
    ...authentication(parameters),
    role: parameters.role,
    warehouse: parameters.warehouse,
    database: parameters.database,
    schema: parameters.schema,
    application: APPLICATION,
    rowMode: 'array',
    queryTag: parameters.queryTag,
    sfRetryMaxLoginRetries: LOGIN_RETRIES,
  });
}

/** Does not use `connectAsync`, whose promise is fulfilled before Snowflake answers the login (snowflake-sdk 3.3.0). */
export async function logIn(connection: SnowflakeSdk.Connection, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    connection.connect((error) => {
      signal.removeEventListener('abort', giveUp);
      if (error !== undefined && error !== null) reject(error);
      else if (signal.aborted) connection.destroy(giveUp);
      else resolve();
    });
  });
}

/** The driver's names for the ways to log in (snowflake-sdk 3.3.0, connection/types.d.ts). */
function authentication({ credentials, accessUrl }: ConnectionParameters): SnowflakeSdk.ConnectionOptions {
  switch (credentials.method) {
    case 'workload identity':
      prepareWorkloadIdentity(accessUrl);
      return { authenticator: 'WORKLOAD_IDENTITY', workloadIdentityProvider: 'AWS' };
    case 'key pair':
      return {
        authenticator: 'SNOWFLAKE_JWT',
        username: credentials.user,
        privateKey: credentials.privateKey,
        ...(credentials.passphrase === undefined ? {} : { privateKeyPass: credentials.passphrase }),
      };
    case 'access token':
    case 'OAuth token':
      return {
        authenticator: credentials.method === 'OAuth token' ? 'OAUTH' : 'PROGRAMMATIC_ACCESS_TOKEN',
        token: credentials.token,
        ...(credentials.user === undefined ? {} : { username: credentials.user }),
      };
    case 'password':
      return { username: credentials.user, password: credentials.password };
  }
}
