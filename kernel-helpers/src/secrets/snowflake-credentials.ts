import { UserError } from '../errors';
import { concealed } from '../render/concealed';
import { ACCOUNT_ADVICE, parseAccount } from '../snowflake-account';
import { type LoginMethod, methodOf } from './authenticators';
import { howToWrite } from './how-to-write';
import { readPrivateKey } from './private-key';
import type { Secret } from './secret';

/** How to log in, strongest way first, together with the names that the secret holds. */
export type SnowflakeCredentials = CredentialNames & LoginCredentials;

type LoginCredentials =
  | { readonly method: 'workload identity' }
  | { readonly method: 'key pair'; readonly user: string; readonly privateKey: string; readonly passphrase?: string }
  | { readonly method: 'access token' | 'OAuth token'; readonly user?: string; readonly token: string }
  | { readonly method: 'password'; readonly user: string; readonly password: string };

export interface CredentialNames {
  readonly account?: string;
  readonly role?: string;
  readonly warehouse?: string;
  readonly database?: string;
  readonly schema?: string;
}

/**
 * Spellings that are in use for each field: AWS's samples and managed external secrets, Glue 1 and 2, AppFlow.
 * Case and underscores make no difference. Glue's spellings begin with `sf`.
 */
const ALIASES = {
  user: ['user', 'username', 'sfuser'],
  password: ['password', 'sfpassword'],
  privateKey: ['privatekey', 'pemprivatekey', 'sfprivatekey', 'privatekeyraw'],
  passphrase: [
    ...['passphrase', 'privatekeypassphrase', 'privatekeypassword', 'privatekeypass'],
    ...['privatekeyfilepwd', 'privatekeypwd', 'pemprivatekeypassphrase', 'sfprivatekeypassphrase'],
  ],
  token: ['token', 'pat', 'programmaticaccesstoken', 'accesstoken'],
  clientSecret: ['usermanagedclientapplicationclientsecret', 'oauthclientsecret', 'clientsecret'],
  authenticator: ['authenticator'],
  workloadIdentityProvider: ['workloadidentityprovider'],
  account: ['account', 'accountidentifier', 'sfaccount', 'sfurl', 'host'],
  role: ['role', 'sfrole'],
  warehouse: ['warehouse', 'sfwarehouse'],
  database: ['database', 'sfdatabase', 'db'],
  schema: ['schema', 'sfschema'],
} as const;

type Field = keyof typeof ALIASES;

/** Where credentials come from: a secret, or a connection of the user's own file. */
export interface CredentialFields {
  /** `secret snowflake_credentials`. */
  readonly source: string;
  readonly keys: readonly string[];
  value(key: string): string | undefined;
  /** How to put it right. */
  readonly remedy: string;
  /** What is known to be wrong with it. */
  readonly problems?: readonly string[];
}

/** A secret as a source of credentials. */
export function fieldsOf(secret: Secret): CredentialFields {
  return {
    source: `secret ${secret.id}`,
    keys: secret.keys,
    value: (key) => secret.value(key),
    remedy: howToWrite(secret.id),
  };
}

/** Reads the fields; throws one UserError that lists everything that is missing or cannot be used. */
export function snowflakeCredentials(fields: CredentialFields): SnowflakeCredentials {
  const problems = [...(fields.problems ?? [])];
  const field = (name: Field): string | undefined => findField(fields, name);
  const names = namesOf(field, problems);
  const method = chooseMethod(field, problems);
  const credentials = method === undefined ? undefined : credentialsFor(method, field, problems);
  if (problems.length > 0 || credentials === undefined)
    throw new UserError(complaint(fields, problems), { facts: { source: fields.source }, reason: 'bad-settings' });
  return concealed({ ...names, ...credentials }, { ...names, method: credentials.method });
}

/** Says which of several ways to log in is used, where the source does not choose one by name. */
export function remarksOf(fields: CredentialFields, { method }: SnowflakeCredentials): readonly string[] {
  if (findField(fields, 'authenticator') !== undefined) return [];
  const unused = (['privateKey', 'token', 'password'] as const)
    .filter((name) => findField(fields, name) !== undefined && USED_BY[name] !== method)
    .map((name) => WORDS[name]);
  return unused.length === 0
    ? []
    : [
        `The login uses the ${method} of ${fields.source}, the strongest way there; its ${unused.join(' and ')} is not used.`,
      ];
}

