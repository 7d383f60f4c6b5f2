import type * as CloudWatchLogs from '@aws-sdk/client-cloudwatch-logs';
import type * as Ecr from '@aws-sdk/client-ecr';
import type * as S3 from '@aws-sdk/client-s3';
import type * as SageMaker from '@aws-sdk/client-sagemaker';
import type * as SageMakerRuntime from '@aws-sdk/client-sagemaker-runtime';
import type * as SecretsManager from '@aws-sdk/client-secrets-manager';
import type * as Sts from '@aws-sdk/client-sts';

/**
 * The one place that makes AWS clients. Each SDK is loaded when it is first used: importing the helpers stays fast.
 * Endpoint, region and credentials come from the environment, as the SDK reads it.
 */
export const awsClients = {
  cloudWatchLogs: lazily(
    () => new (load<typeof CloudWatchLogs>('@aws-sdk/client-cloudwatch-logs').CloudWatchLogsClient)(settings()),
  ),
  ecr: lazily(() => new (load<typeof Ecr>('@aws-sdk/client-ecr').ECRClient)(settings())),
  // Path style because a bucket name cannot be a host name below a loopback address.
  s3: lazily(
    () => new (load<typeof S3>('@aws-sdk/client-s3').S3Client)({ ...settings(), forcePathStyle: isLocalAccount() }),
  ),
  sageMaker: lazily(() => new (load<typeof SageMaker>('@aws-sdk/client-sagemaker').SageMakerClient)(settings())),
  sageMakerRuntime: lazily(
    () => new (load<typeof SageMakerRuntime>('@aws-sdk/client-sagemaker-runtime').SageMakerRuntimeClient)(settings()),
  ),
  secretsManager: lazily(
    () => new (load<typeof SecretsManager>('@aws-sdk/client-secrets-manager').SecretsManagerClient)(settings()),
  ),
  sts: lazily(() => new (load<typeof Sts>('@aws-sdk/client-sts').STSClient)(settings())),
} as const;

/** True where AWS calls go to an endpoint on this machine: the local account, never the real one. */
export function isLocalAccount(env: NodeJS.ProcessEnv = process.env): boolean {
  const endpoint = env.AWS_ENDPOINT_URL_SAGEMAKER ?? env.AWS_ENDPOINT_URL;
  return endpoint !== undefined && /^https?:\/\/(127\.|localhost[:/]|\[::1\])/.test(endpoint);
}

function settings(): { region?: string } {
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  return region === undefined ? {} : { region };
}

function load<Module>(name: string): Module {
  return require(name) as Module;
}

function lazily<Client>(make: () => Client): () => Client {
  let client: Client | undefined;
  return () => {
    client ??= make();
    return client;
  };
}
