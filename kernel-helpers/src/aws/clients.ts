import type * as AsyncHooks from 'node:async_hooks';
import type { AsyncLocalStorage } from 'node:async_hooks';
import type * as Https from '../network/https-agent';
import { proxySettings } from '../network/proxy';
import { isOnThisMachine } from '../this-machine';
import type { RecordedCall } from './call-record';
import { ownRole } from './denied-advice';
import { awsSdk } from './load-sdk';
import { watchedClient } from './watched-client';

/** A dead network would otherwise hold each of the SDK's attempts for minutes. */
const CONNECT_MILLISECONDS = 10_000;
/** Longer than a tunnel through a proxy takes to open or to fail, because its error says more. */
const CONNECT_BY_PROXY_MILLISECONDS = 45_000;

/** Where calls go. What it does not name, the environment names, as the SDK reads it. */
export interface AwsPlace {
  readonly region?: string;
  /** URL that takes the place of AWS's own, for all services. */
  readonly endpoint?: string;
}

/** What a program says itself, so that the environment does not affect its clients. */
export interface OwnAwsSettings extends Required<AwsPlace> {
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Whose calls they are, for the record of calls. */
  readonly caller: RecordedCall['caller'];
}

type ClientMaker = typeof makeClients;
/** A client for each service, made when it is first used. */
export type AwsClients = ReturnType<ClientMaker>;
type ServiceName = keyof AwsClients;
type GivenClients = { readonly [Name in ServiceName]?: ReturnType<AwsClients[Name]> };

const known = new Map<string, { readonly clients: AwsClients; readonly environment: string }>();
// Loaded when it is first used: notebooks never give a client.
let given: AsyncLocalStorage<GivenClients> | undefined;

/**
 * The one place that makes AWS clients: one for each service, region and endpoint, and a new one when another variable
 * of the environment changes. Credentials come from the environment, and so does the proxy, which the SDK does not read.
 */
export function awsClientsFor(place: AwsPlace = {}): AwsClients {
  const { region = awsRegion(), endpoint } = place;
  const variables = awsVariables();
  const key = JSON.stringify([region, endpoint ?? variables.filter(isEndpoint)]);
  const environment = JSON.stringify([variables.filter((one) => !isEndpoint(one)), proxySettings()]);
  const found = known.get(key);
  if (found?.environment === environment) return found.clients;
  const clients = makeClients(
    () => ({ ...(region !== undefined && { region }), ...(endpoint !== undefined && { endpoint }) }),
    endpoint === undefined ? isLocalAccount() : isOnThisMachine(endpoint),
    ownRole,
  );
  known.set(key, { clients, environment });
  return clients;
}

/** The clients of the place that the environment names now, or those of `withAwsClients`. */
export const awsClients: AwsClients = {
  cloudFormation: () => given?.getStore()?.cloudFormation ?? awsClientsFor().cloudFormation(),
  cloudWatch: () => given?.getStore()?.cloudWatch ?? awsClientsFor().cloudWatch(),
  cloudWatchLogs: () => given?.getStore()?.cloudWatchLogs ?? awsClientsFor().cloudWatchLogs(),
  ecr: () => given?.getStore()?.ecr ?? awsClientsFor().ecr(),
  iam: () => given?.getStore()?.iam ?? awsClientsFor().iam(),
  s3: () => given?.getStore()?.s3 ?? awsClientsFor().s3(),
  sageMaker: () => given?.getStore()?.sageMaker ?? awsClientsFor().sageMaker(),
  sageMakerRuntime: () => given?.getStore()?.sageMakerRuntime ?? awsClientsFor().sageMakerRuntime(),
  secretsManager: () => given?.getStore()?.secretsManager ?? awsClientsFor().secretsManager(),
  serviceQuotas: () => given?.getStore()?.serviceQuotas ?? awsClientsFor().serviceQuotas(),
  sts: () => given?.getStore()?.sts ?? awsClientsFor().sts(),
};

