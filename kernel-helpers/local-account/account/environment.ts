import { SECRET_NAME, SNOWFLAKE_NAMES } from 'kernel-helpers/story-names';
import { LOCAL_REGISTRY_ENVIRONMENT } from 'kernel-helpers/training-contract/index';
import { ROLE_NAMES } from '../aws/callers';
import { writePrivateFile } from '../machine/private-files';
import type { AccountCredentials } from './credentials';
import type { AccountFolder } from './locations';
import type { AccountState } from './state';

/** The region of the original example. */
export const REGION = 'us-west-2';
/** moto's account. */
export const ACCOUNT_ID = '123456789012';
/** The local Snowflake's account identifier. */
export const SNOWFLAKE_ACCOUNT = 'local';

/** ARN of the role that a caller has. */
export function roleArnOf(caller: keyof typeof ROLE_NAMES): string {
  return `arn:aws:iam::${ACCOUNT_ID}:role/${ROLE_NAMES[caller]}`;
}

/** The environment that sends a client to the local account: any AWS SDK, the AWS CLI, Snowflake's and SageMaker's own clients. */
export function clientEnvironment(
  state: AccountState,
  credentials: AccountCredentials,
  folder: AccountFolder,
): Readonly<Record<string, string>> {
  const sageMaker = loopback(state.sageMaker.port);
  return {
    AWS_ENDPOINT_URL: loopback(state.aws.port),
    AWS_ENDPOINT_URL_SAGEMAKER: sageMaker,
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: sageMaker,
    // moto knows no quotas of SageMaker.
    AWS_ENDPOINT_URL_SERVICE_QUOTAS: sageMaker,
    AWS_REGION: REGION,
    // boto3 does not read AWS_REGION.
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    SF_ACCOUNT: SNOWFLAKE_ACCOUNT,
    SF_ACCESS_URL: loopback(state.snowflake.port),
    SF_WAREHOUSE: SNOWFLAKE_NAMES.warehouse,
    SF_DATABASE: SNOWFLAKE_NAMES.database,
    SF_SCHEMA: SNOWFLAKE_NAMES.schema,
    SECRET_ID: SECRET_NAME,
    SAGEMAKER_ROLE_ARN: roleArnOf('job'),
    ...(state.registry !== undefined && { [LOCAL_REGISTRY_ENVIRONMENT]: loopback(state.registry.port) }),
    ...pythonSdkEnvironment(folder),
  };
}

/**
 * What SageMaker's Python SDK needs in addition. By default it asks AWS's real STS for its default bucket's name,
 * checks roles by a call that moto does not have, and shows no logs (versions 2.257 and 3.27).
 */
function pythonSdkEnvironment(folder: AccountFolder): Readonly<Record<string, string>> {
  return {
    SAGEMAKER_USER_CONFIG_OVERRIDE: folder.pythonSdkConfig,
    SAGEMAKER_VALIDATE_ROLE: 'false',
    SAGEMAKER_ENABLE_RICH_LOGGING: '1',
  };
}

export function writePythonSdkConfig(folder: AccountFolder): void {
  const lines = [
    "SchemaVersion: '1.0'",
    'SageMaker:',
    '  PythonSDK:',
    '    Modules:',
    '      TelemetryOptOut: true',
    '      Session:',
    `        DefaultS3Bucket: sagemaker-${REGION}-${ACCOUNT_ID}`,
  ];
  writePrivateFile(folder.pythonSdkConfig, `${lines.join('\n')}\n`);
}

function loopback(port: number): string {
  return `http://127.0.0.1:${port}`;
}
