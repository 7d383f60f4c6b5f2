import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT } from '../../support/clone';
import { runProcess } from '../../support/run-process';

const COMMAND = join(ROOT, 'kernel-helpers', 'bin', 'kernel-helpers.mjs');
const SETTINGS = {
  AWS_REGION: 'eu-west-1',
  SAGEMAKER_ROLE_ARN: 'arn:aws:iam::123456789012:role/service-role/Jobs',
  SECRET_ID: 'mine',
};

/** Runs the command without credentials and without other settings. */
function awsPolicy(args: readonly string[], settings: NodeJS.ProcessEnv = SETTINGS) {
  return runProcess(process.execPath, [COMMAND, 'aws-policy', ...args], {
    env: { PATH: process.env.PATH, ...settings },
  });
}

test('prints the policy of a role for the account that the environment names', async () => {
  const args = ['job', '--kms-key', 'arn:aws:kms:eu-west-1:123456789012:key/1'];
  const { exitCode, stdout } = await awsPolicy(args, { ...SETTINGS, SAGEMAKER_BUCKET: 'my-models' });

  expect(exitCode).toBe(0);
  const { Statement } = JSON.parse(stdout);
  expect(Statement).toContainEqual({
    Effect: 'Allow',
    Action: ['secretsmanager:GetSecretValue'],
    Resource: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:mine-??????',
  });
  expect(Statement).toContainEqual({
    Effect: 'Allow',
    Action: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
    Resource: 'arn:aws:s3:::my-models/*',
  });
  expect(Statement).toContainEqual(expect.objectContaining({ Resource: 'arn:aws:kms:eu-west-1:123456789012:key/1' }));
});

test('lets the notebook pass the role of jobs to SageMaker alone', async () => {
  const { stdout } = await awsPolicy(['notebook']);

  expect(JSON.parse(stdout).Statement).toContainEqual({
    Effect: 'Allow',
    Action: ['iam:PassRole'],
    Resource: SETTINGS.SAGEMAKER_ROLE_ARN,
    Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
  });
});

// IAM's limit for all inline policies of a role together, without white space (IAM user guide, "IAM quotas").
test.each(['notebook', 'job'])('prints a policy of the %s that fits into a role', async (role) => {
  const { stdout } = await awsPolicy([role, '--network', '--kms-key', 'arn:aws:kms:eu-west-1:123456789012:key/1']);

  expect(JSON.parse(stdout).Statement.length).toBeGreaterThan(5);
  expect(stdout.replace(/\s/g, '').length).toBeLessThan(10_240);
});

test('says everything that is missing', async () => {
  const { exitCode, stderr } = await awsPolicy(['job'], {});

  expect(exitCode).toBe(1);
  expect(stderr).toContain(
    'The policy cannot be written yet. Set AWS_REGION, for example to us-east-1; and SAGEMAKER_ROLE_ARN to the ARN of the role of jobs, arn:aws:iam::<account>:role/<name>.',
  );
});
