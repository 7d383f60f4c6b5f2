import type { PolicyPlaces } from 'kernel-helpers/sagemaker/permissions/resources';
import type { AskedAction } from './simulated-role';

/** What is not ours: things of the same account that others made, and ways to get more rights. */
export function foreignCalls({ region, accountId, jobRoleArn }: PolicyPlaces): readonly AskedAction[] {
  const of = (service: string, name: string) => `arn:aws:${service}:${region}:${accountId}:${name}`;
  const on = (resource: string, ...actions: readonly string[]) => actions.map((action) => ({ action, resource }));
  return [
    ...on('arn:aws:s3:::another-bucket', 's3:ListBucket', 's3:CreateBucket', 's3:DeleteBucket', 's3:PutBucketPolicy'),
    ...on('arn:aws:s3:::another-bucket/model.tar.gz', 's3:GetObject', 's3:PutObject', 's3:DeleteObject'),
    ...on(of('secretsmanager', 'secret:payroll-AbCdEf'), 'secretsmanager:GetSecretValue'),
    // The name of the secret is only the beginning of this one.
    ...on(of('secretsmanager', 'secret:snowflake_credentials_of_finance-AbCdEf'), 'secretsmanager:GetSecretValue'),
    ...on(of('secretsmanager', 'secret:snowflake_credentials-AbCdEf'), 'secretsmanager:PutSecretValue'),
    ...on(of('ecr', 'repository/payroll'), 'ecr:PutImage', 'ecr:UploadLayerPart', 'ecr:BatchGetImage'),
    ...on(of('ecr', 'repository/payroll'), 'ecr:CreateRepository', 'ecr:DeleteRepository'),
    ...on(of('sagemaker', 'endpoint/payroll'), 'sagemaker:CreateEndpoint', 'sagemaker:DeleteEndpoint'),
    ...on(of('sagemaker', 'endpoint/payroll'), 'sagemaker:InvokeEndpoint', 'sagemaker:AddTags'),
    ...on(of('sagemaker', 'endpoint-config/payroll'), 'sagemaker:DeleteEndpointConfig'),
    ...on(of('sagemaker', 'model/payroll'), 'sagemaker:CreateModel', 'sagemaker:DeleteModel'),
    ...on(of('sagemaker', 'training-job/payroll'), 'sagemaker:CreateTrainingJob', 'sagemaker:StopTrainingJob'),
    ...on(of('sagemaker', 'notebook-instance/payroll'), 'sagemaker:CreateNotebookInstance'),
    ...on(of('sagemaker', 'notebook-instance/payroll'), 'sagemaker:CreatePresignedNotebookInstanceUrl'),
    ...on(of('logs', 'log-group:/aws/lambda/payroll:log-stream:1'), 'logs:GetLogEvents', 'logs:PutLogEvents'),
    ...on(of('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab'), 'kms:Decrypt', 'kms:CreateGrant'),
    ...on(`arn:aws:iam::${accountId}:user/mallory`, 'iam:CreateUser', 'iam:CreateAccessKey'),
    ...on(`arn:aws:iam::${accountId}:role/Admin`, 'iam:CreateRole', 'sts:AssumeRole'),
    ...on(jobRoleArn, 'iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:UpdateAssumeRolePolicy', 'sts:AssumeRole'),
    passing(`arn:aws:iam::${accountId}:role/Admin`, 'sagemaker.amazonaws.com'),
    passing(jobRoleArn, 'ec2.amazonaws.com'),
  ];
}

function passing(role: string, service: string): AskedAction {
  return { action: 'iam:PassRole', resource: role, context: { 'iam:PassedToService': service } };
}
