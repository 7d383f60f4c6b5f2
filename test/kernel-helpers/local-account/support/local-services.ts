import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateRepositoryCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { JOB_ROLE_NAME } from 'kernel-helpers/story-names';
import { LOCAL_IMAGE_ANNOTATIONS, MODEL_MANIFEST_TYPE } from 'kernel-helpers/training-contract/index';
import { localImageDigest } from 'kernel-helpers/training-contract/local-image-digest';
import { findPythonTools } from '../../../../kernel-helpers/local-account/account/python';
import {
  type AwsAccount,
  type AwsClients,
  createAwsClients,
} from '../../../../kernel-helpers/local-account/aws/aws-account';
import type { Judging } from '../../../../kernel-helpers/local-account/aws/judging';
import { seedAws } from '../../../../kernel-helpers/local-account/aws/seed-aws';
import { startAws } from '../../../../kernel-helpers/local-account/aws/start-aws';
import type { Part } from '../../../../kernel-helpers/local-account/machine/part';
import { ProcessLedger } from '../../../../kernel-helpers/local-account/machine/process-ledger';
import {
  type SageMaker,
  type SageMakerOptions,
  startSageMaker,
} from '../../../../kernel-helpers/local-account/sagemaker/index';
import { findFreePort } from '../../../support/free-port';

const ACCOUNT_ID = '123456789012';
const REGION = 'us-west-2';

const CREDENTIALS = { accessKeyId: 'AKIATESTTESTTESTTEST', secretAccessKey: 'a key of the test' };

export const BUCKET = `sagemaker-${REGION}-${ACCOUNT_ID}`;
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT_ID}:role/${JOB_ROLE_NAME}`;

/** moto and the local SageMaker, as real processes and servers in a temporary folder. */
export interface LocalServices {
  readonly directory: string;
  readonly account: AwsAccount;
  readonly clients: AwsClients;
  readonly moto: Part;
  readonly sageMaker: SageMakerClient;
  readonly runtime: SageMakerRuntimeClient;
  readonly url: string;
  /** URI of an image whose program is `host-program.cjs`. */
  readonly image: string;
  /** Folder of that program. */
  readonly imageDirectory: string;
  /** Takes the spot instances of a job away. */
  interruptSpot(jobName: string, waitSeconds?: number): void;
  /** Ends SageMaker and starts it again on the same data, as `down` and `up` do. */
  restartSageMaker(): Promise<void>;
  close(): Promise<void>;
}

export async function startLocalServices(
  options: Partial<SageMakerOptions> & { readonly judging?: Judging } = {},
): Promise<LocalServices> {
  const { judging, ...sageMakerOptions } = options;
  const directory = await mkdtemp(join(tmpdir(), 'local-services-'));
  const ledger = new ProcessLedger(join(directory, 'processes'));
  const { python } = findPythonTools();
  const onComplaint = (line: string): void => console.error(line);
  const credentials = CREDENTIALS;
  const awsDirectory = join(directory, 'aws');
  const moto = await startAws({ directory: awsDirectory, python, credentials, port: 0, judging, ledger, onComplaint });
  const account = {
    endpoint: `http://127.0.0.1:${moto.port}`,
    region: REGION,
    accountId: ACCOUNT_ID,
    credentials: CREDENTIALS,
  };
  const clients = createAwsClients(account);
  await seedAws(clients, { user: 'TESTER', password: 'a password of the test' });
  await clients.s3.send(
    new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: REGION } }),
  );
  const imageDirectory = join(directory, 'image');
  await mkdir(join(imageDirectory, 'dist'), { recursive: true });
  await cp(join(__dirname, 'host-program.cjs'), join(imageDirectory, 'dist/main.js'));
  const image = await registerImage(clients, imageDirectory);

  const port = await findFreePort();
  const start = (): Promise<SageMaker> =>
    startSageMaker({
      directory: join(directory, 'sagemaker'),
      aws: account,
      areCallsJudged: judging !== undefined,
      ledger,
      port,
      ...sageMakerOptions,
    });
  let server = await start();
  const { url } = server;
  const settings = { endpoint: url, region: REGION, credentials: CREDENTIALS };
  return {
    directory,
    account,
    clients,
    moto,
    sageMaker: new SageMakerClient(settings),
    runtime: new SageMakerRuntimeClient(settings),
    url,
    image,
    imageDirectory,
    interruptSpot: (...interruption) => server.interruptSpot(...interruption),
    restartSageMaker: async () => {
      await server.close();
      server = await start();
    },
    close: async () => {
      await server.close();
      clients.close();
      await moto.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Registers a folder as an image, as `buildTrainingImage()` does on a machine without a container engine. */
export async function registerImage(
  { ecr }: AwsClients,
  directory: string,
  { repositoryName = 'test-image', mediaType = MODEL_MANIFEST_TYPE } = {},
): Promise<string> {
  const imageManifest = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: {
      mediaType: 'application/vnd.docker.container.image.v1+json',
      digest: `sha256:${'0'.repeat(64)}`,
      size: 2,
    },
    layers: [],
    annotations: {
      [LOCAL_IMAGE_ANNOTATIONS.directory]: directory,
      [LOCAL_IMAGE_ANNOTATIONS.digest]: await localImageDigest(directory),
    },
  });
  // moto gives the same digest to all images that name none.
  const imageDigest = `sha256:${createHash('sha256').update(imageManifest).digest('hex')}`;
  await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  await ecr.send(new PutImageCommand({ repositoryName, imageManifest, imageTag: 'latest', imageDigest }));
  return `${ACCOUNT_ID}.dkr.ecr.${REGION}.amazonaws.com/${repositoryName}:latest`;
}
