import { type AccountCheck, passed } from '../account-check';

/** Whose AWS credentials these are (STS, GetCallerIdentity: allowed to everyone, whatever the policies say). */
export const identityCheck: AccountCheck = {
  name: 'identity',
  proves: 'AWS accepts the credentials; whose they are, and in which region they work',
  needs: [],
  async run(account) {
    const { callerArn, region } = await account.aws();
    return passed(`${callerOf(callerArn)}, region ${region}`);
  },
};

/** `arn:aws:sts::123456789012:assumed-role/Notebooks/session` is the role Notebooks. */
function callerOf(arn: string): string {
  const [kind, ...names] = arn.slice(arn.lastIndexOf(':') + 1).split('/');
  if (kind === 'assumed-role') return `the role ${names[0]}`;
  if (kind === 'root') return 'the root user of the account';
  return `the ${kind} ${names.join('/')}`;
}
