import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { ECRClient } from '@aws-sdk/client-ecr';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ownAwsClients } from 'kernel-helpers/aws/clients';
import { type Caller, type Credentials, credentialsOf } from './callers';

/** Where this machine's AWS listens, and the notebook's key; the keys of other callers follow from it. */
export interface AwsAccount {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly credentials: Credentials;
}

/** The clients with which the local account itself uses its AWS. */
export interface AwsClients {
  readonly cloudWatch: CloudWatchClient;
  readonly ecr: ECRClient;
  readonly iam: IAMClient;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
  readonly secretsManager: SecretsManagerClient;
  /** Closes the open connections. */
  close(): void;
}

/**
 * Makes the clients with settings of their own: the environment of this process does not affect them.
 * @param caller whose rights the clients have; only the account's own services ask IAM.
 */
export function createAwsClients(account: AwsAccount, caller: Caller = 'service'): AwsClients {
  const { endpoint, region } = account;
  const of = (by: Caller) =>
    ownAwsClients({ endpoint, region, credentials: credentialsOf(by, account.credentials), caller: by });
  const own = of(caller);
  const clients = {
    cloudWatch: own.cloudWatch(),
    ecr: own.ecr(),
    iam: of('service').iam(),
    logs: own.cloudWatchLogs(),
    s3: own.s3(),
    secretsManager: own.secretsManager(),
  };
  return {
    ...clients,
    close: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
