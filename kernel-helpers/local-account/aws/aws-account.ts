import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECRClient } from '@aws-sdk/client-ecr';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
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
  const settings = { endpoint, region, credentials: credentialsOf(caller, account.credentials), maxAttempts: 4 };
  const clients = {
    cloudWatch: new CloudWatchClient(settings),
    ecr: new ECRClient(settings),
    iam: new IAMClient({ ...settings, credentials: credentialsOf('service', account.credentials) }),
    logs: new CloudWatchLogsClient(settings),
    // A bucket's name cannot be put before a loopback address as a host name.
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    secretsManager: new SecretsManagerClient(settings),
  };
  return {
    ...clients,
    close: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
