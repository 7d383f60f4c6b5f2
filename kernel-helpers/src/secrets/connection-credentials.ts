import { messageOf, UserError } from '../errors';
import { readConnection } from './connections-file';
import { readPrivateFile } from './private-file';
import {
  type CredentialFields,
  foldField,
  isKnownField,
  remarksOf,
  type SnowflakeCredentials,
  snowflakeCredentials,
} from './snowflake-credentials';

/** What a connection of the user's file says about a login. */
export interface ConnectionLogin {
  readonly credentials: SnowflakeCredentials;
  /** `connection dev in /home/me/.snowflake/connections.toml`. */
  readonly source: string;
  /** Where the file names a server that is not one of Snowflake's own. */
  readonly accessUrl?: string | undefined;
  readonly remarks: readonly string[];
}

/** Fields that name a file with the value of another field (snowflake-sdk 3.3.0 and Snowflake's command line). */
const FILES: Readonly<Record<string, string>> = {
  privatekeyfile: 'privateKey',
  privatekeypath: 'privateKey',
  tokenfilepath: 'token',
};
const OF_SERVER = new Set(['host', 'port', 'protocol', 'region']);

/** Reads the connection and the files that it names; throws one UserError that lists everything that is wrong. */
export function connectionCredentials(connection: string | true): ConnectionLogin {
  const { name, file, fields, nested, remarks } = readConnection(connection);
  const source = `connection ${name} in ${file}`;
  const byFolded = new Map(Object.entries(fields).map(([key, value]) => [foldField(key), value]));
  const values: Record<string, string> = {};
  const said = [...remarks];
  const problems: string[] = [];
  const unused = [...nested];
  for (const [key, value] of Object.entries(fields)) {
    const folded = foldField(key);
    const target = Object.hasOwn(FILES, folded) ? FILES[folded] : undefined;
    if (target !== undefined) {
      try {
        const read = readPrivateFile(value);
        values[target] ??= read.text;
        for (const remark of read.remarks) said.push(remark);
      } catch (error) {
        problems.push(`its \`${key}\`: ${messageOf(error)}`);
      }
    } else if (!OF_SERVER.has(folded)) {
      values[key] = value;
      if (!isKnownField(key)) unused.push(key);
    }
  }
  if (unused.length > 0) said.push(`The ${source} has ${unused.join(', ')}, which connect() does not use.`);
  const server = serverOf(byFolded);
  if (server.account !== undefined) values.account = server.account;
  const wanted: CredentialFields = {
    source,
    keys: Object.keys(values),
    value: (key) => (Object.hasOwn(values, key) ? values[key] : undefined),
    remedy: `Correct it there: user, and private_key_file, token or password. REAL-ACCOUNTS.md, "Logging in to Snowflake", shows how to make a user and its key.`,
    problems,
  };
  const credentials = snowflakeCredentials(wanted);
  return { credentials, source, accessUrl: server.accessUrl, remarks: [...said, ...remarksOf(wanted, credentials)] };
}

/** The account, with an older region beside it, and the URL of a server that is named by host and port. */
function serverOf(fields: ReadonlyMap<string, string>): { readonly account?: string; readonly accessUrl?: string } {
  const [account, region, host, port] = ['account', 'region', 'host', 'port'].map(
    (name) => fields.get(name)?.trim() || undefined,
  );
  const protocol = fields.get('protocol')?.trim() || 'https';
  const named = account ?? host;
  const isPlain = host === undefined || (port === undefined && protocol === 'https');
  const full = named !== undefined && region !== undefined && !named.includes('.') ? `${named}.${region}` : named;
  const accessUrl = host === undefined ? undefined : `${protocol}://${host}${port === undefined ? '' : `:${port}`}`;
  if (accessUrl !== undefined && !URL.canParse(accessUrl)) {
    throw new UserError(`The connection's protocol, host and port make no URL: ${accessUrl}`, {
      reason: 'bad-settings',
    });
  }
  return { ...(full === undefined ? {} : { account: full }), ...(isPlain && isSnowflake(host) ? {} : { accessUrl }) };
}

function isSnowflake(host: string | undefined): boolean {
  return host === undefined || /snowflakecomputing\.(com|cn|mil)$/i.test(host);
}
