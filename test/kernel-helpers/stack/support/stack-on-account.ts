import { CreateStackCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import { awsClients } from 'kernel-helpers/aws/clients';

import { STACK_DESCRIPTION } from 'kernel-helpers/stack/stack-outputs';

const AssumeRolePolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** A template with the resources, the outputs and the description that programs know of the real one. */
export function templateOf(name: string, changes: object = {}): object {
  return {
    Description: `${STACK_DESCRIPTION}: the instance, its roles, and what they use.`,
    Resources: {
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: `${name}-models` } },
      Repository: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: `${name}-images` } },
      NotebookRole: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument } },
      JobRole: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument } },
      Notebook: {
        Type: 'AWS::SageMaker::NotebookInstance',
        Properties: {
          NotebookInstanceName: `${name}-notebook`,
          InstanceType: 'ml.t3.medium',
          RoleArn: { 'Fn::GetAtt': ['NotebookRole', 'Arn'] },
        },
      },
    },
    Outputs: {
      NotebookInstanceName: { Value: `${name}-notebook` },
      NotebookRoleArn: { Value: { 'Fn::GetAtt': ['NotebookRole', 'Arn'] } },
      JobRoleArn: { Value: { 'Fn::GetAtt': ['JobRole', 'Arn'] } },
      BucketName: { Value: { Ref: 'Bucket' } },
      KeepsBucket: { Value: 'no' },
      RepositoryName: { Value: { Ref: 'Repository' } },
      KeepsRepository: { Value: 'no' },
      SecretArn: { Value: 'snowflake_credentials' },
    },
    ...changes,
  };
}

/** Creates a stack in the account of the environment and waits until it is made. */
export async function createStack(name: string, template = templateOf(name)): Promise<void> {
  const client = awsClients.cloudFormation();
  await client.send(new CreateStackCommand({ StackName: name, TemplateBody: JSON.stringify(template) }));
  await waitUntilStackCreateComplete({ client, maxWaitTime: 20, minDelay: 0.2, maxDelay: 1 }, { StackName: name });
}
