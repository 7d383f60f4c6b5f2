import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECRClient } from '@aws-sdk/client-ecr';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** The account's keys. A request to SageMaker must be signed with them, because a training job runs code. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Where this machine's AWS listens, and the key to call it with. */
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

/** Makes the clients with settings of their own: the environment of this process does not affect them. */
export function createAwsClients({ endpoint, region, credentials }: AwsAccount): AwsClients {
  const settings = { endpoint, region, credentials, maxAttempts: 4 };
  const clients = {
    cloudWatch: new CloudWatchClient(settings),
    ecr: new ECRClient(settings),
    iam: new IAMClient(settings),
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
