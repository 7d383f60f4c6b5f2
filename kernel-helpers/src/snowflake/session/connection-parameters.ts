import { basename } from 'node:path';
import { UserError, withAdvice } from '../../errors';
import { type OptionNames, unknownOptions } from '../../option-names';
import { concealed } from '../../render/concealed';
import { connectionCredentials } from '../../secrets/connection-credentials';
import { knownConnections } from '../../secrets/connections-file';
import { getSecret } from '../../secrets/get-secret';
import {
  type CredentialNames,
  fieldsOf,
  remarksOf,
  type SnowflakeCredentials,
  snowflakeCredentials,
} from '../../secrets/snowflake-credentials';
import { readSettings, type Settings } from '../../settings';
import { ACCOUNT_ADVICE, normalAccessUrl, parseAccount, quotedAccount } from '../../snowflake-account';
import { type ResultOptions, resultProblems } from '../statement/result-options';

/** The options of `connect`. What is left out comes from the environment, or else from the secret. */
export interface ConnectOptions extends ResultOptions {
  /** Name or ARN of the secret to log in with. @default `SECRET_ID`, else `snowflake_credentials` */
  readonly secretId?: string;
  /**
   * Logs in with this connection of `connections.toml` (or `config.toml`) in `~/.snowflake`, the file of Snowflake's own
   * tools, in place of a secret: no AWS account is needed. True is the default connection. What it names (account, role,
   * warehouse, …) goes before the `SF_…` variables. Jobs cannot read the file: they need a secret or workload identity.
   */
  readonly connection?: string | true;
  readonly account?: string;
  /** For example `https://myorg-account1.snowflakecomputing.com`; needed only for private links and the local account. */
  readonly accessUrl?: string;
  readonly role?: string;
  readonly warehouse?: string;
  readonly database?: string;
  readonly schema?: string;
  /**
   * Logs in as this AWS role itself, without a secret (Snowflake's workload identity federation).
   * @default true where `SF_AUTHENTICATOR=WORKLOAD_IDENTITY`, unless another login is given here
   */
  readonly workloadIdentity?: boolean;
  /** Logs in with this user and password in place of a secret; for tests and trial accounts. */
  readonly user?: string;
  readonly password?: string;
  /**
   * Marks every statement of the session in Snowflake's query history; at most 2000 characters, and `''` for no mark.
   * @default in a notebook the name of its file, such as `houses.ipynb`; elsewhere no mark
   */
  readonly queryTag?: string;
  /**
   * How many whole seconds one statement may take before Snowflake cancels it, from 1 to 604800 (seven days); PUT and GET
   * are given up after that time. @default what the account says; one hour for PUT and GET
   */
  readonly statementTimeoutSeconds?: number;
  /** Gives up when it fires, and becomes the default for statements. @default the running cell's interrupt */
  readonly signal?: AbortSignal;
}

/** Everything that a login needs. It holds secrets: never print it. */
export interface ConnectionParameters {
  readonly account: string;
  readonly accessUrl: string;
  readonly credentials: SnowflakeCredentials;
  /** Where the credentials came from, for messages: `secret snowflake_credentials`. */
  readonly source: string;
  /** What the user should know about the credentials, such as a password that is left unused. */
  readonly remarks?: readonly string[];
  readonly role?: string;
  readonly warehouse?: string;
  readonly database?: string;
  readonly schema?: string;
  readonly queryTag?: string;
  readonly statementTimeoutSeconds?: number;
}

/** The options for the session that settings describe. */
export function optionsOf(settings: Settings): ConnectOptions {
  const { secretId, workloadIdentity, account, accessUrl, warehouse, database, schema, role } = settings;
  const login = workloadIdentity === true ? { workloadIdentity } : { secretId };
  return { ...login, account, accessUrl, warehouse, database, schema, role };
}

/**
 * Combines options, environment and secret. If several of them give a value, the first in this order is used. A connection
 * that is asked for by name goes before the environment.
 */
export async function connectionParameters(options: ConnectOptions): Promise<ConnectionParameters> {
  checkOptions(options);
  const settings = readSettings();
  const { credentials, source, accessUrl, remarks = [] } = await findCredentials(options, settings);
  const later = options.connection === undefined ? [settings, credentials] : [credentials, settings];
  const first = (name: keyof CredentialNames): string | undefined => options[name] ?? later[0][name] ?? later[1][name];
  const named = first('account');
  const found = named === undefined ? undefined : parseAccount(named);
  if (found === undefined) {
    throw new UserError(
      `No Snowflake account is named. Set SF_ACCOUNT (for example \`myorg-account1\`), or add \`account\` to the ${source}.`,
      { reason: 'bad-settings' },
    );
  }
  // The URL in the environment belongs to the account there.
  const ofEnvironment = options.connection === undefined ? settings.accessUrl : undefined;
  const url = options.accessUrl ?? accessUrl;
  return {
    account: found.account,
    accessUrl: url === undefined ? (ofEnvironment ?? found.accessUrl) : normalAccessUrl(url),
    credentials,
    source,
    ...(remarks.length === 0 ? {} : { remarks }),
    role: first('role'),
    warehouse: first('warehouse'),
    database: first('database'),
    schema: first('schema'),
    queryTag: options.queryTag ?? notebookName(),
    statementTimeoutSeconds: options.statementTimeoutSeconds,
  };
}

