import type { AwsAccount, MethodName, Role, SnowflakeAccount } from 'kernel-helpers/sidebar-contract/index';
import type { NameMask } from './mask-names';

/** Roles that every Snowflake account has, which say nothing of anybody (docs.snowflake.com, "Overview of access control"). */
const SYSTEM_ROLES: ReadonlySet<string> = new Set([
  'ACCOUNTADMIN',
  'SECURITYADMIN',
  'SYSADMIN',
  'USERADMIN',
  'ORGADMIN',
  'PUBLIC',
]);

/** Tells the mask the names of account, user and roles that an answer holds. */
export function learnNames(mask: NameMask, method: MethodName, result: unknown): void {
  switch (method) {
    case 'snowflakeAccount':
    case 'useRole':
    case 'useWarehouse': {
      const { account, user, role } = result as SnowflakeAccount;
      mask.learn(account, 'ACCOUNT');
      mask.learn(user, 'USER');
      if (role !== undefined) learnRole(mask, role);
      return;
    }
    case 'awsAccount': {
      const { accountId, identity } = result as AwsAccount;
      mask.learn(accountId, '000000000000');
      mask.learn(identity, 'user/USER');
      for (const name of identity.split('/').slice(1)) mask.learn(name, 'USER');
      return;
    }
    case 'roles':
      for (const { name } of result as readonly Role[]) learnRole(mask, name);
      return;
    default:
      return;
  }
}

function learnRole(mask: NameMask, role: string): void {
  if (!SYSTEM_ROLES.has(role)) mask.learnNumbered(role, 'ROLE');
}
