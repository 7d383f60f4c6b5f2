import { roleText } from '../aws/denied-advice';

/**
 * What to do where the role may not read a secret, by AWS's message. Secrets Manager also denies the access where the
 * role may not use the secret's own key. The role that SageMaker's console makes has the policy
 * AmazonSageMakerFullAccess, which reads a secret only if it is tagged (statement AllowReadOnlySecretManagerActions) or
 * its name begins with AmazonSageMaker-.
 */
export function howToAllow(id: string, message: string): string {
  const denied = `Secret ${id} cannot be read by ${roleText()}`;
  if (/\bKMS\b|perform: kms:/.test(message)) return `${denied}: allow it kms:Decrypt on the key of that secret.`;
  return (
    `${denied}. If the role has the policy AmazonSageMakerFullAccess, let an administrator tag the secret: ` +
    `aws secretsmanager tag-resource --secret-id ${id} --tags Key=SageMaker,Value=true. ` +
    `Otherwise allow the role secretsmanager:GetSecretValue on that secret.`
  );
}
