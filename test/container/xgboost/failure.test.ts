import { describe, expect, test } from '@jest/globals';
import { failure } from 'container/xgboost/call';
import { isPlatformError, isUserError } from 'kernel-helpers/errors';

/** XGBoost 3.2.0, `ThrowOOMError` in `src/common/device_vector.cu`; and the C++ library's own words. */
const OUT_OF_MEMORY = [
  'Memory allocation error on worker 0: std::bad_alloc: cudaErrorMemoryAllocation: out of memory\n- Free memory: 1.2GB\n- Requested memory: 3.4GB',
  'std::bad_alloc',
];

describe('what XGBoost reports', () => {
  test.each(OUT_OF_MEMORY)('says where more memory is to be had: %j', (reason) => {
    const error = failure(reason, 'in round 12');

    expect(isUserError(error)).toBe(true);
    expect(error.message).toMatch(
      /^XGBoost found too little memory in round 12\. Use a machine with more of it; on a GPU .*device 'cpu'.*\)$/,
    );
    expect(error.message).toContain(reason.split('\n')[0]);
  });

  test('is a lost host where the collective says so, and otherwise about the job’s own values', () => {
    expect(isPlatformError(failure('[rank: 0]: Failed to allreduce', 'in round 3'))).toBe(true);
    expect(failure('label must be in [0, 1]', 'in round 0').message).toBe(
      'XGBoost failed in round 0: label must be in [0, 1]. Check the hyperparameters and the values of the target column.',
    );
  });
});
