/** The ways to log in that work without a person. */
export type LoginMethod = 'workload identity' | 'key pair' | 'access token' | 'OAuth token' | 'password';

const UNATTENDED = 'which neither a notebook cell nor a job can do';

/**
 * What the field `authenticator` of a secret asks for, in the names of Snowflake's drivers (snowflakedb/drivers,
 * docs/troubleshooting/core/authentication.md; snowflake-sdk 3.3.0, `authentication_types.js`).
 */
const METHODS: Readonly<Record<string, LoginMethod>> = {
  snowflake: 'password',
  snowflake_password: 'password',
  snowflake_jwt: 'key pair',
  programmatic_access_token: 'access token',
  oauth: 'OAuth token',
  workload_identity: 'workload identity',
};

/** Why the others are refused. */
const REFUSED: Readonly<Record<string, string>> = {
  username_password_mfa: `asks a person for a second factor, ${UNATTENDED}`,
  externalbrowser: `opens a browser, ${UNATTENDED}`,
  oauth_authorization_code: `opens a browser, ${UNATTENDED}`,
  oauth_client_credentials: 'asks another server for a token first, which is not supported here',
  id_token: 'needs the token that a browser login left behind, which is not supported here',
};

/** The method that a secret names, or else what is wrong with the name. */
export function methodOf(authenticator: string): { readonly method: LoginMethod } | { readonly problem: string } {
  const name = authenticator.toLowerCase();
  if (Object.hasOwn(METHODS, name)) return { method: METHODS[name] };
  const reason = Object.hasOwn(REFUSED, name)
    ? REFUSED[name]
    : /^https:\/\//.test(name)
      ? `is a login page for people, ${UNATTENDED}`
      : 'is not known';
  return {
    problem: `its authenticator ${JSON.stringify(authenticator)} ${reason} (use ${Object.keys(METHODS).slice(2).join(', ')})`,
  };
}
