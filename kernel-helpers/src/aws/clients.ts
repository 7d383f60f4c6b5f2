import type * as Https from '../network/https-agent';
import { proxySettings } from '../network/proxy';
import { isOnThisMachine } from '../this-machine';
import { AwsFailure } from './aws-failure';
import { awsSdk } from './load-sdk';

/** A dead network would otherwise hold each of the SDK's attempts for minutes. */
const CONNECT_MILLISECONDS = 10_000;
/** Longer than a tunnel through a proxy takes to open or to fail, because its error says more. */
const CONNECT_BY_PROXY_MILLISECONDS = 45_000;

/**
 * The one place that makes AWS clients, each when it is first used.
 * Endpoint, region and credentials come from the environment, as the SDK reads it, and so does the proxy, which the SDK
 * does not read. When a cell changes one of those variables, the next call uses a new client.
 */
export const awsClients = {
  cloudWatchLogs: lazily(() => new (awsSdk.cloudWatchLogs().CloudWatchLogsClient)(settings())),
  ecr: lazily(() => new (awsSdk.ecr().ECRClient)(settings())),
  iam: lazily(() => new (awsSdk.iam().IAMClient)(settings())),
  // Path style because a bucket name cannot be a host name below a loopback address.
  s3: lazily(() => new (awsSdk.s3().S3Client)({ ...settings(), forcePathStyle: isLocalAccount() })),
  sageMaker: lazily(() => new (awsSdk.sageMaker().SageMakerClient)(settings())),
  sageMakerRuntime: lazily(() => new (awsSdk.sageMakerRuntime().SageMakerRuntimeClient)(settings())),
  secretsManager: lazily(() => new (awsSdk.secretsManager().SecretsManagerClient)(settings())),
  serviceQuotas: lazily(() => new (awsSdk.serviceQuotas().ServiceQuotasClient)(settings())),
  sts: lazily(() => new (awsSdk.sts().STSClient)(settings())),
} as const;

/** True if AWS calls go to an endpoint on this machine: the local account, never the real one. */
export function isLocalAccount(env: NodeJS.ProcessEnv = process.env): boolean {
  const endpoint = env.AWS_ENDPOINT_URL_SAGEMAKER ?? env.AWS_ENDPOINT_URL;
  return endpoint !== undefined && isOnThisMachine(endpoint);
}

/** The region that the environment names; the SDK itself also looks into the user's profile. */
export function awsRegion(): string | undefined {
  return process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
}

function settings(): object {
  const region = awsRegion();
  return { ...(region === undefined ? {} : { region }), requestHandler: requestHandler() };
}

/** Options of the SDK's own handler of requests; credentials that it asks AWS for come through it too. */
function requestHandler(): object {
  if (proxySettings() === '') return { connectionTimeout: CONNECT_MILLISECONDS };
  const { HttpsAgent } = require('../network/https-agent') as typeof Https;
  return { connectionTimeout: CONNECT_BY_PROXY_MILLISECONDS, httpsAgent: new HttpsAgent() };
}

function lazily<Client extends object>(make: () => Client): () => Client {
  let current: { readonly client: Client; readonly environment: string } | undefined;
  return () => {
    const environment = `${awsEnvironment()}\n${proxySettings()}`;
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
