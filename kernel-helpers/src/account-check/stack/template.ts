import { randomBytes } from 'node:crypto';
import { awsErrorCode, callAws } from '../../aws/call-aws';
import { awsClients, isLocalAccount } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { hasReason } from '../../errors';
import { howInstalled } from '../../how-installed';
import { cleanUpStack, planCleanUp } from '../../stack/clean-up/clean-up-stack';
import { createStack } from '../../stack/create-stack';
import { untilSettled } from '../../stack/delete-stack';
import { findStack } from '../../stack/find-stack';
import { failureText, stackFailures } from '../../stack/stack-failure';
import { type AccountCheck, failed, passed, unknown } from '../account-check';
import type { AccountUnderCheck } from '../account-under-check';
import { REMOVAL_LIMIT_SECONDS } from '../made-things';
import { templateFor } from './template-for';

const INSTANCE_TYPE = 'ml.t3.medium';
const MOST_CREATION_SECONDS = 1800;

/** Nothing of the story is touched: names of its own, the repository stays what it is, and no secret is made. */
function parametersFor(name: string): Readonly<Record<string, string>> {
  return {
    NotebookName: name,
    RoleName: name,
    InstanceType: INSTANCE_TYPE,
    RepositoryIsThere: 'yes',
    LogGroups: 'leave',
    SnowflakeAccount: 'not-used',
    SnowflakeLogin: 'workload identity',
    // The instance comes into service before it installs a release, so it needs none here (RFC 6761: no such host).
    ReleaseUrl: 'https://release.invalid/none',
    ReleaseSha256: '0'.repeat(64),
  };
}

/** Whether CloudFormation takes the template, makes all that is in it, and deletes it again. */
export const templateCheck: AccountCheck = {
  name: 'template',
  proves: `CloudFormation makes a stack of the template with its notebook instance (${INSTANCE_TYPE}), which is deleted again; no release is installed on it`,
  needs: ['identity'],
  uses: { notebookInstanceSeconds: MOST_CREATION_SECONDS + REMOVAL_LIMIT_SECONDS },
  limitSeconds: MOST_CREATION_SECONDS,
  async run(account, signal) {
    const { tell } = account;
    const name = `kernel-helpers-check-${randomBytes(6).toString('hex')}`;
    const template = await templateFor(name, account, signal);
    tell(`making the stack ${name}`);
    let id: string;
    try {
      id = await createStack({ name, template, parameters: parametersFor(name) }, signal);
    } catch (error) {
      if (hasReason(error, 'not-authorised')) {
        return unknown(
          'this caller may not make stacks',
          'Let somebody who launches the stack run --only template. The notebooks do not need such rights.',
        );
      }
      rememberStack(name, account);
      throw error;
    }
    rememberStack(name, account);
    const status = await untilSettled(id, signal, tell);
    if (status !== 'CREATE_COMPLETE') {
      return failed(`the stack is at ${status}`, failureText(await stackFailures(id, signal)));
    }
    const stack = await findStack(name, signal);
    if (stack === 'deleted' || stack.parts === undefined) return failed('the stack has no outputs', 'Is it deleted?');
    const state = await instanceState(stack.parts.notebookInstance, signal);
    if (state === undefined) return passed('the stack is made, and its outputs are complete');
    if (state !== 'InService') {
      return failed(`the notebook instance is ${state}`, 'Look for its start script in the log groups of SageMaker.');
    }
    return passed('the stack is made, its outputs are complete, and its notebook instance is in service');
  },
};

function rememberStack(name: string, { made, tell }: AccountUnderCheck): void {
  made.add({
    what: `stack ${name}, with its notebook instance, roles and bucket`,
    byHand: `${howInstalled().command} clean-up --stack ${name} --yes`,
    remove: (signal) => removeStack(name, signal, tell),
  });
}

async function removeStack(name: string, signal: AbortSignal, tell: (progress: string) => void): Promise<void> {
  const stack = await findStack(name, signal).catch((error: unknown) => {
    // Its creation failed before there was anything.
    if (hasReason(error, 'not-found')) return 'deleted' as const;
    throw error;
  });
  if (stack === 'deleted') return;
  const plan = await planCleanUp(stack.parts, signal);
  const onStart = (what: string): void => tell(`deleting ${what}`);
  await cleanUpStack(stack, plan, signal, { onStart, onProgress: tell, onDeleted: () => {} });
}

/** Undefined on the local account, whose SageMaker has no notebook instances. */
async function instanceState(name: string, abortSignal: AbortSignal): Promise<string | undefined> {
  const { DescribeNotebookInstanceCommand } = awsSdk.sageMaker();
  const command = new DescribeNotebookInstanceCommand({ NotebookInstanceName: name });
  return callAws(`look at the notebook instance ${name}`, async () => {
    try {
      return (await awsClients.sageMaker().send(command, { abortSignal })).NotebookInstanceStatus;
    } catch (error) {
      if (isLocalAccount() && awsErrorCode(error) === 'UnknownOperationException') return undefined;
      throw error;
    }
  });
}
