import { join } from 'node:path';
import { DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeRepositoriesCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import { ListBucketsCommand, PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { awsClients } from 'kernel-helpers/aws/clients';
import { connect } from 'kernel-helpers/cell-api/connect';
import { cleanUpStack, planCleanUp } from 'kernel-helpers/stack/clean-up/clean-up-stack';
import { findStack } from 'kernel-helpers/stack/find-stack';
import { dropLoadedTable } from 'kernel-helpers/stack/snowflake-objects';
import type { StackParts } from 'kernel-helpers/stack/stack-outputs';
import { ROOT } from '../../support/clone';
import { runProcess } from '../../support/run-process';
import { withEnvironment } from '../../support/with-environment';
import {
  type FinishedJobOnAccount,
  quietly,
  standing,
  startFinishedJob,
  startJob,
} from '../sagemaker/support/finished-job';
import { createStack, templateOf } from './support/stack-on-account';

const COMMAND = join(ROOT, 'kernel-helpers', 'bin', 'kernel-helpers.mjs');
const INSTANCE = { instance: 'ml.m5.large' };
const TRIO = ['endpoint of yours', 'endpoint configuration of yours', 'model of yours'];

let on: FinishedJobOnAccount;
/** Names of the stack's jobs: one that has ended and is deployed, and one that runs. */
let ended: string;
let running: string;
beforeAll(async () => {
  on = await startFinishedJob();
  await quietly(() => on.finished.deploy(INSTANCE));
  await createStack('housing');
  await useStack('housing');
});
afterAll(() => on?.close());

/** Does with a stack what its notebooks do. */
async function useStack(name: string): Promise<void> {
  const { parts } = await stackOf(name);
  if (parts === undefined) throw new Error('The stack has no outputs.');
  const versioning = { Bucket: parts.bucket, VersioningConfiguration: { Status: 'Enabled' } } as const;
  await awsClients.s3().send(new PutBucketVersioningCommand(versioning));
  for (const Body of ['old', 'new']) {
    await awsClients.s3().send(new PutObjectCommand({ Bucket: parts.bucket, Key: 'twice', Body }));
  }
  await pushImage(parts.repository);
  const restore = withEnvironment(environmentOf(parts));
  ended = await quietly(async () => {
    const finished = await (await startJob(2)).watch();
    await finished.deploy(INSTANCE);
    return finished.name;
  });
  running = await quietly(async () => (await startJob(100_000)).name);
  restore();
}

async function pushImage(repositoryName: string): Promise<void> {
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType, config: {}, layers: [] });
  await awsClients.ecr().send(new PutImageCommand({ repositoryName, imageTag: 'a', imageManifest }));
}

async function stackOf(name: string) {
  const stack = await findStack(name);
  if (stack === 'deleted') throw new Error('The stack is deleted.');
  return stack;
}

function cleanUp(...args: readonly string[]) {
  return runProcess(process.execPath, [COMMAND, 'clean-up', ...args], { env: process.env });
}

/** What the account holds, apart from what `standing()` tells. */
async function stored() {
  const { Buckets = [] } = await awsClients.s3().send(new ListBucketsCommand({}));
  const { repositories = [] } = await awsClients.ecr().send(new DescribeRepositoriesCommand({}));
  const logs = new DescribeLogStreamsCommand({ logGroupName: '/aws/sagemaker/TrainingJobs' });
  const { logStreams = [] } = await awsClients.cloudWatchLogs().send(logs);
  return {
    buckets: Buckets.map(({ Name }) => Name),
    repositories: repositories.map(({ repositoryName }) => repositoryName),
    jobsWithLogs: [...new Set(logStreams.map(({ logStreamName }) => logStreamName?.split('/')[0]))],
  };
}

async function tables(): Promise<readonly string[]> {
  const snowflake = await connect();
  const { items } = await snowflake.listTables();
  await snowflake.close();
  return items.map(({ name }) => name);
}

