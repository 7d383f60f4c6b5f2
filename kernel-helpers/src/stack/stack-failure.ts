import { callAws } from '../aws/call-aws';
import { awsClients } from '../aws/clients';
import { awsSdk } from '../aws/load-sdk';

/** A kind of failure whose mark a vendor's page names, and what to do about it. CloudFormation's words are shown as well. */
interface KnownFailure {
  readonly mark: RegExp;
  /** The type of the resource, where the advice is about one. */
  readonly type?: string;
  readonly advice: string;
}

/** CloudFormation CLI user guide, "Handler error codes": each handler of a resource ends its words with one of them. */
const handlerCode = (code: string): RegExp => new RegExp(`HandlerErrorCode: ${code}\\b`);
const IS_TAKEN = handlerCode('AlreadyExists');

const KNOWN: readonly KnownFailure[] = [
  {
    mark: IS_TAKEN,
    type: 'AWS::SageMaker::NotebookInstance',
    advice:
      'A notebook instance of this name is in the region already. Choose another name in the parameter NotebookName, or delete that instance.',
  },
  {
    mark: IS_TAKEN,
    type: 'AWS::IAM::Role',
    advice:
      'A role of this name is in the account already, perhaps of a stack in another region. Choose another name in the parameter RoleName.',
  },
  {
    mark: IS_TAKEN,
    type: 'AWS::S3::Bucket',
    advice:
      'Names of buckets are taken worldwide, and this one is. Choose another name in the parameter BucketName, or leave it empty.',
  },
  {
    mark: IS_TAKEN,
    type: 'AWS::ECR::Repository',
    advice: 'The repository is there already. Set the parameter RepositoryIsThere to yes.',
  },
  {
    mark: IS_TAKEN,
    type: 'AWS::SecretsManager::Secret',
    advice: 'The secret is there already. Give its ARN in the parameter SecretArn.',
  },
  {
    mark: IS_TAKEN,
    type: 'AWS::Logs::LogGroup',
    advice: 'The log group is there already. Set the parameter LogGroups to leave.',
  },
  {
    // API reference of S3, "Error responses", BucketNotEmpty.
    mark: /bucket (?:that )?you tried to delete is not empty/i,
    advice:
      'Something was written while the stack was deleted. Run the same clean-up again: it empties the bucket first.',
  },
  {
    // IAM user guide, "Troubleshoot access denied error messages", which has the form of these words.
    mark: /is not authorized to perform: iam:/,
    advice:
      'You may not make or delete roles. Ask somebody who may to run it, or for a permissions boundary that lets you, and give its ARN in the parameter PermissionsBoundaryArn.',
  },
  {
    mark: handlerCode('AccessDenied'),
    advice: 'A permission is missing. CloudFormation uses those of the caller: ask for the action that is named.',
  },
  {
    mark: handlerCode('ServiceLimitExceeded'),
    advice: 'A quota is used up. Choose another type in the parameter InstanceType, or ask for a higher quota.',
  },
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
  ).map(({ LogicalResourceId = '', ResourceType = '', ResourceStatusReason = 'no reason was given' }) => ({
    resource: LogicalResourceId,
    reason: ResourceStatusReason,
    ...adviceFor(ResourceType, ResourceStatusReason),
  }));
}

/** What to do about a reason that CloudFormation gave for a resource of that type; empty for one that is not known. */
export function adviceFor(resourceType: string, reason: string): { readonly advice?: string } {
  const known = KNOWN.find(({ mark, type = resourceType }) => type === resourceType && mark.test(reason));
  return known === undefined ? {} : { advice: known.advice };
}

/** One line for each failure: CloudFormation's own words, and what to do where they are known. */
export function failureText(failures: readonly StackFailure[]): string {
  return failures
    .map(({ resource, reason, advice = '' }) => `${resource}: ${reason.trim().replace(/\.?$/, '.')} ${advice}`.trim())
    .join('\n');
}
