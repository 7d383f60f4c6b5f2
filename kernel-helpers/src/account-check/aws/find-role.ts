import { z } from 'zod';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';

export interface FoundRole {
  readonly arn: string;
  /** Whether its trust policy names SageMaker as one who may take it. */
  readonly trustsSageMaker: boolean;
}

const policySchema = z.object({ Statement: z.unknown() });

/** Looks a role up by its name; its ARN has a path that no other answer tells. */
export async function findRole(name: string, signal: AbortSignal): Promise<FoundRole> {
  const { GetRoleCommand } = awsSdk.iam();
  const { Role: role } = await awsClients.iam().send(new GetRoleCommand({ RoleName: name }), { abortSignal: signal });
  // The document is JSON in the form of a URL (API reference of IAM, "GetRole").
  const policy = policySchema.parse(JSON.parse(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '{}')));
  return {
    arn: role?.Arn ?? '',
    trustsSageMaker: /"(?:\*|sagemaker\.amazonaws\.com)"/.test(JSON.stringify(policy.Statement ?? '')),
  };
}
