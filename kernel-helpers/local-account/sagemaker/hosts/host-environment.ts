import { dirname } from 'node:path';
import { CALL_RECORD_VARIABLE } from 'kernel-helpers/aws/call-record';
import { LOCAL_HOST_ENVIRONMENT } from 'kernel-helpers/training-contract/index';
import type { AwsAccount } from '../../aws/aws-account';
import { credentialsOf } from '../../aws/callers';

/** The facts about this machine that every host gets. */
export interface HostSurroundings {
  readonly aws: AwsAccount;
  /** The local SageMaker itself. */
  readonly sageMakerUrl: string;
  /** Path of libxgboost; undefined when this machine has none. An image has its own. */
  readonly xgboostLibrary?: string;
}

/** Where AWS is, and the keys of the job's role, which SageMaker gives in another way. */
export function serviceEnvironment({ aws, sageMakerUrl }: HostSurroundings): Record<string, string> {
  const { accessKeyId, secretAccessKey } = credentialsOf('job', aws.credentials);
  return {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ENDPOINT_URL_SAGEMAKER: sageMakerUrl,
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: sageMakerUrl,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
}

/** The same for a process, with its PATH and its own home, and with the record of calls that this process writes too. */
export function processEnvironment(surroundings: HostSurroundings, baseDirectory: string): Record<string, string> {
  const { xgboostLibrary } = surroundings;
  const record = process.env[CALL_RECORD_VARIABLE];
  return {
    PATH: process.env.PATH ?? dirname(process.execPath),
    LANG: process.env.LANG ?? 'C.UTF-8',
    HOME: baseDirectory,
    ...serviceEnvironment(surroundings),
    ...(record && { [CALL_RECORD_VARIABLE]: record }),
    [LOCAL_HOST_ENVIRONMENT.baseDirectory]: baseDirectory,
    ...(xgboostLibrary !== undefined && { [LOCAL_HOST_ENVIRONMENT.xgboostLibrary]: xgboostLibrary }),
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
