import { z } from 'zod';
import type { Account } from '../account';
import { foldIdentifier } from '../identifiers';
import { authenticate } from '../login/authenticate';
import type { LoginOptions } from '../login/login-rules';
import { mayTakeRole, mayUse, TOP_ROLE } from '../rights/rights';
import { isUnsupportedValue, sessionParameters } from '../session/parameters';
import { MASTER_TOKEN_SECONDS, Session } from '../session/session';
import { userDefaults } from '../session/user-defaults';
import { SnowflakeError, unsupported } from '../snowflake-error';
import { SERVER_VERSION } from '../statements/run-query';
import { enterDatabase } from '../statements/set-session';

export const loginRequest = z.object({
  data: z.object({
    ACCOUNT_NAME: z.string().nullish(),
    LOGIN_NAME: z.string().nullish(),
    PASSWORD: z.string().nullish(),
    AUTHENTICATOR: z.string().nullish(),
    TOKEN: z.string().nullish(),
    PROVIDER: z.string().nullish(),
    CLIENT_APP_ID: z.string().nullish(),
    CLIENT_APP_VERSION: z.string().nullish(),
    SESSION_PARAMETERS: z.record(z.string(), z.unknown()).nullish(),
  }),
});
export type LoginRequest = z.infer<typeof loginRequest>;

/** Checks user, proof and role as the service does, and opens the session. Names that do not exist stay unset. */
export async function logIn(
  account: Account,
  options: LoginOptions,
  request: LoginRequest,
  names: URLSearchParams,
): Promise<Session> {
  const { data } = request;
  const user = authenticate(account, options, {
    account: data.ACCOUNT_NAME ?? account.name,
    authenticator: data.AUTHENTICATOR ?? 'SNOWFLAKE',
    user: data.LOGIN_NAME ?? '',
    password: data.PASSWORD ?? '',
    token: data.TOKEN ?? '',
    provider: data.PROVIDER ?? '',
  });
  const role = nameOf(names, 'roleName') ?? userDefaults(account.catalog, user).DEFAULT_ROLE ?? TOP_ROLE;
  if (!mayTakeRole(account.catalog, user, role)) throw unknownRole(role);
  const parameters = readParameters(data.SESSION_PARAMETERS);
  const connection = await account.database.connect();
  const session = new Session(connection, {
    user,
    role,
    parameters,
    tokenSeconds: options.tokenSeconds,
    copiesLocally: copiesLocally(data),
    client: data.CLIENT_APP_ID ?? '',
  });
  enterNames(account, session, names);
  return session;
}

/** The Python connector knows `LOCAL_FS` up to version 4; from 5 on it is built on the Universal Driver, which does not. */
function copiesLocally({ CLIENT_APP_ID: name, CLIENT_APP_VERSION: version }: LoginRequest['data']): boolean {
  return !(name === 'PythonConnector' && Number.parseInt(version ?? '', 10) >= 5);
}

function unknownRole(role: string): SnowflakeError {
  return new SnowflakeError(
    '390189',
    '08001',
    `Role '${role}' specified in the connect string does not exist or not authorized. ` +
      'Contact your local system administrator, or attempt to login with another role, e.g. PUBLIC.',
  );
}

function nameOf(names: URLSearchParams, key: string): string | null {
  const text = names.get(key);
  if (text === null || text === '') return null;
  const quoted = /^"(.*)"$/s.exec(text);
  return quoted === null ? foldIdentifier(text, false) : (quoted[1] ?? '').replaceAll('""', '"');
}

function readParameters(parameters: LoginRequest['data']['SESSION_PARAMETERS']): ReadonlyMap<string, string> {
  const read = new Map(Object.entries(parameters ?? {}).map(([name, value]) => [name.toUpperCase(), String(value)]));
  for (const [name, value] of read)
    if (isUnsupportedValue(name, value)) throw unsupported(`session parameter ${name} = ${value}`);
  return read;
}

/**
 * The service accepts a login whose database, schema or warehouse does not exist or may not be used; the session then has
 * none. What the login does not name comes from the user: https://docs.snowflake.com/en/sql-reference/sql/create-user
 */
function enterNames(account: Account, session: Session, names: URLSearchParams): void {
  const { catalog } = account;
  const { DEFAULT_NAMESPACE = '', DEFAULT_WAREHOUSE } = userDefaults(catalog, session.user);
  const [defaultDatabase = null, defaultSchema = null] = DEFAULT_NAMESPACE.split('.').filter((name) => name !== '');
  const database = nameOf(names, 'databaseName') ?? defaultDatabase;
  const schema = nameOf(names, 'schemaName') ?? (database === defaultDatabase ? defaultSchema : null);
  const warehouse = nameOf(names, 'warehouse') ?? DEFAULT_WAREHOUSE;
  const hasSchema = (name: string) =>
    database !== null && mayUse(catalog, session, { kind: 'schema', path: [database, name] });
  if (database !== null && mayUse(catalog, session, { kind: 'database', path: [database] })) {
    enterDatabase(session, database, hasSchema('PUBLIC'));
    if (schema !== null) session.schema = hasSchema(schema) ? schema : null;
  }
  if (warehouse !== undefined && mayUse(catalog, session, { kind: 'warehouse', path: [warehouse] }))
    session.warehouse = warehouse;
}

/** `data` of a login answer. */
export function describeLogin(account: Account, session: Session): Readonly<Record<string, unknown>> {
  return {
    masterToken: session.masterToken,
    token: session.token,
    validityInSeconds: session.tokenSeconds,
    masterValidityInSeconds: MASTER_TOKEN_SECONDS,
    displayUserName: session.user,
    serverVersion: SERVER_VERSION,
    firstLogin: false,
    remMeToken: null,
    remMeValidityInSeconds: 0,
    healthCheckInterval: 45,
    newClientForUpgrade: null,
    sessionId: session.id,
    parameters: sessionParameters(session.parameters),
    sessionInfo: {
      databaseName: session.database,
      schemaName: session.schema,
      warehouseName: session.warehouse,
      roleName: session.role,
    },
    idToken: null,
    idTokenValidityInSeconds: 0,
    responseData: null,
    mfaToken: null,
    mfaTokenValidityInSeconds: 0,
    account: account.name,
  };
}

/** `data` of a token-request answer: new tokens for the same session. */
export function describeRenewal(session: Session): Readonly<Record<string, unknown>> {
  return {
    sessionToken: session.token,
    validityInSecondsST: session.tokenSeconds,
    masterToken: session.masterToken,
    validityInSecondsMT: MASTER_TOKEN_SECONDS,
    sessionId: session.id,
  };
}
