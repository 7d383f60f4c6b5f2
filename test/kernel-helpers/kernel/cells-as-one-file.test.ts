import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KernelClient } from './support/kernel-client';
import { ONE_FILE } from './support/one-file-cells';
import { shownByLast } from './support/shown-by-last';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.close());

describe.each(Object.entries(ONE_FILE))('%s', (_subject, claims) => {
  test.each(claims)('%s', async (_claim, cells, shown) => {
    expect(await shownByLast(kernel, cells)).toContain(shown);
  });
});
