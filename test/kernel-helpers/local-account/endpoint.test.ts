import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DescribeLogGroupsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
  type DescribeEndpointOutput,
  ListEndpointsCommand,
  ListModelsCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { packFolders } from '../../../kernel-helpers/local-account/sagemaker/archive';
import { archiveWith, UNSAFE_ARCHIVES } from '../../support/unsafe-archives';
import { BUCKET, type LocalServices, ROLE_ARN, registerImage, startLocalServices } from './support/local-services';
import { makeFolder } from './support/make-folder';

describe('an endpoint of the local SageMaker', () => {
  let services: LocalServices;

  beforeAll(async () => {
    services = await startLocalServices({ startTimeoutSeconds: 20 });
    await createModel('good', 'a model');
    await createEndpoint('lasting', ['good']);
    await waitForStatus('lasting', 'InService');
  });
  afterAll(() => services.close());

  /** A model of one file with this content, or of the archive as it is. */
  async function createModel(name: string, content: string | Buffer): Promise<void> {
    const Key = `models/${name}/model.tar.gz`;
    const Body = typeof content === 'string' ? await packModel(name, content) : content;
    await services.clients.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
    await services.sageMaker.send(
      new CreateModelCommand({
        ModelName: name,
        ExecutionRoleArn: ROLE_ARN,
        PrimaryContainer: { Image: services.image, ModelDataUrl: `s3://${BUCKET}/${Key}` },
      }),
    );
  }

  async function packModel(name: string, content: string): Promise<Buffer> {
    const folder = await makeFolder(services.directory, `model ${name}`, { 'xgboost-model': content });
    const archive = join(services.directory, `${name}.tar.gz`);
    await packFolders([folder], join(services.directory, `packed ${name}`), archive);
    return readFile(archive);
  }

  async function createEndpoint(name: string, models: readonly string[]): Promise<void> {
    await services.sageMaker.send(
      new CreateEndpointConfigCommand({
        EndpointConfigName: name,
        ProductionVariants: models.map((model) => ({
          VariantName: `variant-${model}`,
          ModelName: model,
          InitialInstanceCount: 1,
          InstanceType: 'ml.m5.large',
        })),
      }),
    );
    await services.sageMaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  }

  async function waitForStatus(name: string, status: string): Promise<DescribeEndpointOutput> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const endpoint = await services.sageMaker.send(new DescribeEndpointCommand({ EndpointName: name }));
      if (endpoint.EndpointStatus === status) return endpoint;
      if (Date.now() > deadline) throw new Error(`${name} is still ${endpoint.EndpointStatus}`);
      await delay(30);
    }
  }

  function invoke(name: string, body: string, options: { readonly TargetVariant?: string } = {}) {
    return services.runtime.send(
      new InvokeEndpointCommand({ EndpointName: name, Body: Buffer.from(body), ContentType: 'text/csv', ...options }),
    );
  }

  // The service's own words: https://github.com/aws/amazon-sagemaker-feedback/issues/180 and mlflow issue 13834.
  test.each([
    'application/vnd.oci.image.manifest.v1+json',
    'application/vnd.oci.image.index.v1+json',
    'application/vnd.docker.distribution.manifest.list.v2+json',
  ])('takes no model whose image has the form %s', async (mediaType) => {
    const repositoryName = mediaType.replace(/[^a-z0-9]+/g, '-');
    const image = await registerImage(services.clients, services.imageDirectory, { repositoryName, mediaType });
    const model = new CreateModelCommand({
      ModelName: 'other-form',
      ExecutionRoleArn: ROLE_ARN,
      PrimaryContainer: { Image: image },
    });

    await expect(services.sageMaker.send(model)).rejects.toMatchObject({
      name: 'ValidationException',
      message: `Unsupported manifest media type ${mediaType} for image ${image}. Ensure that valid manifest media type is used for specified image.`,
    });
  });

  test('serves the unpacked model by the program and passes requests on', async () => {
    const answer = await invoke('lasting', '1,2,3');

    expect(Buffer.from(answer.Body).toString()).toBe('a model|text/csv|1,2,3');
    expect(answer.ContentType).toBe('text/csv');
    expect(answer.InvokedProductionVariant).toBe('variant-good');
  });

  test.each(UNSAFE_ARCHIVES)('fails and names the entry that it does not unpack: %s', async (_what, entry, refused) => {
    const name = `unsafe-${UNSAFE_ARCHIVES.findIndex(([, known]) => known === entry)}`;
    await createModel(name, archiveWith(entry));
    await createEndpoint(name, [name]);

    const { FailureReason } = await waitForStatus(name, 'Failed');
    await services.sageMaker.send(new DeleteModelCommand({ ModelName: name }));

    expect(FailureReason).toContain(`holds entries that may not be unpacked: ${refused}. `);
    expect(existsSync(join(services.directory, 'sagemaker/containers/outside'))).toBe(false);
  });

  test('says in its log what has no effect on this machine', async () => {
    const { sageMaker, clients } = services;
    await sageMaker.send(
      new CreateEndpointConfigCommand({
        EndpointConfigName: 'serverless',
        ProductionVariants: [
          { VariantName: 'v', ModelName: 'good', ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 1 } },
        ],
        EnableNetworkIsolation: false,
        KmsKeyId: 'alias/key',
      }),
    );
    await sageMaker.send(new CreateEndpointCommand({ EndpointName: 'serverless', EndpointConfigName: 'serverless' }));
    await waitForStatus('serverless', 'InService');
    await sageMaker.send(new DeleteEndpointCommand({ EndpointName: 'serverless' }));
    await expect(waitForStatus('serverless', 'gone')).rejects.toThrow('Could not find endpoint');

    const { events = [] } = await clients.logs.send(
      new FilterLogEventsCommand({ logGroupName: '/aws/sagemaker/Endpoints/serverless' }),
    );

    expect(events[0]?.message).toBe(
      'local account: without effect on this machine: ProductionVariants.ServerlessConfig, KmsKeyId',
    );
  });

  test("reports the container's own error as a ModelError", async () => {
    const error = await invoke('lasting', 'bad').catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({
      name: 'ModelError',
      OriginalStatusCode: 415,
      OriginalMessage: 'Only text/csv is read.',
      $metadata: { httpStatusCode: 424 },
    });
    expect(error).toHaveProperty('message', expect.stringContaining('Received client error (415) from primary'));
  });

  test('restarts a container that has ended', async () => {
    await expect(invoke('lasting', 'crash')).rejects.toMatchObject({ name: 'ModelError' });

    const deadline = Date.now() + 10_000;
    let served = false;
    while (!served && Date.now() < deadline) {
      served = await invoke('lasting', '1').then(
        () => true,
        () => delay(50).then(() => false),
      );
    }
    expect(served).toBe(true);
  });

  test('is not found when no endpoint has that name', async () => {
    await expect(invoke('nobody', '1')).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Endpoint nobody of account 123456789012 not found.',
    });
  });

  test('refuses an invocation larger than SageMaker takes', async () => {
    await expect(invoke('lasting', 'x'.repeat(6_291_457))).rejects.toMatchObject({ name: 'ValidationError' });
  });

  test('sends a request to the variant that it names', async () => {
    await createModel('other', 'another model');
    await createEndpoint('two-variants', ['good', 'other']);
    await waitForStatus('two-variants', 'InService');

    const answer = await invoke('two-variants', '1', { TargetVariant: 'variant-other' });

    expect(Buffer.from(answer.Body).toString()).toBe('another model|text/csv|1');
    await services.sageMaker.send(new DeleteEndpointCommand({ EndpointName: 'two-variants' }));
  });

  test('is Failed when its container ends instead of answering, and its log says why', async () => {
    await createModel('broken', 'a broken model');
    await createEndpoint('broken', ['broken']);

    const endpoint = await waitForStatus('broken', 'Failed');

    expect(endpoint.FailureReason).toMatch(/did not pass the ping health check\. .* exit code 1/);
    const { logGroups = [] } = await services.clients.logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/sagemaker/Endpoints/broken' }),
    );
    expect(logGroups).toHaveLength(1);
  });

  test('that is in service comes back with the account, also when its configuration is deleted', async () => {
    await services.sageMaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: 'lasting' }));
    await services.restartSageMaker();

    await waitForStatus('lasting', 'InService');

    expect(Buffer.from((await invoke('lasting', '4')).Body).toString()).toBe('a model|text/csv|4');
  });

  test('cannot be deleted while it is being made, as in SageMaker', async () => {
    await createEndpoint('being-made', ['good']);
    const deletion = () => services.sageMaker.send(new DeleteEndpointCommand({ EndpointName: 'being-made' }));

    await expect(deletion()).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(/^Cannot update in-progress endpoint "arn:.*:endpoint\/being-made"\.$/),
    });
    await waitForStatus('being-made', 'InService');
    await deletion();
  });

  test('that is deleted no longer exists, and its process has ended', async () => {
    await createEndpoint('short-lived', ['good']);
    await waitForStatus('short-lived', 'InService');

    await services.sageMaker.send(new DeleteEndpointCommand({ EndpointName: 'short-lived' }));
    const gone = await waitForStatus('short-lived', 'never').catch((error: unknown) => error);

    // boto3's waiter for deleted endpoints waits for exactly this type (botocore, `waiters-2.json`).
    expect(gone).toMatchObject({
      name: 'ValidationException',
      message: 'Could not find endpoint "arn:aws:sagemaker:us-west-2:123456789012:endpoint/short-lived".',
    });
    const { Endpoints = [] } = await services.sageMaker.send(new ListEndpointsCommand({ NameContains: 'short' }));
    expect(Endpoints).toEqual([]);
  });

  test('cannot be made of a model whose program changed after it was registered', async () => {
    const program = join(services.imageDirectory, 'dist/main.js');
    const original = await readFile(program, 'utf8');
    await writeFile(program, `${original}\n// changed`);

    await expect(createModel('changed', 'a model')).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('no longer the one that was registered'),
    });
    await writeFile(program, original);
  });

  test('leaves its model, which exists until it is deleted itself', async () => {
    await services.sageMaker.send(new DeleteModelCommand({ ModelName: 'other' }));

    const { Models = [] } = await services.sageMaker.send(
      new ListModelsCommand({ SortBy: 'Name', SortOrder: 'Ascending' }),
    );

    expect(Models.map(({ ModelName }) => ModelName)).toEqual(['broken', 'good']);
  });
});