/** Does work with clients of the caller; the work's other services keep the clients of the environment. */
export async function withAwsClients<Result>(clients: GivenClients, work: () => Promise<Result>): Promise<Result> {
  const { AsyncLocalStorage: Storage } = require('node:async_hooks') as typeof AsyncHooks;
  given ??= new Storage<GivenClients>();
  const watched = Object.entries(clients).map(([name, client]) => [name, watchedClient(client, ownRole)]);
  return given.run({ ...given.getStore(), ...(Object.fromEntries(watched) as GivenClients) }, work);
}

/** Clients of a program that says its settings itself; it closes them itself too, each with `destroy`. */
export function ownAwsClients({ caller, ...settings }: OwnAwsSettings): AwsClients {
  return makeClients(
    () => ({ ...settings, maxAttempts: 4 }),
    isOnThisMachine(settings.endpoint),
    () => caller,
  );
}

/** True if AWS calls go to an endpoint on this machine: the local account, never the real one. */
export function isLocalAccount(env: NodeJS.ProcessEnv = process.env): boolean {
  const endpoint = env.AWS_ENDPOINT_URL_SAGEMAKER ?? env.AWS_ENDPOINT_URL;
  return endpoint !== undefined && isOnThisMachine(endpoint);
}

/** The region that the environment names; the SDK itself also looks into the user's profile. */
export function awsRegion(): string | undefined {
  return process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
}

function makeClients(place: () => object, isLocal: boolean, caller: () => RecordedCall['caller']) {
  const settings = (): object => ({ requestHandler: requestHandler(), ...place() });
  const lazily = <Client extends object>(make: () => Client): (() => Client) => {
    let client: Client | undefined;
    return () => {
      client ??= watchedClient(make(), caller);
      return client;
    };
  };
  return {
    cloudFormation: lazily(() => new (awsSdk.cloudFormation().CloudFormationClient)(settings())),
    cloudWatch: lazily(() => new (awsSdk.cloudWatch().CloudWatchClient)(settings())),
    cloudWatchLogs: lazily(() => new (awsSdk.cloudWatchLogs().CloudWatchLogsClient)(settings())),
    ecr: lazily(() => new (awsSdk.ecr().ECRClient)(settings())),
    iam: lazily(() => new (awsSdk.iam().IAMClient)(settings())),
    // Path style because a bucket name cannot be a host name below a loopback address.
    s3: lazily(() => new (awsSdk.s3().S3Client)({ ...settings(), forcePathStyle: isLocal })),
    sageMaker: lazily(() => new (awsSdk.sageMaker().SageMakerClient)(settings())),
    sageMakerRuntime: lazily(() => new (awsSdk.sageMakerRuntime().SageMakerRuntimeClient)(settings())),
    secretsManager: lazily(() => new (awsSdk.secretsManager().SecretsManagerClient)(settings())),
    serviceQuotas: lazily(() => new (awsSdk.serviceQuotas().ServiceQuotasClient)(settings())),
    sts: lazily(() => new (awsSdk.sts().STSClient)(settings())),
  } as const;
}

/** Options of the SDK's own handler of requests; credentials that it asks AWS for come through it too. */
function requestHandler(): object {
  if (proxySettings() === '') return { connectionTimeout: CONNECT_MILLISECONDS };
  const { HttpsAgent } = require('../network/https-agent') as typeof Https;
  return { connectionTimeout: CONNECT_BY_PROXY_MILLISECONDS, httpsAgent: new HttpsAgent() };
}

/** The SDK's settings all come from variables of these names (docs.aws.amazon.com/sdkref, "Environment variables"). */
function awsVariables(): readonly string[] {
  const names = Object.keys(process.env).filter((name) => name.startsWith('AWS_'));
  return names.sort().map((name) => `${name}=${process.env[name]}`);
}

function isEndpoint(variable: string): boolean {
  return variable.startsWith('AWS_ENDPOINT_URL');
}
