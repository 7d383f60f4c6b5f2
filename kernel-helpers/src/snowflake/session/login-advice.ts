import type { LoginMethod } from '../../secrets/authenticators';

/** What the advice about a refused login names. */
export interface LoginFacts {
  readonly account: string;
  /** Where the credentials came from: `secret snowflake_credentials`. */
  readonly source: string;
  readonly method: LoginMethod;
  readonly user?: string | undefined;
  readonly role?: string | undefined;
  /** Snowflake's own words, on one line. */
  readonly said: string;
  /** Of the key pair's public half, as DESCRIBE USER shows it. */
  readonly fingerprint?: string | undefined;
  /** How far Snowflake's clock is ahead of this machine's; undefined where that is not known. */
  readonly clockSkewSeconds?: number | undefined;
}

type Advice = (facts: LoginFacts) => string;

const PAGE = 'REAL-ACCOUNTS.md, "Logging in to Snowflake"';
const WITHOUT_A_PERSON = `Log in as a user with TYPE = SERVICE: by key pair, by access token with a network policy, or by workload identity (${PAGE}).`;

/** Times of a key pair's token may differ by a minute (docs.snowflake.com, "Key pair authentication: troubleshooting"). */
const LARGEST_SKEW_SECONDS = 60;

const wrong: Advice = ({ account, source, method, said }) => {
  if (method === 'workload identity') return noSuchIdentity({ account, source, said, method });
  const isPassword = method === 'password';
  return (
    `Snowflake account ${account} did not accept the user name and ${method} of ${source}. Correct them there; Snowflake locks a ` +
    `user after five wrong tries.${isPassword ? ` A user with TYPE = SERVICE cannot use a password: see ${PAGE}.` : ''}`
  );
};

const noSuchIdentity: Advice = ({ account, said }) =>
  `Snowflake account ${account} knows no user with this AWS role: ${said} Give its ARN to a user: create user … type = service ` +
  `workload_identity = (type = aws arn = 'arn:aws:iam::<account>:role/<role>') (${PAGE}).`;

const secondFactor: Advice = ({ source, said }) =>
  `Snowflake asks the user of ${source} for a second factor: ${said} ${WITHOUT_A_PERSON}`;

const keyPair: Advice = ({ account, source, user = '…', said, fingerprint = 'SHA256:…', clockSkewSeconds }) => {
  const refused = `Snowflake account ${account} did not accept the key pair of ${source}: ${said}`;
  if (clockSkewSeconds !== undefined && Math.abs(clockSkewSeconds) >= LARGEST_SKEW_SECONDS) {
    const direction = clockSkewSeconds > 0 ? 'behind' : 'ahead of';
    return `${refused} The clock of this machine is ${Math.abs(clockSkewSeconds)} s ${direction} Snowflake's, and ${LARGEST_SKEW_SECONDS} s are allowed. Set the clock.`;
  }
  return (
    `${refused} \`describe user ${user}\` must show RSA_PUBLIC_KEY_FP ${fingerprint} and, as LOGIN_NAME, the user of the secret; ` +
    `if not: alter user ${user} set rsa_public_key = '…'. An administrator sees the reason: select system$get_login_failure_details('<the id above>').`
  );
};

const policyNames: Readonly<Record<LoginMethod, string>> = {
  'workload identity': 'WORKLOAD_IDENTITY',
  'key pair': 'KEYPAIR',
  'access token': 'PROGRAMMATIC_ACCESS_TOKEN',
  'OAuth token': 'OAUTH',
  password: 'PASSWORD',
};

const policy: Advice = ({ account, source, method, said }) =>
  `An authentication policy of Snowflake account ${account} forbids the ${method} of ${source}: ${said} Its administrator can add ` +
  `${policyNames[method]} to AUTHENTICATION_METHODS of the policy, or give another way to log in (${PAGE}).`;

const blocked: Advice = ({ account, said }) =>
  `A network policy of Snowflake account ${account} blocks this machine: ${said} Ask its administrator to allow the addresses ` +
  'that notebook and jobs come from.';

const networkPolicy: Advice = (facts) =>
  / IP/.test(facts.said)
    ? blocked(facts)
    : `The access token of ${facts.source} works only for a user with a network policy: ${facts.said} Its administrator runs: alter user ` +
      `${facts.user ?? '…'} set network_policy = … (${PAGE}).`;

const accessToken: Advice = ({ account, source, said }) =>
  `Snowflake account ${account} did not accept the access token of ${source}; it may have expired, or belong to another user or ` +
  `account: ${said} Make a new one and write it there (${PAGE}).`;

const oauthToken: Advice = ({ account, source, said }) =>
  `Snowflake account ${account} did not accept the OAuth token of ${source}; such tokens last minutes to hours: ${said} Get a new ` +
  `one and write it there; a job that starts later needs a key pair, an access token or workload identity (${PAGE}).`;

const role: Advice = ({ source, role: name }) =>
  `Role ${name ?? '(default)'} does not exist or is not granted to the user of ${source}. Set SF_ROLE to a role of that user, or ` +
  `grant it: grant role ${name ?? '…'} to user ….`;

const each = (codes: string, advice: Advice): Readonly<Record<string, Advice>> =>
  Object.fromEntries(codes.split(' ').map((code) => [code, advice]));

/**
 * What to do about a refused login, by Snowflake's code. Sources: docs.snowflake.com, "SYSTEM$GET_LOGIN_FAILURE_DETAILS"
 * (390144, 394300 to 394307), "Federated authentication troubleshooting" (390139) and the REST API tutorials (390202);
 * snowflakedb/drivers, `sf_core/src/rest/snowflake/mod.rs` (390120 to 390132, 390303, 390318) and its tests (390194,
 * 390301, 394400); reports of users that quote code and text (390101, 390102, 390197, 390422, 390432, 390913, 394508, 394509).
 */
export const LOGIN_ADVICE: Readonly<Record<string, Advice>> = {
  ...each('390100', wrong),
  ...each(
    '390101',
    ({ source, user = '…', said }) =>
      `The Snowflake user of ${source} is disabled: ${said} Its administrator runs: alter user ${user} set disabled = false.`,
  ),
  ...each(
    '390102',
    ({ source, user = '…', said }) =>
      `The Snowflake user of ${source} is locked: ${said} Wait 15 minutes, or its administrator runs: alter user ${user} set mins_to_unlock = 0. First correct the ${source}.`,
  ),
  ...each(
    '390106',
    ({ source, said }) => `The Snowflake user of ${source} is locked or disabled: ${said} Ask its administrator.`,
  ),
  ...each('390120 390122 390123 390126 390127 390129 390132 390197 394507 394508 394509', secondFactor),
  ...each('390139', policy),
  ...each('390144 394300 394301 394302 394303 394304 394305 394306 394307', keyPair),
  ...each('390186 390189', role),
  ...each(
    '390194',
    ({ source, user = '…', said }) =>
      `The Snowflake user of ${source} has no default role: ${said} Set SF_ROLE, or its administrator runs: alter user ${user} set default_role = ….`,
  ),
  ...each(
    '390201',
    ({ said }) =>
      `Snowflake knows no such object for this login: ${said} Check SF_WAREHOUSE, SF_DATABASE and SF_SCHEMA.`,
  ),
  ...each('390202', policy),
  ...each('390301 390303 390318', oauthToken),
  ...each('390420 390422', blocked),
  ...each('390432', networkPolicy),
  ...each(
    '390913',
    ({ account, said }) => `Snowflake account ${account} is suspended, as trials are at their end: ${said}`,
  ),
  ...each('394400', accessToken),
};
