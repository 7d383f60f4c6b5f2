import { createPrivateKey, createPublicKey } from 'node:crypto';
import { concealed } from '../cell/concealed';
import { UserError } from '../errors';
import { ACCOUNT_ADVICE, parseAccount } from '../snowflake-account';
import type { Secret } from './secret';

/** How to log in, strongest way first, together with the names that the secret holds. */
export type SnowflakeCredentials = CredentialNames &
  (
    | { readonly method: 'workload identity' }
    | { readonly method: 'key pair'; readonly user: string; readonly privateKey: string; readonly passphrase?: string }
    | { readonly method: 'access token'; readonly user?: string; readonly token: string }
    | { readonly method: 'password'; readonly user: string; readonly password: string }
  );

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
  privateKey: ['privatekey', 'pemprivatekey', 'sfprivatekey'],
  passphrase: ['passphrase', 'privatekeypassphrase', 'privatekeypassword'],
  token: ['token', 'pat', 'programmaticaccesstoken', 'userManagedClientApplicationClientSecret'.toLowerCase()],
  authenticator: ['authenticator'],
  workloadIdentityProvider: ['workloadidentityprovider'],
  account: ['account', 'accountidentifier', 'sfaccount', 'sfurl', 'host'],
  role: ['role', 'sfrole'],
  warehouse: ['warehouse', 'sfwarehouse'],
  database: ['database', 'sfdatabase', 'db'],
  schema: ['schema', 'sfschema'],
} as const;

type Field = keyof typeof ALIASES;

/** Reads a secret's keys; throws one UserError that lists everything that is missing or cannot be used. */
export function snowflakeCredentials(secret: Secret): SnowflakeCredentials {
  const problems: string[] = [];
  const field = (name: Field): string | undefined => findField(secret, name);
  const required = (name: Field, shownAs: string): string => {
    const value = field(name);
    if (value === undefined) problems.push(`it has no ${shownAs}`);
    return value ?? '';
  };
  const names = namesOf(field, problems);
  const credentials = ((): SnowflakeCredentials => {
    if (field('workloadIdentityProvider') !== undefined || /^workload_identity$/i.test(field('authenticator') ?? '')) {
      return { ...names, method: 'workload identity' };
    }
    const key = field('privateKey');
    if (key !== undefined) {
      const passphrase = field('passphrase');
      const privateKey = wrapPrivateKey(key, passphrase, problems);
      return { ...names, method: 'key pair', user: required('user', '`username`'), privateKey, passphrase };
    }
    const token = field('token');
    if (token !== undefined) return { ...names, method: 'access token', user: field('user'), token };
    return {
      ...names,
      method: 'password',
      user: required('user', '`username`'),
      password: required('password', '`password` (or `privateKey`, or `token`)'),
    };
  })();
  if (problems.length > 0) throw new UserError(complaint(secret, problems), { facts: { secret: secret.id } });
  return concealed(credentials, { ...names, method: credentials.method });
}

function complaint(secret: Secret, problems: readonly string[]): string {
  const keys = secret.keys.length === 0 ? 'It has no keys.' : `Its keys are ${secret.keys.join(', ')}.`;
  return (
    `Secret ${secret.id} cannot be used for Snowflake: ${problems.join('; ')}. ${keys} ` +
    `Write it again: aws secretsmanager put-secret-value --secret-id ${secret.id} --secret-string '{"username":"…","password":"…"}'`
  );
}

function findField(secret: Secret, field: Field): string | undefined {
  const spellings: readonly string[] = ALIASES[field];
  const byFolded = new Map(secret.keys.map((key) => [key.toLowerCase().replace(/[_-]/g, ''), key]));
  for (const spelling of spellings) {
    const key = byFolded.get(spelling);
    const value = key === undefined ? undefined : secret.value(key)?.trim();
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

/** Accepts PEM with or without its first and last line, one line of base64, and `\n` written as two characters. */
function wrapPrivateKey(text: string, passphrase: string | undefined, problems: string[]): string {
  const plain = text.replaceAll('\\n', '\n').trim();
  const body = plain.replace(/-----[A-Z ]+-----/g, '').replace(/\s+/g, '');
  const label =
    /BEGIN ([A-Z ]+)-----/.exec(plain)?.[1] ?? (passphrase === undefined ? 'PRIVATE KEY' : 'ENCRYPTED PRIVATE KEY');
  const lines = body.match(/.{1,64}/g) ?? [];
  const pem = `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
  try {
    createPublicKey(createPrivateKey({ key: pem, passphrase }));
  } catch {
    // OpenSSL's reasons do not help, and a message must never quote the key.
    const remedy = passphrase === undefined ? 'or needs a `passphrase`' : 'or the `passphrase` does not open it';
    problems.push(`its private key is not a PEM key (PKCS#8), ${remedy}`);
  }
  return pem;
}
