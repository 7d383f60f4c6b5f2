import { callAws } from '../aws/call-aws';
import { awsClients } from '../aws/clients';
import { awsSdk } from '../aws/load-sdk';
import { UserError } from '../errors';
import { NOTEBOOK_METADATA, readNotebookMetadata } from './maker/notebook-metadata';

const ROLE_PATTERN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/**
 * ARN of the role that jobs and endpoints run as: `SAGEMAKER_ROLE_ARN`, or the role of the notebook instance.
 * Throws a UserError that says how to set it.
 */
export async function executionRole(metadataPath = NOTEBOOK_METADATA): Promise<string> {
  const role = process.env.SAGEMAKER_ROLE_ARN ?? (await roleOfNotebookInstance(metadataPath));
  if (role === undefined) {
    throw new UserError(
      'No role for training jobs is known. Set SAGEMAKER_ROLE_ARN to the ARN of a role that SageMaker may assume, or run on a SageMaker notebook instance.',
      { reason: 'bad-settings' },
    );
  }
  if (!isRoleArn(role)) {
    throw new UserError(
      'SAGEMAKER_ROLE_ARN is not the ARN of a role: it must look like arn:aws:iam::<account>:role/<name>.',
      { reason: 'bad-settings' },
    );
  }
  return role;
}

/** True for text that has the form of a role's ARN. */
export function isRoleArn(text: string): boolean {
  return ROLE_PATTERN.test(text);
}

async function roleOfNotebookInstance(metadataPath: string): Promise<string | undefined> {
  const { ExecutionRoleArn, ResourceName } = await readNotebookMetadata(metadataPath);
  if (ExecutionRoleArn !== undefined || ResourceName === undefined) return ExecutionRoleArn;
  return callAws(`read the role of notebook instance ${ResourceName}`, async () => {
    const { DescribeNotebookInstanceCommand } = awsSdk.sageMaker();
    const command = new DescribeNotebookInstanceCommand({ NotebookInstanceName: ResourceName });
    return (await awsClients.sageMaker().send(command)).RoleArn;
  });
}
