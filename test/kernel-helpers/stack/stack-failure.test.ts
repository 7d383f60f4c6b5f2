import { describe, expect, test } from '@jest/globals';
import { adviceFor, failureText } from 'kernel-helpers/stack/stack-failure';
import { readTemplate } from '../../cloudformation/support/read-template';

const template = readTemplate();
/** The end that CloudFormation's handlers give to their words. */
const ending = (code: string) =>
  `(Service: X, Status Code: 400, Request ID: 1)" (RequestToken: 2, HandlerErrorCode: ${code})`;
const DENIED = 'User: arn:aws:iam::123456789012:user/a is not authorized to perform: iam:CreateRole on resource: b';

describe('why a stack failed', () => {
  test.each([
    ['AWS::SageMaker::NotebookInstance', ending('AlreadyExists'), 'NotebookName'],
    ['AWS::IAM::Role', ending('AlreadyExists'), 'RoleName'],
    ['AWS::S3::Bucket', ending('AlreadyExists'), 'BucketName'],
    ['AWS::ECR::Repository', ending('AlreadyExists'), 'RepositoryIsThere'],
    ['AWS::SecretsManager::Secret', ending('AlreadyExists'), 'SecretArn'],
    ['AWS::Logs::LogGroup', ending('AlreadyExists'), 'LogGroups'],
    ['AWS::IAM::Role', `${DENIED} ${ending('AccessDenied')}`, 'PermissionsBoundaryArn'],
    ['AWS::SageMaker::NotebookInstance', ending('ServiceLimitExceeded'), 'InstanceType'],
  ])('says for %s with %p which parameter to change: %s', (type, reason, parameter) => {
    expect(adviceFor(type, reason).advice).toContain(` parameter ${parameter}`);
    expect(Object.keys(template.Parameters)).toContain(parameter);
    expect(Object.values(template.Resources).map(({ Type }) => Type)).toContain(type);
  });

  test.each([
    ['AWS::S3::Bucket', 'The bucket you tried to delete is not empty', 'Run the same clean-up again'],
    ['AWS::S3::Bucket', ending('AccessDenied'), 'A permission is missing.'],
  ])('says for %s with %p what to do: %s', (type, reason, advice) => {
    expect(adviceFor(type, reason).advice).toContain(advice);
  });

  test.each([
    ['AWS::SageMaker::NotebookInstance', 'The subnet has no free address.'],
    ['AWS::SageMaker::NotebookInstanceLifecycleConfig', ending('AlreadyExists')],
    ['AWS::IAM::Role', 'It took too long.'],
  ])('stays in the words of CloudFormation where no page explains them: %s, %p', (type, reason) => {
    expect(adviceFor(type, reason)).toEqual({});
    expect(failureText([{ resource: 'R', reason }])).toContain(`R: ${reason}`);
  });
});
