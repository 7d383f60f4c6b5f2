import { describe, expect, test } from '@jest/globals';
import { neededActions, neededPolicy } from 'kernel-helpers/sagemaker/permissions/policy';

const PLACES = {
  region: 'eu-west-1',
  accountId: '123456789012',
  secretId: 'snowflake_credentials',
  jobRoleArn: 'arn:aws:iam::123456789012:role/Jobs',
};

describe('the policy of needed permissions', () => {
  test('names each resource once, as narrow as AWS allows', () => {
    const { Statement } = neededPolicy('notebook', PLACES);

    const places = Statement.map(({ Resource, Condition }) => JSON.stringify([Resource, Condition]));
    expect(new Set(places).size).toBe(Statement.length);
    expect(Statement.find(({ Resource }) => Resource === '*')?.Action).toEqual([
      'ecr:GetAuthorizationToken',
      'sagemaker:ListEndpointConfigs',
      'sagemaker:ListEndpoints',
      'sagemaker:ListHyperParameterTuningJobs',
      'sagemaker:ListModels',
      'sagemaker:ListTrainingJobs',
      'sagemaker:ListTransformJobs',
      'servicequotas:ListAWSDefaultServiceQuotas',
      'servicequotas:ListServiceQuotas',
      'sts:GetCallerIdentity',
    ]);
    expect(Statement).toContainEqual({
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: 'arn:aws:iam::123456789012:role/Jobs',
      Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    });
  });

  // API reference of Secrets Manager, CreateSecret: six random characters are added to a secret's ARN.
  test.each([
    ['snowflake_credentials', 'arn:aws-cn:secretsmanager:eu-west-1:123456789012:secret:snowflake_credentials-??????'],
    [
      'arn:aws-cn:secretsmanager:eu-west-1:123456789012:secret:mine-AbCdEf',
      'arn:aws-cn:secretsmanager:eu-west-1:123456789012:secret:mine-AbCdEf',
    ],
  ])('names the secret %s by ARN', (secretId, arn) => {
    const { Statement } = neededPolicy('job', { ...PLACES, secretId, partition: 'aws-cn' });

    expect(Statement.filter(({ Action }) => Action.includes('secretsmanager:GetSecretValue'))).toMatchObject([
      { Resource: arn },
    ]);
  });

  test('names the bucket of the setting, and lets nobody make it', () => {
    const actionsOfS3 = (bucket?: string) =>
      neededPolicy('notebook', { ...PLACES, bucket })
        .Statement.filter(({ Action }) => Action.some((action) => action.startsWith('s3:')))
        .map(({ Action, Resource }) => [Resource, Action.filter((action) => action.startsWith('s3:'))]);

    const onObjects = ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'];
    expect(actionsOfS3('mine')).toEqual([
      ['arn:aws:s3:::mine', ['s3:ListBucket']],
      ['arn:aws:s3:::mine/*', onObjects],
    ]);
    expect(actionsOfS3()).toEqual([
      ['arn:aws:s3:::sagemaker-eu-west-1-123456789012', ['s3:CreateBucket', 's3:ListBucket']],
      ['arn:aws:s3:::sagemaker-eu-west-1-123456789012/*', onObjects],
    ]);
  });

  test('allows a KMS key only where there is one', () => {
    const keyActions = (kmsKeyArn?: string) =>
      neededActions('job', { ...PLACES, kmsKeyArn }).filter(({ action }) => action.startsWith('kms:'));

    const resource = 'arn:aws:kms:eu-west-1:123456789012:key/1';
    expect(keyActions()).toEqual([]);
    expect(keyActions(resource)).toMatchObject(
      ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:Decrypt', 'kms:CreateGrant'].map((action) => ({ action, resource })),
    );
  });

  test('says all the cases in which an action is needed', () => {
    const actions = neededActions('job', { ...PLACES, kmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1' });

    expect(actions.find(({ action }) => action === 'kms:Decrypt')).toMatchObject({
      onlyWhen: 'with `encryption.outputKey` or when the secret has a KMS key of its own',
    });
  });

  test('allows network interfaces only where there is a network of the account', () => {
    const actionsOfEc2 = (hasNetwork?: boolean) =>
      neededActions('job', { ...PLACES, hasNetwork }).filter(({ action }) => action.startsWith('ec2:'));

    expect(actionsOfEc2()).toEqual([]);
    expect(actionsOfEc2(true)).toHaveLength(9);
    expect(actionsOfEc2(true)).toContainEqual({
      action: 'ec2:DescribeSubnets',
      resource: '*',
      neededBy: ['training job, by SageMaker', 'endpoint, by SageMaker'],
      onlyWhen: 'with `network`',
    });
  });

  test('says for each action which functions need it, and when', () => {
    const actions = neededActions('notebook', PLACES);

    expect(actions.find(({ action }) => action === 'sagemaker:StopTrainingJob')).toEqual({
      action: 'sagemaker:StopTrainingJob',
      resource: 'arn:aws:sagemaker:eu-west-1:123456789012:training-job/snowflake-xgboost-*',
      neededBy: ['job.stop()', 'cleanUp()'],
    });
    expect(actions.find(({ action }) => action === 'sagemaker:DescribeNotebookInstance')).toMatchObject({
      onlyWhen: 'on a notebook instance without `SAGEMAKER_ROLE_ARN`',
    });
  });
});
