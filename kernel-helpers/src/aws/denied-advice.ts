import { TRAINING_ENVIRONMENT } from '../training-contract/index';

/** Whose permission is missing: that of the notebook's role, or that of the role that jobs and endpoints run as. */
export type DeniedRole = 'notebook' | 'job';

const ROLES: Readonly<Record<DeniedRole, string>> = {
  notebook: 'the role that this notebook runs as',
  job: 'the role that jobs and endpoints run as (SAGEMAKER_ROLE_ARN)',
};

/** How a role is called in messages. */
export function roleText(role: DeniedRole = ownRole()): string {
  return ROLES[role];
}

/** Half a sentence about a call that AWS denied, by AWS's message: which permission is missing, and who needs it. */
export function deniedAdvice(message: string, role: DeniedRole = ownRole()): string {
  // AWS's message holds account ids, so only the action and the kind of the policy are quoted.
  const action = /perform: ([\w-]+:\w+)/.exec(message)?.[1];
  if (action === undefined)
    return `AWS denied the access. Ask for the permission that this call needs, for ${ROLES[role]}.`;
  const policy = denyingPolicy(message);
  if (policy !== undefined) {
    const article = /^[aeiou]/.test(policy) ? 'an' : 'a';
    return `permission ${action} is denied by ${article} ${policy}, whatever other policies allow. Ask the administrator of that policy to allow ${action} for ${ROLES[role]}.`;
  }
  return `permission ${action} is missing. Ask for a policy that allows ${action} for ${ROLES[role]}.`;
}

/** True for a text of AWS, such as a job's failure reason, that says that a permission is missing. */
export function saysDenied(text: string): boolean {
  return /is not authorized to perform: /.test(text);
}

/**
 * The policy that denies, where it is not enough to give the role a policy that allows. Forms of the message: IAM user
 * guide, "Troubleshoot access denied error messages".
 */
function denyingPolicy(message: string): string | undefined {
  const explicit = /with an explicit deny in an? ([A-Za-z -]+)/.exec(message)?.[1];
  const implicit = /because no ([A-Za-z -]+?) allows /.exec(message)?.[1];
  if (implicit === undefined || /^(?:identity|resource)-based policy$/.test(implicit)) return explicit?.trim();
  return implicit;
}

/** SageMaker sets the job's name in the environment of a training container, and nowhere else. */
export function ownRole(): DeniedRole {
  return process.env[TRAINING_ENVIRONMENT.jobName] === undefined ? 'notebook' : 'job';
}
