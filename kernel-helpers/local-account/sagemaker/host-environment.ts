import { dirname } from 'node:path';
import { LOCAL_HOST_ENVIRONMENT, TRAINING_ENVIRONMENT } from 'kernel-helpers/training-contract/index';
import type { AwsAccount } from '../aws/aws-account';
import { credentialsOf } from '../aws/callers';

/** The facts about this machine that every container gets. */
export interface HostSurroundings {
  readonly aws: AwsAccount;
  /** The local SageMaker itself. */
  readonly sageMakerUrl: string;
  /** Path of libxgboost; undefined when this machine has none. */
  readonly xgboostLibrary?: string;
}

/** A container's basic environment: PATH, its own home, and the keys of the job's role, which SageMaker gives in another way. */
export function containerEnvironment(
  { aws, sageMakerUrl, xgboostLibrary }: HostSurroundings,
  baseDirectory: string,
): Record<string, string> {
  const { accessKeyId, secretAccessKey } = credentialsOf('job', aws.credentials);
  return {
    PATH: process.env.PATH ?? dirname(process.execPath),
    LANG: process.env.LANG ?? 'C.UTF-8',
    HOME: baseDirectory,
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ENDPOINT_URL_SAGEMAKER: sageMakerUrl,
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: sageMakerUrl,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    [LOCAL_HOST_ENVIRONMENT.baseDirectory]: baseDirectory,
    ...(xgboostLibrary !== undefined && { [LOCAL_HOST_ENVIRONMENT.xgboostLibrary]: xgboostLibrary }),
  };
}

/** A training host's further environment. The job's variables cannot replace those that say where it runs. */
export function trainingEnvironment(
  surroundings: HostSurroundings,
  host: { readonly base: string; readonly hostNames: readonly string[]; readonly trackerPort: number },
  job: { readonly name: string; readonly arn: string; readonly environment: Readonly<Record<string, string>> },
): Record<string, string> {
  return {
    ...job.environment,
    ...containerEnvironment(surroundings, host.base),
    [TRAINING_ENVIRONMENT.jobName]: job.name,
    [TRAINING_ENVIRONMENT.jobArn]: job.arn,
    [LOCAL_HOST_ENVIRONMENT.hostAddresses]: JSON.stringify(
      Object.fromEntries(host.hostNames.map((name) => [name, '127.0.0.1'])),
    ),
    [LOCAL_HOST_ENVIRONMENT.trackerPort]: String(host.trackerPort),
  };
}

/** Variables of a request that this machine replaces by its own, as paths of the request. */
export function hiddenVariables(
  given: Readonly<Record<string, string>>,
  set: Readonly<Record<string, string>>,
): string[] {
  return Object.keys(given)
    .filter((name) => set[name] !== undefined && set[name] !== given[name])
    .map((name) => `Environment.${name}`);
}
