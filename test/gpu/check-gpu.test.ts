import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT } from '../support/clone';
import { runProcess } from '../support/run-process';

test('the check of a GPU compares bindings, a host of a job and Python on the CPU, too', async () => {
  const { exitCode, stdout, stderr } = await runProcess(process.execPath, [
    join(ROOT, 'test/gpu/main.cjs'),
    '--without-gpu',
  ]);

  expect(stderr).toBe('');
  expect(stdout).toMatch(/ours .* Python .* rmse (\S+) : \1 \| model bytes the same \| SHAP .* at most 0 apart/);
  expect(stdout).toContain('All is equal.');
  expect(exitCode).toBe(0);
});
