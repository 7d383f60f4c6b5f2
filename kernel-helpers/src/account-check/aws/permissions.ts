import { awsErrorCode } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { howInstalled } from '../../how-installed';
import { executionRole } from '../../sagemaker/execution-role';
import type { Principal } from '../../sagemaker/permissions/needed-permissions';
import { neededActions } from '../../sagemaker/permissions/policy';
import type { PolicyPlaces } from '../../sagemaker/permissions/resources';
import { type AccountCheck, failed, passed, unknown } from '../account-check';
import { type AccountUnderCheck, accountsInUse } from '../account-under-check';
import { findRole } from './find-role';
import { type DeniedAction, deniedActions } from './simulate-role';

const WHO: Readonly<Record<Principal, string>> = { notebook: 'the caller', job: 'the role of jobs' };

/** Whether the policies of the caller and of the role of jobs allow what the functions need. Nothing of it is done. */
export const permissionsCheck: AccountCheck = {
  name: 'permissions',
  proves: 'the policies of the caller and of the role of jobs allow what is needed (IAM simulates it)',
  needs: ['role'],
  async run(account, signal) {
    try {
      const places = await placesOf(account, signal);
      const principals = { notebook: await callerOf(account, signal), job: places.jobRoleArn };
      const denied: string[] = [];
      const conditional: string[] = [];
      for (const principal of ['notebook', 'job'] as const) {
        const arn = principals[principal];
        if (arn === undefined) continue;
        const needed = neededActions(principal, places).filter(({ action }) => !isUnused(action, account));
        for (const one of await deniedActions(arn, needed, signal)) {
          if (one.onlyWhen !== undefined) continue;
          (one.conditions.length === 0 ? denied : conditional).push(`${WHO[principal]}: ${shown(one)}`);
        }
      }
      return findingOf(denied, conditional);
    } catch (error) {
      signal.throwIfAborted();
      return notSimulated(error);
    }
  },
};

/** Nobody reads the secret where the AWS role itself logs in to Snowflake. */
function isUnused(action: string, account: AccountUnderCheck): boolean {
  return account.settings().workloadIdentity === true && action.startsWith('secretsmanager:');
}

/** The user or role whose policies count; undefined for the root user, whom no policy limits. */
async function callerOf(account: AccountUnderCheck, signal: AbortSignal): Promise<string | undefined> {
  const { callerArn: arn } = await account.aws();
  const [kind, name] = arn.slice(arn.lastIndexOf(':') + 1).split('/');
  if (kind === 'root') return undefined;
  return kind === 'assumed-role' ? (await findRole(name, signal)).arn : arn;
}

async function placesOf(account: AccountUnderCheck, signal: AbortSignal): Promise<PolicyPlaces> {
  const { accountId, region, callerArn: arn } = await account.aws();
  const { secretId: name, workloadIdentity, bucket } = account.settings();
  const secretId = workloadIdentity === true ? name : await secretArn(name, signal);
  return { partition: arn.split(':')[1], accountId, region, secretId, bucket, jobRoleArn: await executionRole() };
}

/** A policy may name the secret's whole ARN, which ends in characters that AWS chose. */
async function secretArn(secretId: string, signal: AbortSignal): Promise<string> {
  const { GetSecretValueCommand } = awsSdk.secretsManager();
  try {
    const command = new GetSecretValueCommand({ SecretId: secretId });
    const { ARN: arn } = await awsClients.secretsManager().send(command, { abortSignal: signal });
    return arn ?? secretId;
  } catch {
    // The check `credentials` says why.
    signal.throwIfAborted();
    return secretId;
  }
}

function findingOf(denied: readonly string[], conditional: readonly string[]): ReturnType<typeof passed> {
  const fix = `Give the role the policy that ${howInstalled().command} aws-policy notebook (or job) prints; REAL-ACCOUNTS.md says why, under "Permissions in AWS". A policy of the secret, the key, the bucket or the repository may allow it as well, which IAM does not simulate.`;
  const conditions = `not known, because it depends on conditions: ${conditional.join(', ')}`;
  if (denied.length > 0) {
    const rest = conditional.length === 0 ? '' : `; ${conditions}`;
    return failed(`not allowed: ${denied.join(', ')}${rest}`, fix);
  }
  if (conditional.length > 0) return unknown(conditions, fix);
  return passed('everything that the functions always need');
}

/** `ecr:PutImage for buildTrainingImage()`. */
function shown({ action, neededBy, conditions }: DeniedAction): string {
  const keys = conditions.length === 0 ? '' : ` (${conditions.join(', ')})`;
  return `${action}${keys} for ${neededBy.join(' and ')}`;
}

function notSimulated(error: unknown): ReturnType<typeof unknown> {
  if (accountsInUse().aws === 'LOCAL' && awsErrorCode(error) !== 'AccessDenied') {
    return unknown('the local account keeps no policies');
  }
  return unknown(
    `not simulated (${awsErrorCode(error)})`,
    'To know it beforehand, allow the caller iam:SimulatePrincipalPolicy and iam:GetRole. The other checks show most of it.',
  );
}
