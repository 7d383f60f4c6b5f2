import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { ROLE_NAME, SECRET_NAME } from 'kernel-helpers/story-names';
import type { AwsClients } from './aws-account';
import { isAwsError } from './error-name';

const TRUST_SAGEMAKER = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** Creates what the owner of a real account prepares: the secret and the role. Changes neither if it already exists. */
export async function seedAws(
  clients: AwsClients,
  login: { readonly user: string; readonly password: string },
): Promise<void> {
  const secret = new CreateSecretCommand({
    Name: SECRET_NAME,
    Description: 'Login of the local Snowflake.',
    SecretString: JSON.stringify({ username: login.user, password: login.password }),
  });
  const role = new CreateRoleCommand({
    RoleName: ROLE_NAME,
    Description: 'The role that training jobs and endpoints of the local account name.',
    AssumeRolePolicyDocument: JSON.stringify(TRUST_SAGEMAKER),
  });
  await Promise.all([
    clients.secretsManager.send(secret).catch((error: unknown) => unless(error, 'ResourceExistsException')),
    clients.iam.send(role).catch((error: unknown) => unless(error, 'EntityAlreadyExistsException')),
  ]);
}

function unless(error: unknown, name: string): void {
  if (!isAwsError(error, name)) throw error;
}
