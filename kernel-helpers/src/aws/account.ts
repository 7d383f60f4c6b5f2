import { InternalError } from '../errors';
import { callAws } from './call-aws';
import { awsClients } from './clients';
import { awsSdk } from './load-sdk';

/** The AWS account that the credentials of this process belong to. */
export interface AwsAccount {
  readonly accountId: string;
  readonly region: string;
  /** ARN of the user or role that makes the calls. */
  readonly callerArn: string;
}

/** Asks AWS whose credentials these are. Throws a UserError if there are no credentials, or no region. */
export async function describeAccount(signal?: AbortSignal): Promise<AwsAccount> {
  return callAws('find out which AWS account this is', async () => {
    const { GetCallerIdentityCommand } = awsSdk.sts();
    const sts = awsClients.sts();
    const region = await sts.config.region();
    const identity = await sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
    if (identity.Account === undefined || identity.Arn === undefined) {
      throw new InternalError('AWS named no account for these credentials.');
    }
    return { accountId: identity.Account, region, callerArn: identity.Arn };
  });
}
