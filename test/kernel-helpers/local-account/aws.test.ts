import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { BatchGetImageCommand, CreateRepositoryCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Part } from '../../../kernel-helpers/local-account/account/part';
import { ProcessLedger } from '../../../kernel-helpers/local-account/account/process-ledger';
import { findPythonTools } from '../../../kernel-helpers/local-account/account/python';
import { type AwsClients, createAwsClients } from '../../../kernel-helpers/local-account/aws/aws-account';
import { ROLE_NAME, SECRET_ID } from '../../../kernel-helpers/local-account/aws/names';
import { seedAws } from '../../../kernel-helpers/local-account/aws/seed-aws';
import { startAws } from '../../../kernel-helpers/local-account/aws/start-aws';

const KEY = 'AKIATESTTESTTESTTEST';
const LOGIN = { user: 'TESTER', password: 'a password of the test' };

describe("the local account's AWS", () => {
  let directory: string;
  let aws: Part;
  let clients: AwsClients;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'local-aws-'));
    await start();
  });
  afterEach(async () => {
    await stop();
    await rm(directory, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    const ledger = new ProcessLedger(join(directory, 'processes'));
    const { python } = findPythonTools();
    const onComplaint = (): void => undefined;
    aws = await startAws({ directory: join(directory, 'aws'), python, accessKeyId: KEY, port: 0, ledger, onComplaint });
    clients = clientsWith(KEY);
    await seedAws(clients, LOGIN);
  }

  async function stop(): Promise<void> {
    clients.close();
    await aws.close();
  }

  function clientsWith(accessKeyId: string): AwsClients {
    const credentials = { accessKeyId, secretAccessKey: 'x' };
    return createAwsClients({
      endpoint: `http://127.0.0.1:${aws.port}`,
      region: 'us-west-2',
      accountId: '123456789012',
      credentials,
    });
  }

  test('keeps objects, secrets, images, roles and logs, with their times, when it ends and starts again', async () => {
    await clients.s3.send(
      new CreateBucketCommand({ Bucket: 'kept', CreateBucketConfiguration: { LocationConstraint: 'us-west-2' } }),
    );
    await clients.s3.send(new PutObjectCommand({ Bucket: 'kept', Key: 'a', Body: 'b', Metadata: { c: 'd' } }));
    await clients.secretsManager.send(
      new PutSecretValueCommand({ SecretId: SECRET_ID, SecretString: '{"changed":"yes"}' }),
    );
    await clients.ecr.send(new CreateRepositoryCommand({ repositoryName: 'images' }));
    const imageManifest =
      '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"digest":"x","size":1,"mediaType":"y"},"layers":[]}';
    await clients.ecr.send(new PutImageCommand({ repositoryName: 'images', imageManifest, imageTag: 'one' }));
    const stream = { logGroupName: '/group', logStreamName: 'stream' };
    await clients.logs.send(new CreateLogGroupCommand({ logGroupName: '/group' }));
    await clients.logs.send(new CreateLogStreamCommand(stream));
    await clients.logs.send(
      new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: Date.now(), message: 'a line' }] }),
    );
    const before = await clients.s3.send(new HeadObjectCommand({ Bucket: 'kept', Key: 'a' }));

    await stop();
    await start();

    const object = await clients.s3.send(new GetObjectCommand({ Bucket: 'kept', Key: 'a' }));
    expect(await object.Body?.transformToString()).toBe('b');
    expect([object.Metadata, object.LastModified]).toEqual([{ c: 'd' }, before.LastModified]);
    const secret = await clients.secretsManager.send(new GetSecretValueCommand({ SecretId: SECRET_ID }));
    expect(secret.SecretString).toBe('{"changed":"yes"}');
    const { images = [] } = await clients.ecr.send(
      new BatchGetImageCommand({ repositoryName: 'images', imageIds: [{ imageTag: 'one' }] }),
    );
    expect(images).toHaveLength(1);
    const { Role } = await clients.iam.send(new GetRoleCommand({ RoleName: ROLE_NAME }));
    expect(Role?.Arn).toBe(`arn:aws:iam::123456789012:role/${ROLE_NAME}`);
    const { events = [] } = await clients.logs.send(new GetLogEventsCommand({ ...stream, startFromHead: true }));
    expect(events.map(({ message }) => message)).toEqual(['a line']);
  });

  test('has saved a change within seconds, should it be killed', async () => {
    const saved = (): Promise<boolean> => readdir(join(directory, 'aws')).then((files) => files.includes('s3.pickle'));
    await clients.s3.send(
      new CreateBucketCommand({ Bucket: 'kept', CreateBucketConfiguration: { LocationConstraint: 'us-west-2' } }),
    );
    const deadline = Date.now() + 5000;
    while (!(await saved()) && Date.now() < deadline) await delay(20);

    new ProcessLedger(join(directory, 'processes')).endLeftovers();
    await aws.ended;
    await start();

    const { Buckets = [] } = await clients.s3.send(new ListBucketsCommand({}));
    expect(Buckets.map(({ Name }) => Name)).toEqual(['kept']);
  });

  test('answers only those who name its key, in the words of each service', async () => {
    const others = clientsWith('AKIASOMEBODYELSE');

    await expect(others.secretsManager.send(new GetSecretValueCommand({ SecretId: SECRET_ID }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    await expect(others.s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
    await expect(others.iam.send(new GetRoleCommand({ RoleName: ROLE_NAME }))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    });
    others.close();
  });

  test('answers no web page', async () => {
    const headers = { authorization: `AWS4-HMAC-SHA256 Credential=${KEY}/20260101/us-west-2/s3/aws4_request` };

    const own = await fetch(`http://127.0.0.1:${aws.port}/`, { headers });
    const page = await fetch(`http://127.0.0.1:${aws.port}/`, {
      headers: { ...headers, origin: 'https://example.com' },
    });

    expect([own.status, page.status]).toEqual([200, 403]);
    expect(page.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('says that broken data can be erased when it cannot read them', async () => {
    await stop();
    await writeFile(join(directory, 'aws/s3.pickle'), 'no pickle');

    await expect(start()).rejects.toMatchObject({
      kind: 'platform',
      message: expect.stringMatching(
        /did not start \(exit code 1\)[\s\S]*`npx local-account down --erase` forgets them/,
      ),
    });
    await rm(join(directory, 'aws/s3.pickle'));
    await start();
  });
});
