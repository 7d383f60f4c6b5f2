import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTrainingJobCommand, ListModelsCommand } from '@aws-sdk/client-sagemaker';
import { GetSecretValueCommand, SecretsManagerClient, TagResourceCommand } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Principal } from 'kernel-helpers/sagemaker/permissions/needed-permissions';
import { neededActions } from 'kernel-helpers/sagemaker/permissions/policy';
import { getSecret } from 'kernel-helpers/secrets/get-secret';
import { judgeCall } from '../../../kernel-helpers/local-account/aws/judging';
import { managedPolicy } from '../../support/managed-policy';
import { withEnvironment } from '../../support/with-environment';
import { BUCKET, type LocalServices, startLocalServices } from './support/local-services';
import { jobRequest, startJob, waitForJob } from './support/training-jobs';

const allow = (...actions: readonly string[]) => ({ Effect: 'Allow', Action: actions, Resource: '*' });
const policy = (...statements: readonly object[]) => ({ Version: '2012-10-17', Statement: statements });

/** The beginning of AWS's words (IAM user guide, "Troubleshoot access denied error messages"). */
const NOTEBOOK =
  'User: arn:aws:sts::123456789012:assumed-role/SageMakerSnowFlakeExample/SageMaker is not authorized to perform: ';

function settingsOf({ account }: LocalServices) {
  return { endpoint: account.endpoint, region: account.region, credentials: account.credentials };
}

describe('a notebook with few rights', () => {
  let services: LocalServices;
  beforeAll(async () => {
    services = await startLocalServices({
      judging: {
        policies: {
          notebook: policy(
            allow('s3:Get*', 'sagemaker:CreateTrainingJob', 'sagemaker:ListModels'),
            { ...allow('iam:PassRole'), Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } },
            { ...allow('sagemaker:ListModels'), Effect: 'Deny', Resource: 'arn:aws:s3:::elsewhere-?' },
          ),
        },
      },
    });
  });
  afterAll(() => services?.close());

  test('is refused by JSON services in AWS’s words', async () => {
    const call = new ECRClient(settingsOf(services)).send(new GetAuthorizationTokenCommand({}));

    await expect(call).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `${NOTEBOOK}ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action`,
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('is refused by S3 in AWS’s words', async () => {
    const s3 = new S3Client({ ...settingsOf(services), forcePathStyle: true });

    await expect(s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'a & b', Body: 'c' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `${NOTEBOOK}s3:PutObject on resource: arn:aws:s3:::${BUCKET}/a & b because no identity-based policy allows the s3:PutObject action`,
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('may not give a role to SageMaker that its policy allows for another service', async () => {
    const call = services.sageMaker.send(new CreateTrainingJobCommand(jobRequest(services, 'passes-a-role', 'train')));

    await expect(call).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`${NOTEBOOK}iam:PassRole on resource: arn:aws:iam::123456789012:role/`),
    });
  });

  test('may do what its policy allows, and ask who it is', async () => {
    await expect(services.sageMaker.send(new ListModelsCommand({}))).resolves.toMatchObject({ Models: [] });
    const identity = await new STSClient(settingsOf(services)).send(new GetCallerIdentityCommand({}));

    expect(identity.Account).toBe('123456789012');
  });
});

describe('a job whose role may write no log', () => {
  let services: LocalServices;
  beforeAll(async () => {
    services = await startLocalServices({ judging: { policies: { job: policy(allow('s3:*', 'ecr:*')) } } });
  });
  afterAll(() => services?.close());

  test('completes, and nobody sees what it prints', async () => {
    const job = await waitForJob(services, await startJob(services, jobRequest(services, 'silent', 'train')));

    expect(job.TrainingJobStatus).toBe('Completed');
    const { logGroups } = await services.clients.logs.send(new DescribeLogGroupsCommand({}));
    expect(logGroups).toEqual([]);
  });
});

describe('a job whose role may not pull the image', () => {
  let services: LocalServices;
  beforeAll(async () => {
    services = await startLocalServices({ judging: { policies: { job: policy(allow('s3:*', 'logs:*')) } } });
  });
  afterAll(() => services?.close());

  test('is refused in the service’s words', async () => {
    await expect(startJob(services, jobRequest(services, 'no-image', 'train'))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(
        /^Access denied for repository: test-image in registry ID: 123456789012\. .* has proper pull permissions for SageMaker: ecr:BatchCheckLayerAvailability, /,
      ),
    });
  });
});

