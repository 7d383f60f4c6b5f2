import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KERNEL_NAME } from 'kernel-helpers/doctor/jupyter-folders';
import { type InstalledForTest, installForTest } from './support/installed-kernel';
import { runProtocolSuite, type Verdict } from './support/protocol-suite';

let installed: InstalledForTest;
beforeAll(async () => {
  installed = await installForTest();
}, 60_000);
afterAll(() => installed.remove());

describe("Jupyter's own test-suite for kernels", () => {
  test('passes with every optional test on', async () => {
    const jupyterPath = join(installed.prefix, 'share/jupyter');
    const verdicts: Verdict[] = [];
    for await (const verdict of runProtocolSuite({ name: KERNEL_NAME, language: 'typescript', jupyterPath })) {
      verdicts.push(verdict);
    }

    expect(verdicts.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
    expect(verdicts).toHaveLength(13);
  }, 120_000);
});
