import type { EvaluationResult } from '@aws-sdk/client-iam';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import type { NeededAction } from '../../sagemaker/permissions/policy';

/** An action that no policy allows, or only under conditions that a simulation cannot know. */
export interface DeniedAction extends NeededAction {
  /** Keys of such conditions, for example a tag of the resource. */
  readonly conditions: readonly string[];
}

/**
 * The actions that a user's or role's policies do not allow, without doing any of them (IAM, SimulatePrincipalPolicy).
 * Policies of an organisation and boundaries count, those of a bucket, a key or a repository do not.
 */
export async function deniedActions(
  principalArn: string,
  needed: readonly NeededAction[],
  signal: AbortSignal,
): Promise<readonly DeniedAction[]> {
  const denied: DeniedAction[] = [];
  for (const group of groupsOf(needed)) {
    const results = await simulate(principalArn, group, signal);
    for (const one of group) {
      const result = results.get(one.action);
      if (result?.EvalDecision !== 'allowed') denied.push({ ...one, conditions: conditionsOf(one.action, result) });
    }
  }
  return denied;
}

/** One request simulates many actions, but each on all of its resources, so resources and conditions must be the same. */
function groupsOf(needed: readonly NeededAction[]): readonly (readonly NeededAction[])[] {
  const groups = new Map<string, NeededAction[]>();
  for (const one of needed) {
    const key = JSON.stringify([one.resource, one.condition]);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(one);
  }
  return [...groups.values()];
}

async function simulate(
  principalArn: string,
  group: readonly NeededAction[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, EvaluationResult>> {
  const { SimulatePrincipalPolicyCommand } = awsSdk.iam();
  const [{ resource, condition }] = group;
  const command = new SimulatePrincipalPolicyCommand({
    PolicySourceArn: principalArn,
    ActionNames: group.map(({ action }) => action),
    ResourceArns: [resource],
    ContextEntries: Object.entries(condition?.StringEquals ?? {}).map(([name, value]) => ({
      ContextKeyName: name,
      ContextKeyType: 'string',
      ContextKeyValues: [value],
    })),
    // More than all actions of one group, so the answer has one page.
    MaxItems: 1000,
  });
  const { EvaluationResults: results = [] } = await awsClients.iam().send(command, { abortSignal: signal });
  return new Map(results.map((result) => [result.EvalActionName ?? '', result]));
}

/** IAM lists keys of all statements; those of another service decide nothing here. */
function conditionsOf(action: string, result: EvaluationResult | undefined): readonly string[] {
  const [service] = action.split(':');
  const missing = result?.MissingContextValues ?? [];
  return missing.filter((key) => key.startsWith(`${service}:`) || key.startsWith('aws:'));
}