describe('kernel-helpers clean-up --stack', () => {
  test('lists everything that belongs to the stack, and deletes nothing without --yes', async () => {
    const before = await standing();

    const { exitCode, stdout } = await cleanUp('--stack', 'housing');

    expect(exitCode).toBe(0);
    const lines = stdout.split('\n\n')[0].split('\n');
    expect(lines).toEqual([
      'What belongs to the stack housing (CREATE_COMPLETE), in the order of its deletion:',
      `  endpoint ${ended} (costs money by the hour)`,
      `  endpoint configuration ${ended}`,
      `  model ${ended}`,
      `  running training job ${running} (costs money by the hour)`,
      expect.stringMatching(/^ {2}1 image in the repository housing-images, \d+\.\d MB$/),
      expect.stringMatching(/^ {2}\d+ files with older versions in the bucket housing-models, \d+\.\d MB$/),
      `  log group /aws/sagemaker/Endpoints/${ended}`,
      expect.stringMatching(/^ {2}\d log streams? in \/aws\/sagemaker\/TrainingJobs$/),
      '  stack housing, with the notebook instance housing-notebook and the files on it',
    ]);
    expect(stdout).toContain('drop table if exists HOUSING.HOUSING_SCHEMA.CALIFORNIA_HOUSING;');
    expect(stdout).toContain('Nothing was deleted. To delete it, run the same command with --yes.');
    expect(await standing()).toEqual(before);
  });

  test('keeps the stack while something of it is left, and goes on with the rest', async () => {
    const fault = on.otherServices.deny('ecr:BatchDeleteImage');

    const { exitCode, stdout, stderr } = await cleanUp('--stack', 'housing', '--yes');

    fault.end();
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'Cleaning up is not complete, and the stack housing stays until it is:\n- Could not delete',
    );
    expect(stdout).toMatch(/^Deleted: log group /m);
    expect(stdout).not.toMatch(/^Deleted: (stack|.* images? in)/m);
    expect((await stackOf('housing')).status).toBe('CREATE_COMPLETE');
  });

  test('deletes the rest, then the stack, and leaves what belongs to others', async () => {
    const { exitCode, stdout, stderr } = await cleanUp('--stack', 'housing', '--yes', '--snowflake');

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^Deleted: stack housing$/m);
    expect(stdout).toMatch(/^Run in Snowflake: drop table if exists HOUSING\.HOUSING_SCHEMA\.CALIFORNIA_HOUSING$/m);
    expect((await standing()).sort()).toEqual([...TRIO].sort());
    expect(await stored()).toEqual({
      buckets: ['sagemaker-us-west-2-123456789012'],
      repositories: ['sagemaker-snowflake-xgboost'],
      jobsWithLogs: [on.finished.name],
    });
  });

  test('may be run twice', async () => {
    const { exitCode, stdout } = await cleanUp('--stack', 'housing', '--yes');

    expect(exitCode).toBe(0);
    expect(stdout).toContain('The stack housing is deleted already.');
  });

  test('drops the table that the settings name, and no other', async () => {
    const restore = withEnvironment({ SF_TABLE: 'sums' });
    expect(await tables()).toContain('SUMS');

    await dropLoadedTable(new AbortController().signal);

    restore();
    expect(await tables()).not.toContain('SUMS');
  });

  test.each<[string, object | undefined, string]>([
    ['never-made', undefined, 'There is no stack never-made in this account and region'],
    ['of-others', { Description: 'A network' }, "The stack of-others was not made with this project's template"],
    ['older', { Outputs: { BucketName: { Value: 'b' } } }, 'lacks outputs of the template'],
  ])('refuses %s', async (name, changes, message) => {
    if (changes !== undefined) await createStack(name, templateOf(name, changes));

    await expect(findStack(name)).rejects.toThrow(message);
  });

  test('does not delete the table without --yes', async () => {
    const { exitCode, stderr } = await cleanUp('--stack', 'dry', '--snowflake');

    expect(exitCode).toBe(1);
    expect(stderr).toContain('--snowflake deletes a table, so it needs --yes.');
  });
});

test('a stack that keeps bucket and repository keeps what is in them', async () => {
  const template = templateOf('keeper');
  const { Outputs } = template as { readonly Outputs: object };
  const keeps = { KeepsBucket: { Value: 'yes' }, KeepsRepository: { Value: 'yes' } };
  await createStack('keeper', { ...template, Outputs: { ...Outputs, ...keeps } });
  const { parts } = await stackOf('keeper');
  await awsClients.s3().send(new PutObjectCommand({ Bucket: 'keeper-models', Key: 'model', Body: 'x' }));
  await pushImage('keeper-images');

  expect(await planCleanUp(parts, new AbortController().signal)).toEqual({
    belongings: [],
    kept: [
      { what: 'the bucket keeper-models with its models', byHand: 'aws s3 rb --force s3://keeper-models' },
      {
        what: 'the repository keeper-images with its images, which others may use',
        byHand: 'aws ecr delete-repository --force --repository-name keeper-images',
      },
    ],
  });
});

test('a stack that was not made to its end is deleted without its outputs', async () => {
  const { Outputs: _, ...template } = templateOf('half') as Record<string, object>;
  await createStack('half', template);
  const stack = await stackOf('half');
  const { signal } = new AbortController();
  const deleted: string[] = [];

  await cleanUpStack(stack, await planCleanUp(stack.parts, signal), signal, {
    onStart: () => undefined,
    onProgress: () => undefined,
    onDeleted: (what) => deleted.push(what),
  });

  expect(deleted).toEqual(['stack half']);
  expect(await findStack('half')).toBe('deleted');
});

/** The settings with which notebooks and jobs use what the stack made, as its start script writes them. */
function environmentOf({ jobRoleArn, bucket, secretArn }: StackParts): Readonly<Record<string, string>> {
  return {
    SAGEMAKER_ROLE_ARN: jobRoleArn,
    SAGEMAKER_BUCKET: bucket,
    ...(secretArn === undefined ? { SF_AUTHENTICATOR: 'WORKLOAD_IDENTITY' } : { SECRET_ID: secretArn }),
  };
}
