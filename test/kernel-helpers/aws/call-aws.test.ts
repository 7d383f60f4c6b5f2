import { describe, expect, test } from '@jest/globals';
import { callAws, explainAwsError } from 'kernel-helpers/aws/call-aws';
import { isLocalAccount } from 'kernel-helpers/aws/clients';

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

  test('names the permission that is missing, and no account', () => {
    const message =
      'User: arn:aws:sts::123456789012:assumed-role/R/S is not authorized to perform: sagemaker:CreateTrainingJob on resource: arn:aws:sagemaker:us-east-1:123456789012:training-job/x';

    const error = explainAwsError(awsError('AccessDeniedException', message), 'start the job');

    expect(error).toMatchObject({
      kind: 'user',
      message:
        'Could not start the job: permission sagemaker:CreateTrainingJob is missing. Ask for a policy that allows sagemaker:CreateTrainingJob for the role that this notebook runs as.',
    });
  });

  // Words of the SDK: `credential-provider-sso`, `token-providers` and `credential-provider-login`.
  test.each([
    ['CredentialsProviderError', 'The SSO session associated with this profile has expired. Refresh it.'],
    ['TokenProviderError', "Token is expired. To refresh this SSO session run 'aws sso login' with the profile."],
    ['CredentialsProviderError', 'Your session has expired. Please reauthenticate.'],
  ])('says of a sign-in that has expired how to sign in again: %s, %s', (name, message) => {
    expect(explainAwsError(awsError(name, message), 'do it')).toMatchObject({
      kind: 'user',
      message:
        'Could not do it: the AWS credentials have expired. Sign in again (for example with aws sso login), then restart the kernel.',
    });
  });

  test('is not blamed on the user where the network kept the SDK from finding credentials', () => {
    const error = awsError('CredentialsProviderError', 'connect ECONNREFUSED 169.254.170.2:80');

    expect(explainAwsError(error, 'do it', false)).toMatchObject({
      kind: 'platform',
      message: expect.stringContaining('AWS could not be reached.'),
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
