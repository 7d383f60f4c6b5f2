import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, HeadObjectCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import {
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  DescribeTrainingJobCommand,
  ListTagsCommand,
} from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { awsClients } from 'kernel-helpers/aws/clients';
import { buildTrainingImage } from 'kernel-helpers/cell-api/build-training-image';
import { connect } from 'kernel-helpers/cell-api/connect';
import type { FinishedJob } from 'kernel-helpers/cell-api/finished-job';
import { trainingJob } from 'kernel-helpers/cell-api/plan-job';
import type { DeployOptions } from 'kernel-helpers/sagemaker/endpoint/deploy-options';
import { Table } from 'kernel-helpers/table/columnar-table';
import { captureStdout } from '../../support/capture-stdout';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { withEnvironment } from '../../support/with-environment';

const NETWORK = { subnets: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] };
const VPC_CONFIG = { Subnets: NETWORK.subnets, SecurityGroupIds: NETWORK.securityGroupIds };
const BUCKET = 'models-of-the-company';
const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';
const OTHER_KEY = `${KEY.slice(0, -1)}c`;
const TAGS = { team: 'houses', 'cost-center': '1234' };
const OWN_TAGS = [
  { Key: 'team', Value: 'houses' },
  { Key: 'cost-center', Value: '1234' },
];

let account: TestAccount;
let restore: () => void;
let folder: TemporaryFolder;
let finished: FinishedJob;

beforeAll(async () => {
  account = await startLocalAccount();
  restore = withEnvironment({ ...account.settings, SAGEMAKER_BUCKET: BUCKET });
  const location = { LocationConstraint: account.settings.AWS_REGION as 'us-west-2' };
  await awsClients.s3().send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: location }));
  const snowflake = await connect();
  const rows = Array.from({ length: 200 }, (_, row) => ({ X: row % 10, TARGET: (row % 10) * 2 }));
  await snowflake.writeTable(Table.fromRows(rows), 'doubles', { ifExists: 'replace' });
  folder = makeTemporaryFolder('training-script');
  writeFileSync(
    join(folder.path, 'train.ts'),
    `import { defineTraining } from 'container';
    export default defineTraining(async ({ share, hyperparameters, train, saveModel }) => {
      await saveModel(await train(await share(), hyperparameters));
    });`,
  );
  await captureStdout(async () => {
    const job = await trainingJob({
      image: await buildTrainingImage(),
      sourceDir: folder.path,
      entryPoint: 'train.ts',
      table: 'doubles',
      target: 'target',
      instances: { type: 'ml.m5.large', count: 2 },
      snowflake,
      hyperparameters: { num_round: 5 },
      network: NETWORK,
      encryption: { volumeKey: KEY, outputKey: KEY, betweenHosts: true },
      tags: TAGS,
    }).start();
    finished = await job.watch();
  });
  await snowflake.close();
});

afterAll(async () => {
  restore?.();
  await account?.close();
  folder?.close();
});

/** Deploys quietly, looks at what was made, and deletes it again. */
async function deployed(options: Omit<DeployOptions, 'instance'> = {}) {
  let found = {};
  await captureStdout(async () => {
    const endpoint = await finished.deploy({ instance: 'ml.m5.large', ...options });
    found = await hosted(finished.name);
    await endpoint.delete();
  });
  return found;
}

async function hosted(name: string) {
  const sageMaker = awsClients.sageMaker();
  const model = await sageMaker.send(new DescribeModelCommand({ ModelName: name }));
  const config = await sageMaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName: name }));
  return {
    network: model.VpcConfig,
    key: config.KmsKeyId,
    tagsOfModel: await tagsOf(model.ModelArn),
    tagsOfConfig: await tagsOf(config.EndpointConfigArn),
    tagsOfEndpoint: await tagsOf(config.EndpointConfigArn?.replace(':endpoint-config/', ':endpoint/')),
  };
}

async function tagsOf(ResourceArn = '') {
  const { Tags = [] } = await awsClients.sageMaker().send(new ListTagsCommand({ ResourceArn }));
  return { isOurs: Tags.some(({ Key }) => Key === 'created-by'), own: Tags.filter(({ Key }) => !Key?.endsWith('-by')) };
}

test('a job is described with its network, keys and tags', async () => {
  const job = await awsClients.sageMaker().send(new DescribeTrainingJobCommand({ TrainingJobName: finished.name }));

  expect(job).toMatchObject({
    VpcConfig: VPC_CONFIG,
    EnableInterContainerTrafficEncryption: true,
    ResourceConfig: { VolumeKmsKeyId: KEY },
    OutputDataConfig: { KmsKeyId: KEY },
  });
  expect(await tagsOf(job.TrainingJobArn)).toEqual({ isOurs: true, own: OWN_TAGS });
});

test('script and model are in the bucket that the setting names, and no other bucket is made', async () => {
  const { Buckets = [] } = await awsClients.s3().send(new ListBucketsCommand({}));

  expect(finished.modelArtefact).toBe(`s3://${BUCKET}/${finished.name}/output/model.tar.gz`);
  expect(Buckets.map(({ Name }) => Name)).toEqual([BUCKET]);
});

test('the script is uploaded with the key for S3', async () => {
  const { SSEKMSKeyId, ServerSideEncryption } = await awsClients.s3().send(
    new HeadObjectCommand({
      Bucket: BUCKET,
      Key: `${finished.name}/source/sourcedir.tar.gz`,
    }),
  );

  expect({ SSEKMSKeyId, ServerSideEncryption }).toEqual({ SSEKMSKeyId: KEY, ServerSideEncryption: 'aws:kms' });
});

test('an endpoint has the network, the key and the tags of its job', async () => {
  expect(await deployed()).toEqual({
    network: VPC_CONFIG,
    key: KEY,
    tagsOfModel: { isOurs: true, own: OWN_TAGS },
    tagsOfConfig: { isOurs: true, own: OWN_TAGS },
    tagsOfEndpoint: { isOurs: true, own: OWN_TAGS },
  });
});

test('an endpoint has another network, key and tags if it is told so', async () => {
  const network = { subnets: ['subnet-87654321'], securityGroupIds: ['sg-87654321'] };
  const found = await deployed({ network, encryption: { volumeKey: OTHER_KEY }, tags: {} });

  expect(found).toMatchObject({
    network: { Subnets: network.subnets, SecurityGroupIds: network.securityGroupIds },
    key: OTHER_KEY,
    tagsOfEndpoint: { isOurs: true, own: [] },
  });
});

test('an endpoint that is there is not taken for one in another network or with another key', async () => {
  const other: readonly (readonly [Omit<DeployOptions, 'instance'>, string])[] = [
    [{ network: { ...NETWORK, subnets: ['subnet-87654321'] } }, 'runs in another network already'],
    [{ encryption: { volumeKey: OTHER_KEY } }, 'runs with another key for its disks already'],
  ];
  await captureStdout(async () => {
    const endpoint = await finished.deploy({ instance: 'ml.m5.large' });
    for (const [options, problem] of other) {
      await expect(finished.deploy({ instance: 'ml.m5.large', ...options })).rejects.toMatchObject({
        kind: 'user',
        message: expect.stringContaining(problem),
      });
    }
    await endpoint.delete();
  });
});
