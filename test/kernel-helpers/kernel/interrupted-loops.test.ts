import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { BUSY_CELL_NAMES, BUSY_CELLS } from './support/busy-cells';
import { expectInterruptible } from './support/expect-interruptible';
import { KernelClient } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.close());

describe('an interrupt ends, and leaves the variables there:', () => {
  test.each(BUSY_CELL_NAMES)('%s', (name) => expectInterruptible(kernel, BUSY_CELLS[name]));
});