// AmazonSageMakerFullAccess (developer guide, "How to use SageMaker AI execution roles").
describe('the role that the console’s wizard makes', () => {
  let services: LocalServices;
  let restore: () => void;
  beforeAll(async () => {
    const full = await managedPolicy('AmazonSageMakerFullAccess');
    services = await startLocalServices({ judging: { policies: { notebook: full, job: full } } });
    restore = withEnvironment({
      AWS_ENDPOINT_URL: services.account.endpoint,
      AWS_REGION: services.account.region,
      AWS_ACCESS_KEY_ID: services.account.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: services.account.credentials.secretAccessKey,
    });
  });
  afterAll(async () => {
    restore?.();
    await services?.close();
  });

  test('reads the secret after an administrator has run the command of the message', async () => {
    const id = 'snowflake_credentials';
    const message = await getSecret(id).catch((error: Error) => error.message);

    expect(message).toBe(
      `Secret ${id} cannot be read by the role that this notebook runs as. If the role has the policy AmazonSageMakerFullAccess, let an administrator tag the secret: aws secretsmanager tag-resource --secret-id ${id} --tags Key=SageMaker,Value=true. Otherwise allow the role secretsmanager:GetSecretValue on that secret.`,
    );

    const [, SecretId, Key, Value] = /--secret-id (\S+) --tags Key=(\w+),Value=(\w+)/.exec(String(message)) ?? [];
    const command = new TagResourceCommand({ SecretId, Tags: [{ Key, Value }] });
    // The role itself may not tag it.
    await expect(new SecretsManagerClient(settingsOf(services)).send(command)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await services.clients.secretsManager.send(command);

    expect((await getSecret(id)).keys).toContain('password');
    await expect(
      new SecretsManagerClient(settingsOf(services)).send(new GetSecretValueCommand({ SecretId: id })),
    ).resolves.toMatchObject({ Name: id });
  });

  const refusals = async (principal: Principal, tags: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const { region, accountId, endpoint } = services.account;
    const jobRoleArn = `arn:aws:iam::${accountId}:role/SageMakerSnowFlakeExampleTraining`;
    const places = { region, accountId, jobRoleArn, secretId: 'snowflake_credentials', hasNetwork: true };
    const refused: string[] = [];
    for (const { action, resource } of neededActions(principal, places)) {
      const context = action === 'iam:PassRole' ? { 'iam:PassedToService': 'sagemaker.amazonaws.com' } : tags;
      const needs = [{ action, resource, context }];
      const call = { caller: principal, service: 'sagemaker', operation: action, needs } as const;
      if ((await judgeCall(endpoint, call)) !== undefined) refused.push(action);
    }
    return refused;
  };

  test.each(['notebook', 'job'] as const)(
    'allows the %s all that is needed but looks at quotas and roles, once the secret is tagged',
    async (principal) => {
      const refused = await refusals(principal, { 'secretsmanager:ResourceTag/SageMaker': 'true' });

      const looks = /^(?:servicequotas:List\w+|iam:GetRole|iam:SimulatePrincipalPolicy)$/;
      expect(refused.filter((action) => !looks.test(action))).toEqual([]);
    },
  );

  test('does not allow a secret without the tag', async () => {
    expect(await refusals('job', {})).toEqual(['secretsmanager:GetSecretValue']);
  });
});
