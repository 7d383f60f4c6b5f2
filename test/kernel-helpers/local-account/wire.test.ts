import {
  AddTagsCommand,
  CreateTrainingJobCommand,
  DeleteTagsCommand,
  DescribeTrainingJobCommand,
  ListTagsCommand,
  SageMakerClient,
  StopTrainingJobCommand,
} from '@aws-sdk/client-sagemaker';
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

  test('says every limit that a request breaks, at once and in the words of the service', async () => {
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
    // Wording as AWS answers it, for example in https://github.com/aws/sagemaker-python-sdk/issues/1856.
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
    ['a job that is not there', { TrainingJobName: 'nobody' }, 'ValidationException', 'Requested resource not found.'],
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
      'a bucket that is not there',
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

  test('refuses a name that is taken, and to stop a job that is over', async () => {
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

  test('names what it does not offer', async () => {
    const { ListProcessingJobsCommand } = await import('@aws-sdk/client-sagemaker');

    await expect(services.sageMaker.send(new ListProcessingJobsCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('does not offer "ListProcessingJobs"'),
    });
  });
});
