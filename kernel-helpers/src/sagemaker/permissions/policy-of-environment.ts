import { awsRegion } from '../../aws/clients';
import { UserError } from '../../errors';
import { readSettings } from '../../settings';
import { BASE_IMAGE_VARIABLE } from '../names';
import type { Principal } from './needed-permissions';
import { neededPolicy, type PolicyDocument } from './policy';

export interface PolicyOptions {
  /** ARN of the KMS key of the secret or the bucket, where it is not AWS's own. */
  readonly kmsKey?: string;
  /** For jobs and endpoints in a VPC of the account. @default false */
  readonly network?: boolean;
}

/**
 * The policy with exactly what the notebook or its jobs need, for the account of `SAGEMAKER_ROLE_ARN`, in `AWS_REGION`,
 * for the secret of `SECRET_ID`, the bucket of
 * `SAGEMAKER_BUCKET`, with the base image of `TRAINING_BASE_IMAGE`. Nobody is asked, so it needs no credentials.
 */
export function policyOfEnvironment(principal: Principal, { kmsKey, network }: PolicyOptions = {}): PolicyDocument {
  const region = awsRegion();
  const role = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/\S+$/.exec(process.env.SAGEMAKER_ROLE_ARN ?? '');
  if (region === undefined || role === null) {
    const missing = [
      ...(region === undefined ? ['AWS_REGION, for example to us-east-1'] : []),
      ...(role === null
        ? ['SAGEMAKER_ROLE_ARN to the ARN of the role of jobs, arn:aws:iam::<account>:role/<name>']
        : []),
    ];
    throw new UserError(`The policy cannot be written yet. Set ${missing.join('; and ')}.`);
  }
  const [jobRoleArn, partition, accountId] = role;
  const { secretId, bucket } = readSettings();
  return neededPolicy(principal, {
    partition,
    region,
    accountId,
    jobRoleArn,
    secretId,
    bucket,
    ...baseRepository(partition),
    ...(kmsKey !== undefined && { kmsKeyArn: kmsKey }),
    ...(network !== undefined && { hasNetwork: network }),
  });
}

/** The repository of the base image, where it is one of ECR's. */
function baseRepository(partition = 'aws'): { readonly baseRepositoryArn?: string } {
  const inEcr = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[^/]+\/([^:@]+)/.exec(process.env[BASE_IMAGE_VARIABLE] ?? '');
  if (inEcr === null) return {};
  const [, account, region, repository] = inEcr;
  return { baseRepositoryArn: `arn:${partition}:ecr:${region}:${account}:repository/${repository}` };
}
