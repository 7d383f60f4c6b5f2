import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { BUSY_CELL_NAMES, BUSY_CELLS } from './support/busy-cells';
import { expectInterruptible } from './support/expect-interruptible';
import { CAME_FROM_SNAPSHOT, type InstalledForTest, installForTest } from './support/installed-kernel';
import { KernelClient } from './support/kernel-client';
import { WITHOUT_SNAPSHOT } from './support/other-starts';

let installed: InstalledForTest;
beforeAll(async () => {
  installed = await installForTest();
}, 60_000);
afterAll(() => installed.remove());

let kernel: KernelClient | undefined;
afterEach(() => kernel?.close());

test('without a snapshot, every busy cell can be interrupted', async () => {
  kernel = await KernelClient.start({ otherStart: WITHOUT_SNAPSHOT });

  for (const name of BUSY_CELL_NAMES) await expectInterruptible(kernel, BUSY_CELLS[name]);
});

describe('with another build of Node.js', () => {
  test('the kernel starts without the snapshot', async () => {
    const script = join(installed.directory, 'start-kernel.sh');
    const original = readFileSync(script, 'utf8');
    writeFileSync(script, original.replace(/= '\d+ \d+ \d+'/, "= '1 2 3'"));

    const otherStart = { kind: 'with another build of Node.js', argv: installed.argv } as const;
    kernel = await KernelClient.start({ otherStart });
    const { result } = await kernel.execute(CAME_FROM_SNAPSHOT);
    writeFileSync(script, original);

    expect(result).toEqual({ 'text/plain': 'false' });
  });
});

describe('with options for Node.js in the environment', () => {
  test('the kernel starts without the snapshot, uses the options, and can be interrupted', async () => {
    const otherStart = { kind: 'with options for Node.js', argv: installed.argv } as const;
    // The checks of async hooks stay off; with them, an interrupt would end the process.
    const NODE_OPTIONS = '--max-old-space-size=300 --force-async-hooks-checks';
    kernel = await KernelClient.start({ otherStart, env: { NODE_OPTIONS } });

    const { result } = await kernel.execute(
      `import { getHeapStatistics } from 'node:v8';\n[${CAME_FROM_SNAPSHOT}, getHeapStatistics().heap_size_limit < 600 * 2 ** 20]`,
    );

    expect(result).toEqual({ 'text/plain': '[ false, true ]' });
    await expectInterruptible(kernel, BUSY_CELLS['a loop']);
  });
});
