import type { AwsAccount } from '../aws/account';
import { BUCKET_VARIABLE } from '../settings';
import type { ConnectionParameters } from '../snowflake/session/connection-parameters';
import { SECRET_NAME } from '../story-names';
import { TRAINING_ENVIRONMENT, TRAINING_ENVIRONMENT_ALIASES } from '../training-contract/index';
import type { Redactor } from './redactor';

/** What the local account is called; its reports need the word. */
const LOCAL_ACCOUNT = 'local';

const NAMES = TRAINING_ENVIRONMENT;

/** Variables that name or open an account, and what a report says in place of them. */
const LABELS: Readonly<Record<string, string>> = {
  [NAMES.account]: 'snowflake account',
  [NAMES.warehouse]: 'warehouse',
  [NAMES.database]: 'database',
  [NAMES.schema]: 'schema',
  [NAMES.role]: 'snowflake role',
  [NAMES.table]: 'table',
  [NAMES.secretId]: 'secret name',
  SAGEMAKER_ROLE_ARN: 'arn',
  [BUCKET_VARIABLE]: 'bucket',
  AWS_PROFILE: 'aws profile',
  AWS_ACCESS_KEY_ID: 'aws key',
  AWS_SECRET_ACCESS_KEY: 'aws key',
  AWS_SESSION_TOKEN: 'aws key',
};

/** Words of these pages, which are no one's own names. */
const PUBLIC_NAMES: readonly string[] = [SECRET_NAME, LOCAL_ACCOUNT];

/** What the environment says, known also when nothing can be asked. */
export function learnEnvironment(redactor: Redactor, env: Readonly<Record<string, string | undefined>>): void {
  const aliases = Object.entries(TRAINING_ENVIRONMENT_ALIASES).map(([alias, name]) => [alias, LABELS[name]] as const);
  for (const [variable, label] of [...Object.entries(LABELS), ...aliases]) {
    const value = env[variable]?.trim();
    if (label !== undefined && !PUBLIC_NAMES.includes(value ?? '')) redactor.learn(label, value);
  }
}

/** The account's number, and the names of its users, roles and sessions. */
export function learnAws(redactor: Redactor, { accountId, callerArn }: AwsAccount): void {
  redactor.learn('aws account', accountId);
  const [, ...names] = callerArn.slice(callerArn.lastIndexOf(':') + 1).split('/');
  for (const name of names) redactor.learn('aws name', name);
}

/** Everything that a login is made of, its secrets included. */
export function learnConnection(redactor: Redactor, parameters: ConnectionParameters): void {
  const { account, accessUrl, credentials, role, warehouse, database, schema } = parameters;
  for (const name of partsOf(account)) redactor.learn('snowflake account', name);
  redactor.learn('snowflake host', new URL(accessUrl).hostname);
  const names = { 'snowflake role': role, warehouse, database, schema };
  for (const [label, value] of Object.entries(names)) redactor.learn(label, value);
  const { method, ...fields } = credentials;
  for (const value of Object.values(fields)) {
    if (typeof value === 'string') redactor.learn(method, value);
  }
  if ('user' in credentials) redactor.learn('user', credentials.user);
}

/** `myorg-account1` is also written `MYORG.ACCOUNT1`, and messages name its parts; of `xy12345.us-east-2` only the first. */
function partsOf(account: string): readonly string[] {
  if (account === LOCAL_ACCOUNT) return [];
  const [own] = account.split('.');
  const [organisation, ...rest] = own.split('-');
  return rest.length === 0 ? [account, own] : [account, own, organisation, rest.join('-')];
}
