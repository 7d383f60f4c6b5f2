import { callAws } from '../aws/call-aws';
import { awsClients } from '../aws/clients';
import { awsSdk } from '../aws/load-sdk';

/** What CloudFormation's own words mean, and what to do. The words are those of the services that it calls. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  // CloudFormation's handler for notebook instances, and SageMaker ("Cannot create a duplicate NotebookInstance").
  [
    /NotebookInstance.*already exist|duplicate NotebookInstance/is,
    'A notebook instance of this name is in the region already. Choose another name in the parameter of the instance, or delete that instance.',
  ],
  [
    /Role.*already exists|EntityAlreadyExists/is,
    'A role of this name is in the account already, perhaps of a stack in another region. Choose another name in the parameter of the role.',
  ],
  [
    /bucket.*already (?:exists|owned)|BucketAlready(?:Exists|OwnedByYou)/is,
    'Bucket names are taken worldwide, and this one is. Choose another name; if it is the bucket that an earlier stack has kept, name it as the existing bucket or delete it.',
  ],
  [
    /not empty/i,
    'Something was written while the stack was deleted. Run the same clean-up again: it empties bucket and repository first.',
  ],
  [
    /not authorized to perform: iam:|AccessDenied.*iam:|requires capabilities/is,
    'You may not make or delete roles. Ask somebody with such rights to run it, or for a permissions boundary that lets you, and give its ARN in the parameter for the boundary.',
  ],
  [
    /not authorized|AccessDenied|UnauthorizedOperation/i,
    'A permission is missing. CloudFormation uses those of the caller: ask for the action that is named, then launch again.',
  ],
  [
    /subnet|security group|DirectInternetAccess/i,
    'Give subnet and security groups together, both of one VPC in this region, or leave both out.',
  ],
  [/ResourceLimitExceeded|limit/i, 'A quota is used up. Choose another type of instance, or ask for a higher quota.'],
];

/** A resource of a stack that failed, and why. */
export interface StackFailure {
  /** Its name in the template. */
  readonly resource: string;
  /** In CloudFormation's words. */
  readonly reason: string;
  /** What to do, where the reason is a known one. */
  readonly advice?: string;
}

/** Why a stack failed: its first causes only, since CloudFormation cancels everything else after them. */
export async function stackFailures(stackId: string, signal?: AbortSignal): Promise<readonly StackFailure[]> {
  const { DescribeStackEventsCommand } = awsSdk.cloudFormation();
  const command = new DescribeStackEventsCommand({ StackName: stackId });
  const { StackEvents = [] } = await callAws('read the events of the stack', () =>
    awsClients.cloudFormation().send(command, { abortSignal: signal }),
  );
  return StackEvents.filter(
    ({ ResourceStatus = '', ResourceStatusReason = '' }) =>
      ResourceStatus.endsWith('_FAILED') && !/cancell?ed|The following resource/i.test(ResourceStatusReason),
  ).map(({ LogicalResourceId = '', ResourceStatusReason = 'no reason was given' }) => ({
    resource: LogicalResourceId,
    reason: ResourceStatusReason,
    ...adviceFor(ResourceStatusReason),
  }));
}

/** What to do about a reason that CloudFormation gave; empty for one that is not known. */
export function adviceFor(reason: string): { readonly advice?: string } {
  const known = KNOWN.find(([pattern]) => pattern.test(reason));
  return known === undefined ? {} : { advice: known[1] };
}

/** One line for each failure. */
export function failureText(failures: readonly StackFailure[]): string {
  return failures
    .map(({ resource, reason, advice = '' }) => `${resource}: ${reason.trim().replace(/\.?$/, '.')} ${advice}`.trim())
    .join('\n');
}
