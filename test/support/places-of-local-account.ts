import { SECRET_NAME } from 'kernel-helpers/story-names';
import { ACCOUNT_ID, REGION, roleArnOf } from '../../kernel-helpers/local-account/account/environment';

/** Where the local account has what the table of permissions names. It has no KMS key, but a policy may name one. */
export const LOCAL_PLACES = {
  region: REGION,
  accountId: ACCOUNT_ID,
  bucket: `sagemaker-${REGION}-${ACCOUNT_ID}`,
  secretId: `arn:aws:secretsmanager:${REGION}:${ACCOUNT_ID}:secret:${SECRET_NAME}-??????`,
  jobRoleArn: roleArnOf('job'),
  notebookRoleArn: roleArnOf('notebook'),
  kmsKeyArn: `arn:aws:kms:${REGION}:${ACCOUNT_ID}:key/0123abcd-12ab-34cd-56ef-1234567890ab`,
  hasNetwork: true,
} as const;
