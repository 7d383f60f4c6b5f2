import { mkdir, mkdtemp, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
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
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { JOB_ROLE_NAME, NOTEBOOK_ROLE_NAME, SECRET_NAME } from 'kernel-helpers/story-names';
import { findPythonTools } from '../../../kernel-helpers/local-account/account/python';
import { type AwsClients, createAwsClients } from '../../../kernel-helpers/local-account/aws/aws-account';
import { askSaving, saveNow } from '../../../kernel-helpers/local-account/aws/saving';
import { seedAws } from '../../../kernel-helpers/local-account/aws/seed-aws';
import { startAws } from '../../../kernel-helpers/local-account/aws/start-aws';
import type { Part } from '../../../kernel-helpers/local-account/machine/part';
import { ProcessLedger } from '../../../kernel-helpers/local-account/machine/process-ledger';
import { runPython } from '../../support/run-python';
import { until } from '../../support/until';

const KEY = 'AKIATESTTESTTESTTEST';
const SECRET = 'a secret of the test';
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
    const credentials = { accessKeyId: KEY, secretAccessKey: SECRET };
    aws = await startAws({ directory: join(directory, 'aws'), python, credentials, port: 0, ledger, onComplaint });
    clients = clientsWith(KEY);
    await seedAws(clients, LOGIN);
  }

  async function stop(): Promise<void> {
    clients.close();
    await aws.close();
  }

  function clientsWith(accessKeyId: string, secretAccessKey = SECRET): AwsClients {
    const credentials = { accessKeyId, secretAccessKey };
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
      new PutSecretValueCommand({ SecretId: SECRET_NAME, SecretString: '{"changed":"yes"}' }),
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
    const secret = await clients.secretsManager.send(new GetSecretValueCommand({ SecretId: SECRET_NAME }));
    expect(secret.SecretString).toBe('{"changed":"yes"}');
    const { images = [] } = await clients.ecr.send(
      new BatchGetImageCommand({ repositoryName: 'images', imageIds: [{ imageTag: 'one' }] }),
    );
    expect(images).toHaveLength(1);
    for (const RoleName of [NOTEBOOK_ROLE_NAME, JOB_ROLE_NAME]) {
      const { Role } = await clients.iam.send(new GetRoleCommand({ RoleName }));
      expect(Role?.Arn).toBe(`arn:aws:iam::123456789012:role/${RoleName}`);
    }
    const { events = [] } = await clients.logs.send(new GetLogEventsCommand({ ...stream, startFromHead: true }));
    expect(events.map(({ message }) => message)).toEqual(['a line']);
  });

  test('saves a change within seconds, so that it survives a kill', async () => {
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

  test.each([
    [
      'another key',
      'AKIASOMEBODYELSE',
      SECRET,
      'UnrecognizedClientException',
      'InvalidAccessKeyId',
      'InvalidClientTokenId',
    ],
    [
      'its key and a wrong secret',
      KEY,
      'guessed',
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
      'SignatureDoesNotMatch',
    ],
  ])('refuses a request with %s, in the words of each service', async (_who, key, secret, inJson, inS3, inQuery) => {
    const others = clientsWith(key, secret);

    await expect(
      others.secretsManager.send(new GetSecretValueCommand({ SecretId: SECRET_NAME })),
    ).rejects.toMatchObject({
      name: inJson,
    });
    await expect(others.s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: inS3 });
    await expect(others.iam.send(new GetRoleCommand({ RoleName: JOB_ROLE_NAME }))).rejects.toMatchObject({
      name: inQuery,
    });
    others.close();
  });

  test.each([
    ['no signature', '/', {}],
    ['a key in the address', `/?AWSAccessKeyId=${KEY}`, {}],
    ['a key and an invented signature in the address', `/?AWSAccessKeyId=${KEY}&Signature=x&Expires=99999999999`, {}],
    ['a key in a version 4 address', `/?X-Amz-Credential=${KEY}/20260101/us-west-2/s3/aws4_request`, {}],
    [
      'a key in the header without a signature',
      '/',
      { authorization: `AWS4-HMAC-SHA256 Credential=${KEY}/20260101/us-west-2/s3/aws4_request` },
    ],
    ["the address of one of moto's own pages", '/moto-api/data.json', {}],
  ])('refuses a request with %s', async (_what, path, headers) => {
    const response = await fetch(`http://127.0.0.1:${aws.port}${path}`, { headers });

    expect(response.status).toBe(403);
  });

  test('takes signed requests with any characters in keys, headers and addresses', async () => {
    await clients.s3.send(
      new CreateBucketCommand({ Bucket: 'odd', CreateBucketConfiguration: { LocationConstraint: 'us-west-2' } }),
    );
    const keys = ['a b/ü+%&?=#.txt', 'two//slashes', "it's (1)*!~", 'ends/'];
    for (const Key of keys)
      await clients.s3.send(new PutObjectCommand({ Bucket: 'odd', Key, Body: Key, Metadata: { two: 'a   b' } }));

    for (const Key of keys) {
      const object = await clients.s3.send(new GetObjectCommand({ Bucket: 'odd', Key }));
      expect(await object.Body?.transformToString()).toBe(Key);
    }
    const listed = await clients.s3.send(
      new ListObjectsV2Command({ Bucket: 'odd', Prefix: 'a b/ü+', Delimiter: '/ ' }),
    );
    expect(listed.Contents?.map(({ Key }) => Key)).toEqual(['a b/ü+%&?=#.txt']);
  });

  test('takes requests that boto3 signs: uploads in parts, links of both kinds, and names with spaces', async () => {
    const program = `
import boto3, io, json, urllib.request, urllib.error
from botocore.config import Config
s3 = boto3.client("s3")
s3.create_bucket(Bucket="links", CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
s3.upload_fileobj(io.BytesIO(b"x" * (9 * 1024 * 1024)), "links", "large file")
s3.put_object(Bucket="links", Key="a b+ü", Body=b"small")
def read(url):
    try:
        return urllib.request.urlopen(url).read().decode()
    except urllib.error.HTTPError as error:
        return error.code
found = {"size": s3.head_object(Bucket="links", Key="large file")["ContentLength"]}
for version in ("s3", "s3v4"):
    signer = boto3.client("s3", config=Config(signature_version=version, s3={"addressing_style": "path"}))
    link = lambda seconds: signer.generate_presigned_url("get_object", Params={"Bucket": "links", "Key": "a b+ü"}, ExpiresIn=seconds)
    found[version] = [read(link(60)), read(link(60) + "x"), read(link(-60)), read(link(60).replace("a%20b", "large%20file"))]
boto3.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument="{}", Description="a  b & c=d")
found["role"] = boto3.client("iam").get_role(RoleName="r")["Role"]["Description"]
print(json.dumps(found))
`;
    const found = await runPython(program, {
      python: findPythonTools().python,
      env: {
        PATH: process.env.PATH,
        AWS_ENDPOINT_URL: `http://127.0.0.1:${aws.port}`,
        AWS_DEFAULT_REGION: 'us-west-2',
        AWS_ACCESS_KEY_ID: KEY,
        AWS_SECRET_ACCESS_KEY: SECRET,
      },
    });

    expect(found).toEqual({
      size: 9 * 1024 * 1024,
      s3: ['small', 403, 403, 403],
      s3v4: ['small', 403, 403, 403],
      role: 'a  b & c=d',
    });
  });

  test.each([
    ['the Origin of a web page', { origin: 'https://example.com' }],
    ['a foreign Host', { host: 'evil.example' }],
  ])('refuses a request that names %s', async (_what, headers) => {
    const status = await new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port: aws.port, path: '/local-account/saving', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });

    expect(status).toBe(403);
  });

  test('says while the disk is full that it cannot save, and saves when there is room again', async () => {
    const blocked = join(directory, 'aws/s3.pickle.new');
    await mkdir(blocked);
    await clients.s3.send(
      new CreateBucketCommand({ Bucket: 'late', CreateBucketConfiguration: { LocationConstraint: 'us-west-2' } }),
    );
    expect(await saveNow(aws.port)).toMatch(/Is a directory/);
    expect(await askSaving(aws.port)).toMatch(/Is a directory/);

    await rmdir(blocked);

    await until(async () => (await askSaving(aws.port)) === undefined);
    expect(await readdir(join(directory, 'aws'))).toContain('s3.pickle');
  });

  test('says so when it ends and could not save', async () => {
    await mkdir(join(directory, 'aws/s3.pickle.new'));
    await clients.s3.send(
      new CreateBucketCommand({ Bucket: 'lost', CreateBucketConfiguration: { LocationConstraint: 'us-west-2' } }),
    );

    await expect(aws.close()).rejects.toMatchObject({
      kind: 'platform',
      message: expect.stringMatching(/could not save its last changes[\s\S]*Is a directory/),
    });
    await rmdir(join(directory, 'aws/s3.pickle.new'));
    await start();
  });

  test('says that broken data can be erased when it cannot read them', async () => {
    await stop();
    await writeFile(join(directory, 'aws/s3.pickle'), 'no pickle');

    await expect(start()).rejects.toMatchObject({
      kind: 'platform',
      message: expect.stringMatching(
        /did not start \(exit code 1\)[\s\S]*`npx local-account down --erase` erases them/,
      ),
    });
    await rm(join(directory, 'aws/s3.pickle'));
    await start();
  });
});
