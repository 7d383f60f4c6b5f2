import type { Stack as DescribedStack } from '@aws-sdk/client-cloudformation';
import { callAws } from '../aws/call-aws';
import { awsClients } from '../aws/clients';
import { awsSdk } from '../aws/load-sdk';
import { UserError } from '../errors';
import { undefinedIfMissing } from '../sagemaker/missing-resource';
import { parseOutputs, STACK_DESCRIPTION, type StackParts } from './stack-outputs';

/** A stack of the template that is there. */
export interface FoundStack {
  readonly name: string;
  /** Names this stack alone, also after another one got its name. */
  readonly id: string;
  /** As CloudFormation says it, such as `CREATE_COMPLETE`. */
  readonly status: string;
  /** Undefined for a stack without outputs: it was not made to its end. */
  readonly parts?: StackParts;
}

/**
 * The stack of that name in the region; `deleted` if one of that name was deleted in the last 90 days (API reference,
 * ListStacks). Throws a UserError if there is none, or if it is not one of the template.
 */
export async function findStack(name: string, signal?: AbortSignal): Promise<FoundStack | 'deleted'> {
  const stack = await describeStack(name, signal);
  if (stack === undefined || stack.StackStatus === 'DELETE_COMPLETE') {
    if (stack !== undefined || (await wasDeleted(name, signal))) return 'deleted';
    throw new UserError(
      `There is no stack ${name} in this account and region, and there was none in the last 90 days. Is it the name that CloudFormation shows, and AWS_REGION its region?`,
      { reason: 'not-found' },
    );
  }
  if (stack.Description?.startsWith(STACK_DESCRIPTION) !== true) {
    throw new UserError(
      `The stack ${name} was not made with this project's template: its description does not begin with "${STACK_DESCRIPTION}". Nothing was changed.`,
    );
  }
  const outputs = Object.fromEntries((stack.Outputs ?? []).map((one) => [one.OutputKey ?? '', one.OutputValue ?? '']));
  const isMade = Object.keys(outputs).length > 0;
  return {
    name,
    id: stack.StackId ?? name,
    status: stack.StackStatus ?? '',
    ...(isMade && { parts: parseOutputs(name, outputs) }),
  };
}

/** What CloudFormation says of a stack, by its name or id; undefined if there is none. */
export function describeStack(nameOrId: string, signal?: AbortSignal): Promise<DescribedStack | undefined> {
  const { DescribeStacksCommand } = awsSdk.cloudFormation();
  return callAws(`look at the stack ${nameOrId}`, () =>
    undefinedIfMissing(async () => {
      const command = new DescribeStacksCommand({ StackName: nameOrId });
      return (await awsClients.cloudFormation().send(command, { abortSignal: signal })).Stacks?.[0];
    }),
  );
}

async function wasDeleted(name: string, signal?: AbortSignal): Promise<boolean> {
  const { ListStacksCommand } = awsSdk.cloudFormation();
  let NextToken: string | undefined;
  do {
    const command = new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'], NextToken });
    const page = await callAws('list the deleted stacks', () =>
      awsClients.cloudFormation().send(command, { abortSignal: signal }),
    );
    if (page.StackSummaries?.some(({ StackName }) => StackName === name)) return true;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return false;
}
