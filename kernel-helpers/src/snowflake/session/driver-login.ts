import type * as SnowflakeSdk from 'snowflake-sdk';
import { PlatformError } from '../../errors';
import { checkProxy } from '../../network/tunnel';
import { whyUnreachable } from '../../network/why-unreachable';
import type { ConnectionParameters } from './connection-parameters';
import { APPLICATION, loadDriver } from './driver';
import { failureOfDriver } from './driver-failure';
import { driverProxy } from './driver-proxy';
import { explainLogin } from './explain-login';
import { prepareWorkloadIdentity } from './prepare-workload-identity';

/** The driver would wait for six minutes for each answer. */
const LOGIN_SECONDS = 150;
/** The driver would try for five minutes; a person at a notebook wants to know sooner. */
const LOGIN_RETRIES = 2;

/** Logs in through the driver, and says in our words why it could not. */
export async function openConnection(
  parameters: ConnectionParameters,
  signal: AbortSignal,
): Promise<SnowflakeSdk.Connection> {
  signal.throwIfAborted();
  await checkProxy(parameters.accessUrl);
  const connection = createConnection(parameters);
  const deadline = AbortSignal.timeout(LOGIN_SECONDS * 1000);
  await logIn(connection, AbortSignal.any([signal, deadline])).catch(async (error: unknown) => {
    signal.throwIfAborted();
    if (error === deadline.reason)
      throw new PlatformError(whyUnreachable(parameters.accessUrl, error), { cause: error, reason: 'unreachable' });
    throw await explainLogin(failureOfDriver(error), parameters);
  });
  return connection;
}

/** A connection of the driver that has not logged in yet. */
function createConnection(parameters: ConnectionParameters): SnowflakeSdk.Connection {
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
async function logIn(connection: SnowflakeSdk.Connection, signal: AbortSignal): Promise<void> {
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
