import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type InstalledForTest, installForTest } from './support/installed-kernel';
import { runPython } from './support/python';

let installed: InstalledForTest;
beforeAll(async () => {
  installed = await installForTest();
});
afterAll(() => installed.remove());

describe("Jupyter's own test-suite for kernels", () => {
  test('passes with every optional test on', async () => {
    const run = await runPython([join(__dirname, 'support/protocol_suite.py'), '-v'], installed.env);

    const verdicts = run.output.split('\n').filter((line) => / \.\.\. /.test(line));
    expect(verdicts.filter((line) => !line.endsWith('... ok'))).toEqual([]);
    expect(run.output).toMatch(/Ran 13 tests/);
    expect(run.exitCode).toBe(0);
  }, 90_000);
});
