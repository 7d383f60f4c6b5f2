import { availableParallelism, totalmem } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { processCount } from 'container/serving/process-count';
import { isUserError } from 'kernel-helpers/errors';
import { SERVING_ENVIRONMENT } from 'kernel-helpers/training-contract/index';
import { thrownBy } from '../../support/thrown-by';
import { withEnvironment } from '../../support/with-environment';

describe('the number of processes that answer', () => {
  test('is that of the processors, but one where the model fits into memory only once', () => {
    expect(counted(undefined, 1_000_000)).toBe(availableParallelism());
    expect(counted(undefined, totalmem())).toBe(1);
  });

  test.each([
    ['1', 1],
    ['3', 3],
  ])('is what the environment says: %s', (given, count) => {
    expect(counted(given, 1_000_000)).toBe(count);
  });

  test.each(['0', '-1', '1.5', 'two', '', '257'])('is refused as %j', (given) => {
    const error = thrownBy(() => counted(given, 0));

    expect(isUserError(error) && error.message).toBe(
      `SAGEMAKER_MODEL_SERVER_WORKERS must be a whole number from 1 to 256, not "${given}".`,
    );
  });
});

function counted(given: string | undefined, modelBytes: number): number {
  const restore = withEnvironment({ [SERVING_ENVIRONMENT.processes]: given });
  try {
    return processCount(modelBytes);
  } finally {
    restore();
  }
}