/** Jupyter tells a kernel the path of its notebook (jupyter_server, services/sessions/sessionmanager.py); consoles have none. */
function notebookName({ JPY_SESSION_NAME: path }: NodeJS.ProcessEnv = process.env): string | undefined {
  return path?.endsWith('.ipynb') ? basename(path) : undefined;
}

const OPTION_NAMES: OptionNames<ConnectOptions> = {
  secretId: true,
  connection: true,
  account: true,
  accessUrl: true,
  role: true,
  warehouse: true,
  database: true,
  schema: true,
  workloadIdentity: true,
  user: true,
  password: true,
  queryTag: true,
  statementTimeoutSeconds: true,
  resultFormat: true,
  exactFloats: true,
  signal: true,
};

/** Only one way to log in is used; a second one would have no effect. */
function loginProblems({ workloadIdentity, secretId, connection, user, password }: ConnectOptions): readonly string[] {
  if ((user === undefined) !== (password === undefined)) {
    return ['only one of `user` and `password` was given: give both, or neither to use the secret.'];
  }
  const ways = [
    ...(workloadIdentity === true ? ['`workloadIdentity`'] : []),
    ...(secretId === undefined ? [] : ['`secretId`']),
    ...(connection === undefined ? [] : ['`connection`']),
    ...(user === undefined ? [] : ['`user` and `password`']),
  ];
  return ways.length < 2 ? [] : [`${ways.join(', and ')} are different ways to log in: give one of them.`];
}

/** Limits of docs.snowflake.com, "Parameters": QUERY_TAG and STATEMENT_TIMEOUT_IN_SECONDS, where 0 would mean seven days. */
const MAX_TAG_LENGTH = 2000;
const MAX_STATEMENT_SECONDS = 604_800;

function limitProblems({ queryTag, statementTimeoutSeconds: seconds }: ConnectOptions): readonly string[] {
  const isTag = queryTag === undefined || (typeof queryTag === 'string' && queryTag.length <= MAX_TAG_LENGTH);
  const isLimit =
    seconds === undefined || (Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_STATEMENT_SECONDS);
  return [
    ...(isTag ? [] : [`\`queryTag\` must be a text of at most ${MAX_TAG_LENGTH} characters.`]),
    ...(isLimit
      ? []
      : [
          `\`statementTimeoutSeconds\` must be a whole number from 1 to ${MAX_STATEMENT_SECONDS}, not ${String(seconds)}.`,
        ]),
  ];
}

/** Refuses wrong options before AWS is called. */
function checkOptions(options: ConnectOptions): void {
  const { account, accessUrl } = options;
  const problems = [
    ...unknownOptions(options, OPTION_NAMES),
    ...loginProblems(options),
    ...limitProblems(options),
    ...resultProblems(options),
  ];
  if (account !== undefined && parseAccount(account) === undefined) {
    problems.push(`\`account\` ${ACCOUNT_ADVICE}, and is ${quotedAccount(account)}.`);
  }
  if (accessUrl !== undefined && !(/^https?:\/\//i.test(accessUrl) && URL.canParse(accessUrl))) {
    problems.push(
      `\`accessUrl\` must be a URL, for example \`https://myorg-account1.snowflakecomputing.com\`, and is ${quotedAccount(accessUrl)}.`,
    );
  }
  if (problems.length > 0) throw new UserError(`connect() cannot use its options: ${problems.join(' ')}`);
}

interface FoundCredentials {
  readonly credentials: SnowflakeCredentials;
  readonly source: string;
  readonly accessUrl?: string | undefined;
  readonly remarks?: readonly string[];
}

async function findCredentials(options: ConnectOptions, settings: Settings): Promise<FoundCredentials> {
  const { user, password, connection } = options;
  const isOther = options.secretId !== undefined || user !== undefined || connection !== undefined;
  if (options.workloadIdentity ?? (settings.workloadIdentity === true && !isOther)) {
    return { credentials: { method: 'workload identity' }, source: 'workload identity of this AWS role' };
  }
  if (connection !== undefined) return connectionCredentials(connection);
  if (user !== undefined && password !== undefined) {
    const credentials = concealed({ method: 'password' as const, user, password }, { method: 'password' });
    return { credentials, source: 'the arguments of connect()' };
  }
  const secret = await getSecret(options.secretId ?? settings.secretId, { signal: options.signal }).catch(
    (error: unknown) => {
      throw options.secretId === undefined ? withConnections(error) : error;
    },
  );
  const fields = fieldsOf(secret);
  const credentials = snowflakeCredentials(fields);
  return { credentials, source: fields.source, remarks: remarksOf(fields, credentials) };
}

/** Who has no secret may have a connection on this machine. */
function withConnections(error: unknown): unknown {
  const known = knownConnections();
  if (known === undefined) return error;
  const { file, names } = known;
  return withAdvice(
    error,
    `Or log in with a connection of ${file} (${names.join(', ')}): await connect({ connection: ${JSON.stringify(names[0])} })`,
  );
}
