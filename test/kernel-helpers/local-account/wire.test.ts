import {
  AddTagsCommand,
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateTrainingJobCommand,
  DeleteTagsCommand,
  DescribeTrainingJobCommand,
  ListProcessingJobsCommand,
  ListTagsCommand,
  SageMakerClient,
  StopTrainingJobCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointAsyncCommand, InvokeEndpointWithResponseStreamCommand } from '@aws-sdk/client-sagemaker-runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BUCKET, type LocalServices, ROLE_ARN, startLocalServices } from './support/local-services';
import { jobRequest, startJob, waitForJob } from './support/training-jobs';

describe("the local SageMaker's API", () => {
  let services: LocalServices;

  beforeAll(async () => {
    services = await startLocalServices();
  });
  afterAll(() => services.close());

  function clientWith(
    credentials: { accessKeyId: string; secretAccessKey: string },
    systemClockOffset = 0,
  ): SageMakerClient {
    return new SageMakerClient({
      endpoint: services.url,
      region: 'us-west-2',
      credentials,
      systemClockOffset,
      maxAttempts: 1,
    });
  }

  test.each([
    ['another key', { accessKeyId: 'AKIAOTHER', secretAccessKey: 'x' }, 'UnrecognizedClientException'],
    [
      'the right key with another secret',
      { accessKeyId: 'AKIATESTTESTTESTTEST', secretAccessKey: 'x' },
      'InvalidSignatureException',
    ],
  ])('refuses requests signed with %s', async (_, credentials, type) => {
    const describing = clientWith(credentials).send(new DescribeTrainingJobCommand({ TrainingJobName: 'x' }));

    await expect(describing).rejects.toMatchObject({ name: type, $metadata: { httpStatusCode: 403 } });
  });

  test('refuses requests that are not signed, or whose body is not the signed one', async () => {
    const headers = { 'x-amz-target': 'SageMaker.ListTrainingJobs', 'content-type': 'application/x-amz-json-1.1' };
    const unsigned = await fetch(services.url, { method: 'POST', headers, body: '{}' });
    expect(unsigned.status).toBe(403);

    const tampering = clientWith(services.account.credentials);
    tampering.middlewareStack.add(
      (next) => (args) => {
        Object.assign(args.request as object, { body: '{"TrainingJobName":"y"}' });
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    await expect(tampering.send(new StopTrainingJobCommand({ TrainingJobName: 'x' }))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
  });

  test('names all limits that a request breaks at once, in the words of the service', async () => {
    const creating = services.sageMaker.send(
      new CreateTrainingJobCommand({
        ...jobRequest(services, '-bad-', 'train'),
        RoleArn: undefined,
        ResourceConfig: { InstanceType: 'ml.m5.huge' as 'ml.m5.large', InstanceCount: -1, VolumeSizeInGB: 30 },
        Environment: { '1x': 'y'.repeat(600) },
      }),
    );

    const error = await creating.catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ name: 'ValidationException', $metadata: { httpStatusCode: 400 } });
    const message = error instanceof Error ? error.message : '';
    expect(message).toMatch(/^6 validation errors detected: /);
    // AWS's wording, for example in https://github.com/aws/sagemaker-python-sdk/issues/1856.
    expect(message).toContain(
      "Value '-bad-' at 'trainingJobName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}",
    );
    expect(message).toContain("Value null at 'roleArn' failed to satisfy constraint: Member must not be null");
    expect(message).toContain(
      "Value '-1' at 'resourceConfig.instanceCount' failed to satisfy constraint: Member must have value greater than or equal to 0",
    );
    expect(message).toContain(
      "Value 'ml.m5.huge' at 'resourceConfig.instanceType' failed to satisfy constraint: Member must satisfy enum value set: [",
    );
    expect(message).toContain('Map keys must satisfy constraint: [');
    expect(message).toContain('Map value must satisfy constraint: [');
  });

  test.each([
    ['a wrong type', { TrainingJobName: 3 }, 'SerializationException', 'NUMBER_VALUE can not be converted to a String'],
    ['an unknown job', { TrainingJobName: 'nobody' }, 'ValidationException', 'Requested resource not found.'],
  ])('answers %s with its type', async (_, input, name, message) => {
    const describing = services.sageMaker.send(new DescribeTrainingJobCommand(input as { TrainingJobName: string }));

    await expect(describing).rejects.toMatchObject({ name, message });
  });

  test.each([
    [
      'an image that is not in the registry',
      { image: 'other:latest' },
      'ValidationException',
      /Requested image .*other:latest not found/,
    ],
    [
      'an image of another account',
      { image: '683313688378.dkr.ecr.us-west-2.amazonaws.com/xgboost:1' },
      'ValidationException',
      /not in this account's registry/,
    ],
    ['a role that is not there', { RoleArn: `${ROLE_ARN}s` }, 'ValidationException', /Could not assume role/],
    [
      'a bucket that does not exist',
      { OutputDataConfig: { S3OutputPath: 's3://nobodys-bucket/x' } },
      'ValidationException',
      /nobodys-bucket, does not exist/,
    ],
    [
      'no hosts',
      { ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 0, VolumeSizeInGB: 1 } },
      'ValidationException',
      /at least 1/,
    ],
    [
      'more hosts than there can be',
      { ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 99, VolumeSizeInGB: 1 } },
      'ResourceLimitExceeded',
      /is 20 Instances/,
    ],
    [
      'a network of subnets alone',
      { VpcConfig: { Subnets: ['subnet-12345678'] } },
      'ValidationException',
      /Value null at 'vpcConfig.securityGroupIds' failed to satisfy constraint: Member must not be null/,
    ],
    [
      'more subnets and security groups than there can be',
      { VpcConfig: { Subnets: Array(17).fill('subnet-12345678'), SecurityGroupIds: Array(6).fill('sg-12345678') } },
      'ValidationException',
      /^2 validation errors detected: .*less than or equal to 5.*less than or equal to 16/,
    ],
    [
      'a key for volumes on machines that have none',
      {
        ResourceConfig: { InstanceType: 'ml.g5.xlarge', InstanceCount: 1, VolumeSizeInGB: 1, VolumeKmsKeyId: 'key' },
      },
      'ValidationException',
      /VolumeKmsKeyId cannot be used with ml\.g5\.xlarge/,
    ],
    [
      'a pipe',
      {
        InputDataConfig: [
          {
            ChannelName: 'x',
            InputMode: 'Pipe',
            DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://a/b' } },
          },
        ],
      },
      'ValidationException',
      /does not offer InputMode Pipe/,
    ],
  ] as const)('does not start a job with %s', async (_, changes, name, message) => {
    const { image, ...rest } = { image: undefined, ...changes };
    const request = { ...jobRequest(services, 'refused', 'train'), ...rest };
    const registry = services.image.replace(/test-image:latest$/, '');
    const TrainingImage = image === undefined ? services.image : image.includes('/') ? image : registry + image;

    const creating = services.sageMaker.send(
      new CreateTrainingJobCommand({
        ...request,
        AlgorithmSpecification: { TrainingImage, TrainingInputMode: 'File' },
      } as never),
    );

    await expect(creating).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
    await expect(
      services.sageMaker.send(new DescribeTrainingJobCommand({ TrainingJobName: 'refused' })),
    ).rejects.toThrow();
  });

  test('refuses to start a job with a name that is taken, and to stop a job that has ended', async () => {
    const request = jobRequest(services, 'taken', 'train');
    await startJob(services, request);
    await waitForJob(services, 'taken');

    await expect(startJob(services, request)).rejects.toMatchObject({ name: 'ResourceInUse' });
    await expect(services.sageMaker.send(new StopTrainingJobCommand({ TrainingJobName: 'taken' }))).rejects.toThrow(
      'The request was rejected because the training job is in status Completed.',
    );
  });

  test('keeps tags by ARN', async () => {
    const ResourceArn = `arn:aws:sagemaker:us-west-2:123456789012:training-job/${BUCKET}`;
    await services.sageMaker.send(
      new AddTagsCommand({
        ResourceArn,
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
      }),
    );
    await services.sageMaker.send(new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'a', Value: '3' }] }));
    await services.sageMaker.send(new DeleteTagsCommand({ ResourceArn, TagKeys: ['b'] }));

    const { Tags } = await services.sageMaker.send(new ListTagsCommand({ ResourceArn }));

    expect(Tags).toEqual([{ Key: 'a', Value: '3' }]);
  });

  const tags = (...keys: string[]) => keys.map((Key) => ({ Key, Value: 'x' }));
  test.each([
    [
      "keys of AWS's own",
      tags('mine', 'aws:theirs'),
      /^aws: prefixed tag key names are not allowed for external use\.$/,
    ],
    ["keys of AWS's own in capitals", tags('AWS:theirs'), /^aws: prefixed tag key names/],
    ['one key twice', tags('a', 'b', 'a'), /^Duplicate tag keys are not allowed: a is given twice\.$/],
  ])('refuses tags with %s, wherever tags are given', async (_what, Tags, message) => {
    const { sageMaker, image } = services;
    const variant = { VariantName: 'v', ModelName: 'm', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 } as const;
    const ResourceArn = 'arn:aws:sagemaker:us-west-2:123456789012:training-job/x';
    for (const sending of [
      sageMaker.send(new AddTagsCommand({ ResourceArn, Tags })),
      startJob(services, { ...jobRequest(services, 'tagged', 'train'), Tags }),
      sageMaker.send(new CreateModelCommand({ ModelName: 'tagged', PrimaryContainer: { Image: image }, Tags })),
      sageMaker.send(
        new CreateEndpointConfigCommand({ EndpointConfigName: 'tagged', ProductionVariants: [variant], Tags }),
      ),
      sageMaker.send(new CreateEndpointCommand({ EndpointName: 'tagged', EndpointConfigName: 'tagged', Tags })),
    ]) {
      await expect(sending).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringMatching(message),
      });
    }
    expect((await sageMaker.send(new ListTagsCommand({ ResourceArn }))).Tags).toEqual([]);
  });

  const MEGABYTES = 1024 * 1024;
  test.each([
    ['the API', '/', 40 * MEGABYTES, 413, 'HTTP content length exceeded 6295552 bytes.'],
    ['an endpoint', '/endpoints/e/invocations', 40 * MEGABYTES, 413, 'HTTP content length exceeded 6295552 bytes.'],
    ['an endpoint in pieces', '/endpoints/e/invocations', -40 * MEGABYTES, 413, 'HTTP content length exceeded'],
    ['an endpoint, just within', '/endpoints/e/invocations', 6 * MEGABYTES + 4096, 403, 'Missing Authentication Token'],
  ])('answers a request to %s that is too large', async (_whom, path, bytes, status, message) => {
    const piece = new Uint8Array(MEGABYTES);
    let left = -bytes / MEGABYTES;
    const inPieces = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        left -= 1;
        if (left < 0) controller.close();
        else controller.enqueue(piece);
      },
    });
    const body = bytes > 0 ? new Uint8Array(bytes) : inPieces;

    const answer = await fetch(services.url + path, { method: 'POST', body, duplex: 'half' });

    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining(message) });
  });

  test.each([
    [
      'an operation of the API',
      'ListProcessingJobs',
      (s: LocalServices) => s.sageMaker.send(new ListProcessingJobsCommand({})),
    ],
    [
      'asynchronous inference',
      'InvokeEndpointAsync',
      (s: LocalServices) =>
        s.runtime.send(new InvokeEndpointAsyncCommand({ EndpointName: 'e', InputLocation: `s3://${BUCKET}/in` })),
    ],
    [
      'an answer in pieces',
      'InvokeEndpointWithResponseStream',
      (s: LocalServices) =>
        s.runtime.send(new InvokeEndpointWithResponseStreamCommand({ EndpointName: 'e', Body: new Uint8Array(1) })),
    ],
  ])('names what it does not offer: %s', async (_what, operation, send) => {
    await expect(send(services)).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining(`does not offer "${operation}". It offers InvokeEndpoint, CreateTrainingJob`),
    });
  });

  test('names the address of a request that names no operation', async () => {
    const signer = new SageMakerClient({
      endpoint: services.url,
      region: 'us-west-2',
      credentials: services.account.credentials,
    });
    signer.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { path: string; headers: Record<string, string> };
        request.path = '/some/thing';
        delete request.headers['x-amz-target'];
        return next(args);
      },
      { step: 'build' },
    );

    await expect(signer.send(new ListProcessingJobsCommand({}))).rejects.toMatchObject({
      message: expect.stringContaining('does not offer "POST /some/thing"'),
    });
  });

  const withMetric = (Regex: string) => ({ AlgorithmSpecification: { MetricDefinitions: [{ Name: 'loss', Regex }] } });
  const spot = (StoppingCondition: object) => ({ EnableManagedSpotTraining: true, StoppingCondition });
  const channel = (ChannelName: string) => ({
    ChannelName,
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://a/b' } },
  });
  test.each([
    [
      'spot instances without a limit for waiting',
      spot({ MaxRuntimeInSeconds: 600 }),
      /^Invalid MaxWaitTimeInSeconds\. It must be present and/,
    ],
    [
      'spot instances with too short a wait',
      spot({ MaxRuntimeInSeconds: 600, MaxWaitTimeInSeconds: 599 }),
      /\(600\)\.$/,
    ],
    ['too short a wait for the default runtime', spot({ MaxWaitTimeInSeconds: 3600 }), /\(86400\)\.$/],
    [
      'a limit for waiting without spot instances',
      { StoppingCondition: { MaxWaitTimeInSeconds: 600 } },
      /needs EnableManagedSpotTraining/,
    ],
    [
      'spot instances that are kept warm',
      {
        ...spot({ MaxRuntimeInSeconds: 6, MaxWaitTimeInSeconds: 6 }),
        ResourceConfig: {
          InstanceType: 'ml.m5.large',
          InstanceCount: 1,
          VolumeSizeInGB: 1,
          KeepAlivePeriodInSeconds: 60,
        },
      },
      /KeepAlivePeriodInSeconds cannot be used/,
    ],
    [
      'a metric without a group',
      withMetric('loss=[0-9.]+'),
      /^The Regex of metric definition loss has no group.*such as loss=\(\[0-9\.\]\+\)/,
    ],
    ['a metric with a group that keeps nothing', withMetric('loss=(?:[0-9.]+)'), /has no group/],
    ['a metric that is not a regular expression', withMetric('loss=('), /is not a regular expression: loss=\(/],
    [
      'a metric with a look-behind',
      withMetric('(?<=loss=)(\\S+)'),
      /does not offer the Regex of metric definition loss/,
    ],
    ['two channels of one name', { InputDataConfig: [channel('a'), channel('a')] }, /Two channels are named a/],
    ['a channel outside of its folder', { InputDataConfig: [channel('..')] }, /A channel cannot be named \.\./],
    [
      'checkpoints in a folder of their own',
      { CheckpointConfig: { S3Uri: 's3://a/b', LocalPath: '/opt/ml/other' } },
      /does not offer CheckpointConfig\.LocalPath \/opt\/ml\/other\. Use \/opt\/ml\/checkpoints/,
    ],
    [
      'an output that is not packed',
      { OutputDataConfig: { S3OutputPath: 's3://a/b', CompressionType: 'NONE' } },
      /CompressionType NONE/,
    ],
    [
      'a container entry point',
      { AlgorithmSpecification: { ContainerEntrypoint: ['sh'] } },
      /does not offer AlgorithmSpecification\.ContainerEntrypoint/,
    ],
  ] as const)('does not start a job with %s', async (_what, changes, message) => {
    const request = jobRequest(services, 'refused-2', 'train');
    const AlgorithmSpecification = {
      ...request.AlgorithmSpecification,
      ...('AlgorithmSpecification' in changes ? changes.AlgorithmSpecification : {}),
    };

    await expect(startJob(services, { ...request, ...changes, AlgorithmSpecification } as never)).rejects.toMatchObject(
      {
        name: 'ValidationException',
        message: expect.stringMatching(message),
      },
    );
  });

  const variants = (...changes: object[]) => ({
    ProductionVariants: changes.map((change) => ({ VariantName: 'v', ModelName: 'm', ...change })),
  });
  const onInstances = { InstanceType: 'ml.m5.large', InitialInstanceCount: 1 };
  test.each([
    ['one name twice', variants(onInstances, onInstances), /Variant names must be unique: v is given twice/],
    ['no instances', variants({}), /Variant v needs an InstanceType and an InitialInstanceCount/],
    [
      'both instances and a serverless configuration',
      variants({ ...onInstances, ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 1 } }),
      /Variant v has a ServerlessConfig, so it takes no InstanceType/,
    ],
    [
      'shadows',
      { ...variants(onInstances), ShadowProductionVariants: variants(onInstances).ProductionVariants },
      /does not offer ShadowProductionVariants/,
    ],
  ])('does not keep an endpoint configuration with %s', async (_what, changes, message) => {
    const request = { EndpointConfigName: 'refused', ...changes } as never;

    await expect(services.sageMaker.send(new CreateEndpointConfigCommand(request))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
    });
  });
});