const USED_BY = { privateKey: 'key pair', token: 'access token', password: 'password' } as const;
const WORDS = { privateKey: 'private key', token: 'token', password: 'password' } as const;

const KNOWN: ReadonlySet<string> = new Set(Object.values(ALIASES).flat());

/** True for a key that means something for a login. */
export function isKnownField(key: string): boolean {
  return KNOWN.has(foldField(key));
}

/** Case, underscores and hyphens make no difference. */
export function foldField(key: string): string {
  return key.toLowerCase().replace(/[_-]/g, '');
}

type ReadField = (name: Field) => string | undefined;

/** The way that the secret names, or else the strongest for which it has something. */
function chooseMethod(field: ReadField, problems: string[]): LoginMethod | undefined {
  const provider = field('workloadIdentityProvider');
  if (provider !== undefined && provider.toUpperCase() !== 'AWS') {
    problems.push(
      `its workload identity provider is ${JSON.stringify(provider)}, and notebooks and jobs here run as AWS roles`,
    );
  }
  const authenticator = field('authenticator');
  if (authenticator !== undefined) {
    const asked = methodOf(authenticator);
    if ('method' in asked) return asked.method;
    problems.push(asked.problem);
    return undefined;
  }
  if (provider !== undefined) return 'workload identity';
  if (field('privateKey') !== undefined) return 'key pair';
  if (field('token') !== undefined) return 'access token';
  if (field('password') === undefined && field('clientSecret') !== undefined) {
    problems.push('its client secret is no token: with it an OAuth client only asks for tokens');
  }
  return 'password';
}

function credentialsFor(method: LoginMethod, field: ReadField, problems: string[]): LoginCredentials {
  const required = (name: Field, shownAs: string): string => {
    const value = field(name);
    if (value === undefined) problems.push(`it has no ${shownAs}`);
    return value ?? '';
  };
  switch (method) {
    case 'workload identity':
      return { method };
    case 'key pair': {
      const passphrase = field('passphrase');
      const { pem, problem } = readPrivateKey(required('privateKey', '`privateKey`'), passphrase);
      if (problem !== undefined && field('privateKey') !== undefined) problems.push(`its private key ${problem}`);
      return { method, user: required('user', '`user`'), privateKey: pem, passphrase };
    }
    case 'access token':
      // The driver takes such a token in the place of the password too (snowflake-sdk 3.3.0, `auth_oauth_pat.js`).
      return {
        method,
        user: field('user'),
        token: required(field('token') === undefined ? 'password' : 'token', '`token`'),
      };
    case 'OAuth token':
      return { method, user: field('user'), token: required('token', '`token`') };
    case 'password':
      return {
        method,
        user: required('user', '`user`'),
        password: required('password', '`password` (or `privateKey`, or `token`)'),
      };
  }
}

function complaint({ source, keys: known, remedy }: CredentialFields, problems: readonly string[]): string {
  const keys = known.length === 0 ? 'It has no keys.' : `Its keys are ${known.join(', ')}.`;
  const subject = source.charAt(0).toUpperCase() + source.slice(1);
  return `${subject} cannot be used for Snowflake: ${problems.join('; ')}. ${keys} ${remedy}`;
}

function findField(fields: CredentialFields, field: Field): string | undefined {
  const spellings: readonly string[] = ALIASES[field];
  const byFolded = new Map(fields.keys.map((key) => [foldField(key), key]));
  for (const spelling of spellings) {
    const key = byFolded.get(spelling);
    const value = key === undefined ? undefined : fields.value(key)?.trim();
    if (value) return value;
  }
  return undefined;
}

function namesOf(field: (name: Field) => string | undefined, problems: string[]): CredentialNames {
  const account = field('account');
  if (account !== undefined && parseAccount(account) === undefined) problems.push(`its account ${ACCOUNT_ADVICE}`);
  return {
    account,
    role: field('role'),
    warehouse: field('warehouse'),
    database: field('database'),
    schema: field('schema'),
  };
}
