import type * as CloudFormation from '@aws-sdk/client-cloudformation';
import type * as CloudWatch from '@aws-sdk/client-cloudwatch';
import type * as CloudWatchLogs from '@aws-sdk/client-cloudwatch-logs';
import type * as Ecr from '@aws-sdk/client-ecr';
import type * as Iam from '@aws-sdk/client-iam';
import type * as S3 from '@aws-sdk/client-s3';
import type * as SageMaker from '@aws-sdk/client-sagemaker';
import type * as SageMakerRuntime from '@aws-sdk/client-sagemaker-runtime';
import type * as SecretsManager from '@aws-sdk/client-secrets-manager';
import type * as ServiceQuotas from '@aws-sdk/client-service-quotas';
import type * as Sts from '@aws-sdk/client-sts';

// The SDK's warning about Node versions that it needs next year would be saved with the notebook as an error output.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** AWS's SDK packages, each loaded when it is first used, so that importing the helpers stays fast. */
export const awsSdk = {
  cloudFormation: () => require('@aws-sdk/client-cloudformation') as typeof CloudFormation,
  cloudWatch: () => require('@aws-sdk/client-cloudwatch') as typeof CloudWatch,
  cloudWatchLogs: () => require('@aws-sdk/client-cloudwatch-logs') as typeof CloudWatchLogs,
  ecr: () => require('@aws-sdk/client-ecr') as typeof Ecr,
  iam: () => require('@aws-sdk/client-iam') as typeof Iam,
  s3: () => require('@aws-sdk/client-s3') as typeof S3,
  sageMaker: () => require('@aws-sdk/client-sagemaker') as typeof SageMaker,
  sageMakerRuntime: () => require('@aws-sdk/client-sagemaker-runtime') as typeof SageMakerRuntime,
  secretsManager: () => require('@aws-sdk/client-secrets-manager') as typeof SecretsManager,
  serviceQuotas: () => require('@aws-sdk/client-service-quotas') as typeof ServiceQuotas,
  sts: () => require('@aws-sdk/client-sts') as typeof Sts,
} as const;
