import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AwsFailure } from 'kernel-helpers/aws/aws-failure';
import { isOutage, outlastOutage } from 'kernel-helpers/aws/outlast-outage';
import { PlatformError, UserError } from 'kernel-helpers/errors';
import { withEnvironment } from '../../support/with-environment';

let restore: () => void;
beforeAll(() => {
  restore = withEnvironment({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
});
afterAll(() => restore());

const lost = () => new PlatformError('AWS could not be reached.', { cause: new Error('socket hang up') });

/** A call that throws these errors, one each time, and then answers. */
function failing(...errors: readonly Error[]): { readonly ask: () => Promise<string>; calls: number } {
  const call = {
    calls: 0,
    ask: async () => {
      const error = errors[call.calls];
      call.calls += 1;
      if (error !== undefined) throw error;
      return 'answer';
    },
  };
  return call;
}

function failure(status: number, name: string): PlatformError {
  const error = Object.assign(new Error('no details'), { name, $metadata: { httpStatusCode: status } });
  return new PlatformError('Could not do it.', { cause: new AwsFailure(error) });
}

test('lost answers are asked for again', async () => {
  const call = failing(lost(), lost());

  expect(await outlastOutage(call.ask)).toBe('answer');
  expect(call.calls).toBe(3);
});

test('what AWS refuses is thrown at once', async () => {
  const refusal = new UserError('permission sagemaker:DescribeEndpoint is missing.');
  const call = failing(refusal);

  await expect(outlastOutage(call.ask)).rejects.toBe(refusal);
  expect(call.calls).toBe(1);
});

test('an outage that does not end is thrown in the end', async () => {
  const call = failing(...Array.from({ length: 1000 }, lost));

  await expect(outlastOutage(call.ask)).rejects.toThrow('AWS could not be reached.');
  expect(call.calls).toBeGreaterThan(3);
});

test('an abort ends the waiting at once', async () => {
  const abort = new AbortController();
  const waiting = outlastOutage(() => {
    setImmediate(() => abort.abort());
    throw lost();
  }, abort.signal);

  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
});

/** Statuses: SageMaker API reference, "Common Error Types"; SageMaker throttles with status 400. */
test.each([
  [500, 'InternalFailure', true],
  [503, 'ServiceUnavailable', true],
  [400, 'ThrottlingException', true],
  [429, 'TooManyRequestsException', true],
  [400, 'SomethingElse', false],
  [409, 'ConflictException', false],
])('status %d %s passes by itself: %p', (status, name, passes) => {
  expect(isOutage(failure(status, name))).toBe(passes);
});
