import { describe, expect, test } from '@jest/globals';
import { AwsFailure } from 'kernel-helpers/aws/aws-failure';
import { PlatformError, UserError } from 'kernel-helpers/errors';
import { errorOfContainer } from 'kernel-helpers/sagemaker/endpoint/error-of-container';
import { writeAnsweredError } from 'kernel-helpers/training-contract/answered-error';

/** What a call gives when SageMaker reports that the container answered this. */
function failureOf(said?: string): PlatformError {
  const error = Object.assign(new Error(`Received client error (400) from primary with message "${said}".`), {
    name: 'ModelError',
    ...(said !== undefined && { OriginalMessage: said }),
  });
  return new PlatformError('Could not ask the endpoint houses: it failed.', { cause: new AwsFailure(error) });
}

describe('an error that the serving container answered', () => {
  test.each([
    ['user', new UserError('Row 1 is short.', { reason: 'refused', advice: 'Send 2 values.' }), 'Send 2 values.'],
    [
      'platform',
      new PlatformError('No memory is left.', { advice: 'Take a larger machine.' }),
      'Take a larger machine. The log group /aws/sagemaker/Endpoints/houses says more.',
    ],
    ['internal', new RangeError('7 of 8'), 'The log group /aws/sagemaker/Endpoints/houses says more.'],
  ])('keeps its kind, reason and advice: %s', (kind, error, advice) => {
    const said = errorOfContainer(failureOf(writeAnsweredError(error)), 'houses');

    expect(said).toMatchObject({ kind, advice, facts: { endpoint: 'houses' } });
    expect(said?.message).toMatch(/^The endpoint houses cannot answer: /);
    expect(said?.reason).toBe(kind === 'user' ? 'refused' : undefined);
  });

  test.each([
    ['text, as an older image and images of AWS do', 'Only text/csv is read.'],
    ['JSON of another form', '{"error":"no"}'],
    ['JSON that SageMaker has cut off', '{"kind":"user","name":'],
    ['nothing', undefined],
  ])('is not made up where the container says %s', (_what, said) => {
    expect(errorOfContainer(failureOf(said), 'houses')).toBeUndefined();
  });

  test('tells nobody the stack or the causes', () => {
    const error = new UserError('It failed.', { cause: new Error('/opt/ml/secret') });

    expect(writeAnsweredError(error)).not.toMatch(/secret|stack|answered-error|error-of-container/);
  });
});
