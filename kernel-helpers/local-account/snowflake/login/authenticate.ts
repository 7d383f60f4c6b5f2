import type { Account } from '../account';
import { isSameSecret } from '../session/session-registry';
import type { SnowflakeError } from '../snowflake-error';
import { accessKeyOf } from './check-attestation';
import { isJwtValid, parseJwt } from './check-jwt';
import { refusals } from './login-refusals';
import type { AuthenticationMethod, LoginOptions, LoginRules } from './login-rules';

/** What a login request says about who asks. */
export interface LoginClaim {
  readonly account: string;
  readonly authenticator: string;
  readonly user: string;
  readonly password: string;
  readonly token: string;
  readonly provider: string;
}

/** A user as far as logging in goes. */
interface User extends LoginRules {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** Who somebody is, and whether the proof holds; the proof is not looked at before what stands in the way. */
interface Identified {
  readonly user: User | undefined;
  readonly isProven: boolean;
  /** What the service says where the user is unknown or the proof does not hold. */
  readonly refused: () => SnowflakeError;
}

/** The drivers' names (snowflake-sdk 3.3.0, `authentication_types.js`). */
const METHODS: Readonly<Record<string, AuthenticationMethod>> = {
  SNOWFLAKE: 'PASSWORD',
  USERNAME_PASSWORD_MFA: 'PASSWORD',
  SNOWFLAKE_JWT: 'KEYPAIR',
  PROGRAMMATIC_ACCESS_TOKEN: 'PROGRAMMATIC_ACCESS_TOKEN',
  OAUTH: 'OAUTH',
  WORKLOAD_IDENTITY: 'WORKLOAD_IDENTITY',
};

/** The name of the user who logs in. Throws the service's refusal of anybody else. */
export function authenticate(account: Account, options: LoginOptions, claim: LoginClaim): string {
  const method = METHODS[claim.authenticator.toUpperCase()];
  if (method === undefined) throw refusals.unknownAuthenticator();
  const users = allUsers(account, options);
  const { user, isProven, refused } = identify(method, users, claim, options);
  const isThisAccount = isSameSecret(claim.account.toUpperCase(), account.name.toUpperCase());
  if (user === undefined || !isThisAccount) throw refused();
  const { networkPolicy = 'allows', authenticationMethods } = user;
  if (networkPolicy === 'blocks') throw refusals.blockedAddress();
  if (user.properties.DISABLED?.toUpperCase() === 'TRUE') throw refusals.disabled();
  if (user.isLocked === true) throw refusals.locked();
  if (authenticationMethods !== undefined && !authenticationMethods.includes(method)) throw refusals.policy();
  if (!isProven) throw refused();
  if (method === 'PROGRAMMATIC_ACCESS_TOKEN' && networkPolicy === 'none') throw refusals.networkPolicyRequired();
  if (method === 'PASSWORD') requireSecondFactor(user);
  return user.name;
}

function allUsers(account: Account, { logins }: LoginOptions): readonly User[] {
  const made = account.catalog.objects.all('user');
  const names = new Set([...Object.keys(logins), ...made.map(({ name }) => name)]);
  return [...names].map((name) => ({
    ...logins[name],
    name,
    properties: made.find((user) => user.name === name)?.properties ?? {},
  }));
}

function identify(
  method: AuthenticationMethod,
  users: readonly User[],
  claim: LoginClaim,
  options: LoginOptions,
): Identified {
  const named = users.find((user) => isCalled(user, claim.user));
  switch (method) {
    case 'PASSWORD': {
      // Always compared, so that the time it takes does not show whether there is such a user. A service user has no
      // password: CREATE USER refuses one (docs.snowflake.com, "CREATE USER", TYPE).
      const isPassword = isSameSecret(claim.password, named?.password ?? '') && named?.password !== undefined;
      const isService = named?.properties.TYPE?.toUpperCase() === 'SERVICE';
      return { user: named, isProven: isPassword && !isService, refused: refusals.wrongPassword };
    }
    case 'KEYPAIR': {
      const jwt = parseJwt(claim.token);
      const user = users.find((one) => isCalled(one, jwt?.sub.split('.').slice(1).join('.') ?? ''));
      const publicKeys = [user?.properties.RSA_PUBLIC_KEY ?? '', user?.properties.RSA_PUBLIC_KEY_2 ?? ''];
      const now = Date.now() + options.clockAheadSeconds * 1000;
      const isProven = jwt !== undefined && isJwtValid(jwt, { account: claim.account, publicKeys, now });
      return { user, isProven, refused: refusals.invalidJwt };
    }
    case 'PROGRAMMATIC_ACCESS_TOKEN':
      return withToken(users, claim, 'accessTokens', refusals.invalidAccessToken);
    case 'OAUTH':
      return withToken(users, claim, 'oauthTokens', refusals.invalidOauthToken);
    case 'WORKLOAD_IDENTITY': {
      const arn = claim.provider === 'AWS' ? options.awsIdentities[accessKeyOf(claim.token) ?? ''] : undefined;
      const user = users.find(({ properties }) => arn !== undefined && isRole(properties.WORKLOAD_IDENTITY ?? '', arn));
      return { user, isProven: true, refused: refusals.wrongPassword };
    }
  }
}

function withToken(
  users: readonly User[],
  { user: name, token }: LoginClaim,
  kind: 'accessTokens' | 'oauthTokens',
  refused: () => SnowflakeError,
): Identified {
  const user = users.find((one) => one[kind]?.some((known) => isSameSecret(known, token)) === true);
  return { user, isProven: user !== undefined && (name === '' || isCalled(user, name)), refused };
}

/** A key's token names the LOGIN_NAME, which is the name unless CREATE USER says otherwise. */
function isCalled({ name, properties }: User, text: string): boolean {
  return (properties.LOGIN_NAME ?? name).toUpperCase() === text.toUpperCase();
}

/** `(TYPE = AWS ARN = '…')`, as WORKLOAD_IDENTITY was written. */
function isRole(property: string, arn: string): boolean {
  return /\bAWS\b/i.test(property) && property.includes(arn);
}

function requireSecondFactor({ secondFactor }: User): void {
  if (secondFactor === 'not enrolled') throw refusals.notEnrolled();
  if (secondFactor === 'authenticator app') throw refusals.passcodeRequired();
  if (secondFactor === 'passkey') throw refusals.noUsableFactor();
}
