import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { SECRET_NAME } from 'kernel-helpers/story-names';
import type { AwsClients } from './aws-account';
import { ROLE_NAMES } from './callers';
import { isAwsError } from './error-name';

const TRUST_SAGEMAKER = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** Creates what the owner of a real account prepares: the secret and both roles. Changes none that already exists. */
export async function seedAws(
  clients: AwsClients,
  login: { readonly user: string; readonly password: string },
): Promise<void> {
  const secret = new CreateSecretCommand({
    Name: SECRET_NAME,
    Description: 'Login of the local Snowflake.',
    SecretString: JSON.stringify({ username: login.user, password: login.password }),
  });
  const roles = [
    [ROLE_NAMES.notebook, 'The role that notebooks of the local account run as.'],
    [ROLE_NAMES.job, 'The role that training jobs and endpoints of the local account name.'],
  ].map(([RoleName, Description]) => {
    const AssumeRolePolicyDocument = JSON.stringify(TRUST_SAGEMAKER);
    return new CreateRoleCommand({ RoleName, Description, AssumeRolePolicyDocument });
  });
  await Promise.all([
    clients.secretsManager.send(secret).catch((error: unknown) => unless(error, 'ResourceExistsException')),
    ...roles.map((role) =>
      clients.iam.send(role).catch((error: unknown) => unless(error, 'EntityAlreadyExistsException')),
    ),
  ]);
}

function unless(error: unknown, name: string): void {
  if (!isAwsError(error, name)) throw error;
}
