import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateTrainingJobCommand, type CreateTrainingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AwsFailure } from '../../../kernel-helpers/src/aws/aws-failure';
import { recordedCallSchema } from '../../../kernel-helpers/src/aws/call-record';
import { awsClients, awsClientsFor, withAwsClients } from '../../../kernel-helpers/src/aws/clients';
import { UserError } from '../../../kernel-helpers/src/errors';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';

const before = { ...process.env };
beforeEach(() => {
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'FIRST',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  });
});
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});

const CLIENTS = Object.entries(awsClients);

describe('the AWS clients', () => {
  test.each(CLIENTS)('follow the environment when a cell changes it: %s', async (_, client) => {
    const first = client();
    expect(client()).toBe(first);
    expect(await first.config.region()).toBe('eu-central-1');
    expect((await first.config.credentials()).accessKeyId).toBe('FIRST');

    process.env.AWS_REGION = 'us-east-1';
    expect(await client().config.region()).toBe('us-east-1');
    process.env.AWS_ACCESS_KEY_ID = 'SECOND';
    expect((await client().config.credentials()).accessKeyId).toBe('SECOND');
  });

  test('call the endpoint that the environment names now', async () => {
    const called: string[] = [];
    const servers = ['first', 'second'].map((name) =>
      createServer((_, response) => {
        called.push(name);
        response.writeHead(403).end();
      }).listen(0, '127.0.0.1'),
    );

    for (const server of servers) {
      if (!server.listening) await once(server, 'listening');
      process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      await expect(awsClients.sts().send(new GetCallerIdentityCommand({}))).rejects.toThrow();
    }

    expect(called).toEqual(['first', 'second']);
    for (const server of servers) server.close().closeAllConnections();
  });

  test('stay as they are for any other variable', () => {
    const first = awsClients.s3();
    process.env.SOMETHING_ELSE = '1';

    expect(awsClients.s3()).toBe(first);
  });
});

describe('the clients of a place', () => {
  test.each(Object.keys(awsClients) as (keyof typeof awsClients)[])(
    'are one for each region and each endpoint, however they take turns: %s',
    async (name) => {
      const places = ['us-east-1', 'eu-west-1'].flatMap((region) => [
        { region },
        { region, endpoint: 'http://127.0.0.1:2' },
        { region, endpoint: 'http://127.0.0.1:3' },
      ]);
      const first = places.map((place) => awsClientsFor(place)[name]());

      expect(new Set(first).size).toBe(places.length);
      expect(places.map((place) => awsClientsFor(place)[name]())).toEqual(first);
      for (const [index, { region }] of places.entries()) {
        expect(await first[index]?.config.region()).toBe(region);
      }
    },
  );

  test('of this machine write the bucket into the path, and those of AWS into the host name', () => {
    delete process.env.AWS_ENDPOINT_URL;

    expect(awsClientsFor({ endpoint: 'http://127.0.0.1:2' }).s3().config.forcePathStyle).toBe(true);
    expect(
      awsClientsFor({ endpoint: 'https://vpce-1.s3.us-east-1.vpce.amazonaws.com' }).s3().config.forcePathStyle,
    ).toBe(false);
  });
});

describe('a given client', () => {
  test('is used by the work that it is given to, and by no other work', async () => {
    const client = new SecretsManagerClient({ region: 'ap-south-1' });
    const regionOf = (): Promise<string> => awsClients.secretsManager().config.region();

    const inWork = withAwsClients({ secretsManager: client }, async () => {
      await new Promise(setImmediate);
      return [await regionOf(), await awsClients.sts().config.region()];
    });

    expect(await regionOf()).toBe('eu-central-1');
    expect(await inWork).toEqual(['ap-south-1', 'eu-central-1']);
    client.destroy();
  });

  test('throws errors that do not lead to the request, and stays itself as it was', async () => {
    const client = new SecretsManagerClient({ region: 'eu-west-1', endpoint: 'http://127.0.0.1:1', maxAttempts: 1 });
    const ask = (): Promise<unknown> => awsClients.secretsManager().send(new GetSecretValueCommand({ SecretId: 'a' }));

    await expect(withAwsClients({ secretsManager: client }, ask)).rejects.toBeInstanceOf(AwsFailure);
    await expect(client.send(new GetSecretValueCommand({ SecretId: 'a' }))).rejects.not.toBeInstanceOf(AwsFailure);
    client.destroy();
  });
});

