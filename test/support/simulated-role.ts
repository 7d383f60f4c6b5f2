import { type RequestAnalysis, runSimulation } from '@cloud-copilot/iam-simulate';
import type { PolicyDocument } from 'kernel-helpers/sagemaker/permissions/policy';

/** What a call asks IAM: one action on one resource, with the values of condition keys that the service gives. */
export interface AskedAction {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

export interface Judgement {
  readonly isAllowed: boolean;
  /** The places in the role's policy, from 0, of the statements that allow it. */
  readonly statements: readonly number[];
}

/**
 * A role with one policy, judged by an IAM simulator that brings AWS's tables of actions, resource types and condition
 * keys along and asks nobody. Policies of a bucket, a key or a repository are not asked.
 */
export class SimulatedRole<Policy extends object = PolicyDocument> {
  constructor(
    readonly arn: string,
    readonly policy: Policy,
  ) {}

  /** Throws if AWS knows no such action, or the action takes no resource of this type. */
  async judge({ action, resource, context = {} }: AskedAction): Promise<Judgement> {
    const accountId = this.arn.split(':')[4] ?? '';
    const answer = await runSimulation(
      {
        request: { principal: this.arn, action, resource: { resource, accountId }, contextVariables: { ...context } },
        identityPolicies: [{ name: 'policy', policy: this.policy }],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      },
      {},
    );
    if (answer.resultType === 'error') {
      throw new Error(`${action} on ${resource} cannot be simulated: ${JSON.stringify(answer.errors)}`);
    }
    const results = answer.resultType === 'single' ? [answer.result] : answer.results;
    const statements = results.flatMap(({ analysis }) => allowing(analysis));
    return { isAllowed: answer.overallResult === 'Allowed', statements: [...new Set(statements)] };
  }

  /** Those that the role may not do. */
  async denied(asked: readonly AskedAction[]): Promise<readonly AskedAction[]> {
    const judged = await Promise.all(asked.map(async (one) => ({ one, ...(await this.judge(one)) })));
    return judged.filter(({ isAllowed }) => !isAllowed).map(({ one }) => one);
  }
}

function allowing({ identityAnalysis }: RequestAnalysis): readonly number[] {
  return (identityAnalysis?.allowStatements ?? []).map(({ statement }) => statement.index() - 1);
}
