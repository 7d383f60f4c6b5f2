import { describeAccount } from '../../aws/account';
import { isLocalAccount } from '../../aws/clients';
import type { AwsAccount } from '../../sidebar-contract/index';

/** Whose the AWS credentials of this process are. */
export async function describeAwsAccount(signal: AbortSignal): Promise<AwsAccount> {
  const { accountId, region, callerArn } = await describeAccount(signal);
  return { isLocal: isLocalAccount(), accountId, region, identity: callerArn.slice(callerArn.lastIndexOf(':') + 1) };
}