describe('the record of calls', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = makeTemporaryFolder('call-record');
    Object.assign(process.env, { AWS_CALL_RECORD: join(folder.path, 'calls'), AWS_MAX_ATTEMPTS: '1' });
  });
  afterEach(() => folder.close());

  const recorded = (): unknown[] =>
    readFileSync(join(folder.path, 'calls'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => recordedCallSchema.parse(JSON.parse(line)));

  test('names what a call is about, and holds no value that may be secret', async () => {
    const job = {
      TrainingJobName: 'snowflake-xgboost-1',
      RoleArn: 'arn:aws:iam::123456789012:role/Jobs',
      AlgorithmSpecification: { TrainingImage: 'an-image', TrainingInputMode: 'File' as const },
      OutputDataConfig: { S3OutputPath: 's3://bucket/models', KmsKeyId: 'a-key' },
      ResourceConfig: { InstanceCount: 1, VolumeSizeInGB: 5 },
      StoppingCondition: { MaxRuntimeInSeconds: 60 },
      VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
      Environment: { Name: 'hidden' },
      HyperParameters: { Key: 'hidden' },
      Tags: [{ Key: 'owner', Value: 'hidden' }],
    } satisfies CreateTrainingJobCommandInput;
    const calls = [
      awsClients.sageMaker().send(new CreateTrainingJobCommand(job)),
      awsClients.s3().send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a/b', Body: 'hidden' })),
      awsClients.secretsManager().send(new PutSecretValueCommand({ SecretId: 'login', SecretString: 'hidden' })),
      withAwsClients({ sts: awsClientsFor({ region: 'us-west-2' }).sts() }, () =>
        awsClients.sts().send(new GetCallerIdentityCommand({})),
      ),
    ];
    await Promise.allSettled(calls);

    const { Environment: _, HyperParameters: __, StoppingCondition: ___, ...named } = job;
    expect(recorded()).toEqual([
      {
        caller: 'notebook',
        service: 'sagemaker',
        operation: 'CreateTrainingJob',
        input: {
          ...named,
          AlgorithmSpecification: { TrainingImage: 'an-image' },
          ResourceConfig: {},
          Tags: [{ Key: 'owner' }],
        },
      },
      { caller: 'notebook', service: 's3', operation: 'PutObject', input: { Bucket: 'bucket', Key: 'a/b' } },
      { caller: 'notebook', service: 'secretsmanager', operation: 'PutSecretValue', input: { SecretId: 'login' } },
      { caller: 'notebook', service: 'sts', operation: 'GetCallerIdentity', input: {} },
    ]);
    expect(readFileSync(join(folder.path, 'calls'), 'utf8')).not.toContain('hidden');
  });

  test('says of calls in a training job that they need the rights of the role of jobs', async () => {
    process.env.TRAINING_JOB_NAME = 'snowflake-xgboost-1';
    await awsClients
      .s3()
      .send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a', Body: 'x' }))
      .catch(() => undefined);

    expect(recorded()).toMatchObject([{ caller: 'job' }]);
  });

  test('that cannot be written is told by the call', async () => {
    process.env.AWS_CALL_RECORD = join(folder.path, 'missing', 'calls');

    const failure = await awsClients
      .sts()
      .send(new GetCallerIdentityCommand({}))
      .catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({
      message: expect.stringMatching(/The file that AWS_CALL_RECORD names cannot be written: .*missing/),
    });
  });
});
