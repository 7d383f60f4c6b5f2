import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { callAws } from '../aws/call-aws';
import { awsClients } from '../aws/clients';
import { awsSdk } from '../aws/load-sdk';
import { errorCode } from '../error-code';
import { UserError } from '../errors';

/** The file that names the notebook instance (SageMaker developer guide, "Get notebook instance metadata"). */
const INSTANCE_METADATA = '/opt/ml/metadata/resource-metadata.json';
const ROLE_PATTERN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

const metadataSchema = z.object({ ExecutionRoleArn: z.string().optional(), ResourceName: z.string().optional() });

/**
 * ARN of the role that jobs and endpoints run as: `SAGEMAKER_ROLE_ARN`, or the role of the notebook instance.
 * Throws a UserError that says how to set it.
 */
export async function executionRole(metadataPath = INSTANCE_METADATA): Promise<string> {
  const role = process.env.SAGEMAKER_ROLE_ARN ?? (await roleOfNotebookInstance(metadataPath));
  if (role === undefined) {
    throw new UserError(
      'No role for training jobs is known. Set SAGEMAKER_ROLE_ARN to the ARN of a role that SageMaker may assume, or run on a SageMaker notebook instance.',
    );
  }
  if (!isRoleArn(role)) {
    throw new UserError(
      'SAGEMAKER_ROLE_ARN is not the ARN of a role: it must look like arn:aws:iam::<account>:role/<name>.',
    );
  }
  return role;
}

/** True for text that has the form of a role's ARN. */
export function isRoleArn(text: string): boolean {
  return ROLE_PATTERN.test(text);
}

async function roleOfNotebookInstance(metadataPath: string): Promise<string | undefined> {
  const metadata = metadataSchema.parse(JSON.parse((await readIfThere(metadataPath)) ?? '{}'));
  if (metadata.ExecutionRoleArn !== undefined || metadata.ResourceName === undefined) return metadata.ExecutionRoleArn;
  const { ResourceName } = metadata;
  return callAws(`read the role of notebook instance ${ResourceName}`, async () => {
    const { DescribeNotebookInstanceCommand } = awsSdk.sageMaker();
    const command = new DescribeNotebookInstanceCommand({ NotebookInstanceName: ResourceName });
    return (await awsClients.sageMaker().send(command)).RoleArn;
  });
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
