/** Snowflake's names of the ways to log in (docs.snowflake.com, "CREATE AUTHENTICATION POLICY"). */
export type AuthenticationMethod = 'PASSWORD' | 'KEYPAIR' | 'PROGRAMMATIC_ACCESS_TOKEN' | 'OAUTH' | 'WORKLOAD_IDENTITY';

/** What a user can log in with besides what CREATE USER says, and what stands in the way. */
export interface LoginRules {
  readonly password?: string;
  /** Programmatic access tokens that have not expired. */
  readonly accessTokens?: readonly string[];
  readonly oauthTokens?: readonly string[];
  /** What a password needs besides. @default nothing, as in trial accounts */
  readonly secondFactor?: 'not enrolled' | 'authenticator app' | 'passkey';
  /** @default 'allows' */
  readonly networkPolicy?: 'none' | 'allows' | 'blocks';
  /** What the authentication policy allows. @default every way */
  readonly authenticationMethods?: readonly AuthenticationMethod[];
  /** After too many wrong passwords. @default false */
  readonly isLocked?: boolean;
}

/** How the account's users log in. */
export interface LoginOptions {
  /** By the users' names in upper case. A user that CREATE USER makes needs none to log in with a key or as a role. */
  readonly logins: Readonly<Record<string, LoginRules>>;
  /** The role's ARN behind each AWS access key; the service asks AWS, with the request that the driver signs. */
  readonly awsIdentities: Readonly<Record<string, string>>;
  /** How far the account's clock is ahead of that of this machine. */
  readonly clockAheadSeconds: number;
  /** How long a session token is valid before the driver has to renew it. */
  readonly tokenSeconds: number;
}
