import { isOnThisMachine } from '../this-machine';
import { AwsFailure } from './aws-failure';
import { awsSdk } from './load-sdk';

/**
 * The one place that makes AWS clients, each when it is first used.
 * Endpoint, region and credentials come from the environment, as the SDK reads it. When a cell changes one of AWS's
 * variables, the next call uses a new client.
 */
export const awsClients = {
  cloudWatchLogs: lazily(() => new (awsSdk.cloudWatchLogs().CloudWatchLogsClient)(settings())),
  ecr: lazily(() => new (awsSdk.ecr().ECRClient)(settings())),
  // Path style because a bucket name cannot be a host name below a loopback address.
  s3: lazily(() => new (awsSdk.s3().S3Client)({ ...settings(), forcePathStyle: isLocalAccount() })),
  sageMaker: lazily(() => new (awsSdk.sageMaker().SageMakerClient)(settings())),
  sageMakerRuntime: lazily(() => new (awsSdk.sageMakerRuntime().SageMakerRuntimeClient)(settings())),
  secretsManager: lazily(() => new (awsSdk.secretsManager().SecretsManagerClient)(settings())),
  sts: lazily(() => new (awsSdk.sts().STSClient)(settings())),
} as const;

/** True if AWS calls go to an endpoint on this machine: the local account, never the real one. */
export function isLocalAccount(env: NodeJS.ProcessEnv = process.env): boolean {
  const endpoint = env.AWS_ENDPOINT_URL_SAGEMAKER ?? env.AWS_ENDPOINT_URL;
  return endpoint !== undefined && isOnThisMachine(endpoint);
}

function settings(): { region?: string } {
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  return region === undefined ? {} : { region };
}

function lazily<Client extends object>(make: () => Client): () => Client {
  let current: { readonly client: Client; readonly environment: string } | undefined;
  return () => {
    const environment = awsEnvironment();
    if (current?.environment !== environment) current = { client: withoutRequests(make()), environment };
    return current.client;
  };
}

/** Makes the client throw errors that do not lead to the request. */
function withoutRequests<Client extends object>(client: Client): Client {
  const send = Reflect.get(client, 'send') as (...parameters: readonly unknown[]) => Promise<unknown>;
  const value = async (...parameters: readonly unknown[]): Promise<unknown> => {
    try {
      return await Reflect.apply(send, client, parameters);
    } catch (error) {
      throw error instanceof Error ? new AwsFailure(error) : error;
    }
  };
  return Object.defineProperty(client, 'send', { value, configurable: true, writable: true });
}

/** The SDK's settings all come from variables of these names (docs.aws.amazon.com/sdkref, "Environment variables"). */
function awsEnvironment(): string {
  const names = Object.keys(process.env).filter((name) => name.startsWith('AWS_'));
  return names
    .sort()
    .map((name) => `${name}=${process.env[name]}`)
    .join('\n');
}
