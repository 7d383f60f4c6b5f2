import { setTimeout as delay } from 'node:timers/promises';
import { callAws } from '../aws/call-aws';
import { awsClients, isLocalAccount } from '../aws/clients';
import { awsSdk } from '../aws/load-sdk';
import { outlastOutage } from '../aws/outlast-outage';
import { PlatformError } from '../errors';
import { describeStack, type FoundStack } from './find-stack';
import { failureText, stackFailures } from './stack-failure';

const POLL_SECONDS = { real: 10, local: 0.2 };

/** Deletes a stack and waits until it is gone, which takes minutes: CloudFormation first stops the notebook instance. */
export async function deleteStack(
  { name, id }: Pick<FoundStack, 'name' | 'id'>,
  signal: AbortSignal,
  tell: (progress: string) => void,
): Promise<void> {
  const { DeleteStackCommand } = awsSdk.cloudFormation();
  await callAws(`delete the stack ${name}`, () =>
    awsClients.cloudFormation().send(new DeleteStackCommand({ StackName: id }), { abortSignal: signal }),
  );
  const status = await untilSettled(id, signal, tell);
  if (status === 'DELETE_COMPLETE') return;
  const reasons = failureText(await stackFailures(id, signal));
  throw new PlatformError(`The stack ${name} could not be deleted (${status}).\n${reasons}`, {
    facts: { stack: name, status },
    advice: 'Then run the same command again.',
  });
}

/** Waits until CloudFormation has done what it is at; the status then. A stack that is not there counts as deleted. */
export async function untilSettled(id: string, signal: AbortSignal, tell: (progress: string) => void): Promise<string> {
  for (;;) {
    const stack = await outlastOutage((either) => describeStack(id, either), signal);
    const status: string = stack?.StackStatus ?? 'DELETE_COMPLETE';
    if (!status.endsWith('_IN_PROGRESS')) return status;
    tell(`the stack is at ${status}`);
    await delay((isLocalAccount() ? POLL_SECONDS.local : POLL_SECONDS.real) * 1000, undefined, { signal });
  }
}
