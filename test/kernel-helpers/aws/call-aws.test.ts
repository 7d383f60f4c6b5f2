import { describe, expect, test } from '@jest/globals';
import { callAws, explainAwsError } from 'kernel-helpers/aws/call-aws';
import { isLocalAccount } from 'kernel-helpers/aws/clients';
import { withEnvironment } from '../../support/with-environment';

function awsError(name: string, message = 'no details', code?: string): Error {
  return Object.assign(new Error(message), { name, ...(code === undefined ? {} : { code }) });
}

/** Names as the SDK for JavaScript gives them: "Common errors" in the API references of SageMaker, STS and S3. */
const CASES = [
  [
    'ExpiredTokenException',
    'user',
    'Could not do it: the AWS credentials have expired. Sign in again (for example with aws sso login), then restart the kernel.',
  ],
  [
    'UnrecognizedClientException',
    'user',
    'Could not do it: AWS did not accept the credentials. Check AWS_ACCESS_KEY_ID, AWS_PROFILE and the clock.',
  ],
  [
    'CredentialsProviderError',
    'user',
    'Could not do it: no AWS credentials were found. Sign in (for example with aws sso login), or start the local account with: npx local-account up',
  ],
  [
    'ThrottlingException',
    'platform',
    'Could not do it: AWS cannot answer so many calls at once. Wait a minute and run this again.',
  ],
  ['ValidationException', 'user', 'Could not do it: no details.'],
  ['InternalFailure', 'platform', 'Could not do it: no details.'],
] as const;

describe('what an AWS client throws', () => {
  test.each(CASES)('%s becomes an error of kind %s', (name, kind, message) => {
    expect(explainAwsError(awsError(name), 'do it')).toMatchObject({ kind, message });
  });

  // The forms of AWS's message: IAM user guide, "Troubleshoot access denied error messages".
  const denied = (why: string): string =>
    `User: arn:aws:sts::123456789012:assumed-role/R/S is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/J${why}`;
  const missing = (role: string): string =>
    `Could not start the job: permission iam:PassRole is missing. Ask for a policy that allows iam:PassRole for ${role}.`;
  const above = (policy: string): string =>
    `Could not start the job: permission iam:PassRole is denied by ${policy}, whatever other policies allow. Ask the administrator of that policy to allow iam:PassRole for the role that this notebook runs as.`;

  test.each([
    ['', missing('the role that this notebook runs as')],
    [
      ' because no identity-based policy allows the iam:PassRole action',
      missing('the role that this notebook runs as'),
    ],
    [' because no service control policy allows the iam:PassRole action', above('a service control policy')],
    [' because no permissions boundary allows the iam:PassRole action', above('a permissions boundary')],
    [' because no VPC endpoint policy allows the iam:PassRole action', above('a VPC endpoint policy')],
    [' with an explicit deny in a service control policy', above('a service control policy')],
    [' with an explicit deny in an identity-based policy', above('an identity-based policy')],
  ])('names the permission that is missing, and no account, for a message that ends with "%s"', (why, message) => {
    const error = explainAwsError(awsError('AccessDeniedException', denied(why)), 'start the job');

    expect(error).toMatchObject({ kind: 'user', message });
  });

  test('names the role of jobs where a job asks', () => {
    const restore = withEnvironment({ TRAINING_JOB_NAME: 'job-1' });
    try {
      expect(explainAwsError(awsError('AccessDenied', denied('')), 'start the job')).toMatchObject({
        message: missing('the role that jobs and endpoints run as (SAGEMAKER_ROLE_ARN)'),
      });
    } finally {
      restore();
    }
  });

  test('asks for a permission where AWS names none', () => {
    expect(explainAwsError(awsError('Forbidden', 'UnknownError'), 'start the job')).toMatchObject({
      message:
        'Could not start the job: AWS denied the access. Ask for the permission that this call needs, for the role that this notebook runs as.',
    });
  });

  test('says that a region is missing', () => {
    const error = explainAwsError(new Error('Region is missing'), 'do it');

    expect(error).toMatchObject({
      kind: 'user',
      message: 'Could not do it: no AWS region is set. Set AWS_REGION, for example to us-east-1.',
    });
  });

  test('asks whether the local account is up when it does not answer', () => {
    const refused = awsError('AggregateError', '', 'ECONNREFUSED');

    expect(explainAwsError(refused, 'do it', true)).toMatchObject({
      kind: 'platform',
      message: 'Could not do it: the local account does not answer. Is it up? Start it with: npx local-account up',
    });
    expect(explainAwsError(refused, 'do it', false)).toMatchObject({
      message:
        'Could not do it: AWS could not be reached. Check the network, a proxy, and AWS_REGION; then run this again.',
    });
  });

  test('is kept as the cause; our own errors and aborts stay as they are', async () => {
    const cause = awsError('ValidationException');
    const abort = awsError('AbortError');

    await expect(callAws('do it', () => Promise.reject(cause))).rejects.toMatchObject({ cause });
    await expect(callAws('do it', () => Promise.reject(abort))).rejects.toBe(abort);
    const ours = await callAws('do it', () => Promise.reject(cause)).catch((error: unknown) => error);
    await expect(callAws('do more', () => Promise.reject(ours))).rejects.toBe(ours);
  });
});

describe('the account in use', () => {
  test.each([
    [{ AWS_ENDPOINT_URL: 'http://127.0.0.1:5000' }, true],
    [{ AWS_ENDPOINT_URL_SAGEMAKER: 'http://localhost:5000' }, true],
    [{ AWS_ENDPOINT_URL: 'https://vpce-1.sagemaker.us-east-1.vpce.amazonaws.com' }, false],
    [{ AWS_ENDPOINT_URL: 'http://localhost.example.org' }, false],
    [{}, false],
  ])('%j is local: %p', (env, isLocal) => {
    expect(isLocalAccount(env)).toBe(isLocal);
  });
});
