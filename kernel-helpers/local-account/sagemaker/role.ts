import { GetRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import { isAwsError } from '../aws/error-name';
import { validationError } from './service-error';

/** @throws ServiceError in SageMaker's words when the account has no such role. */
export async function checkRole(roleArn: string, iam: IAMClient): Promise<void> {
  const RoleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const found = await iam
    .send(new GetRoleCommand({ RoleName }))
    .then(({ Role }) => Role?.Arn)
    .catch((error: unknown) => {
      if (isAwsError(error, 'NoSuchEntityException')) return undefined;
      throw error;
    });
  if (found === roleArn) return;
  throw validationError(
    `Could not assume role ${roleArn}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.`,
  );
}
