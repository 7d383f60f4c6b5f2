import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { KernelClient } from './support/kernel-client';
import { ONE_VARIABLE } from './support/one-variable-cells';
import { shownByLast } from './support/shown-by-last';

const folder = makeTemporaryFolder('one-variable');
let kernel: KernelClient;
beforeAll(async () => {
  writeFileSync(
    join(folder.path, 'live-binding.ts'),
    'export let loaded = 0;\nexport function load(): void {\n  loaded += 1;\n}\n',
  );
  kernel = await KernelClient.start({ cwd: folder.path });
});
afterAll(async () => {
  await kernel.close();
  folder.close();
});

describe.each(Object.entries(ONE_VARIABLE))('%s', (_subject, claims) => {
  test.each(claims)('%s', async (_claim, cells, shown) => {
    expect(await shownByLast(kernel, cells)).toContain(shown);
  });
});
