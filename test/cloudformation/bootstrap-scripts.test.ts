import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT } from '../support/clone';
import { runProcess } from '../support/run-process';
import { BOOTSTRAP, lifecycleHead, lifecycleScript } from './support/lifecycle-script';

/** The most base64: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_NotebookInstanceLifecycleHook.html */
const MOST_CHARACTERS = 16_384;
const SHELL_FOLDERS = [BOOTSTRAP, join(ROOT, 'kernel-helpers/release/archive')];

test('the script of a start leaves room for 1,500 characters of settings', () => {
  const script = lifecycleHead({ RELEASE_URL: 'x'.repeat(1_500) }) + lifecycleScript();
  expect(Buffer.from(script).toString('base64').length).toBeLessThan(MOST_CHARACTERS);
});

test('ShellCheck has nothing to say of any shell script', async () => {
  const scripts = SHELL_FOLDERS.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.sh') && name !== 'on-start.sh')
      .map((name) => join(folder, name)),
  );
  expect(scripts).toHaveLength(4);
  expect(await shellcheck(scripts)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
});

test('ShellCheck has nothing to say of the whole script of a start', async () => {
  const script = lifecycleHead({ IDLE_MINUTES: '60' }) + lifecycleScript();
  expect(await shellcheck(['-'], script)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
});

function shellcheck(files: readonly string[], input = '') {
  const program = join(ROOT, '.venv/bin/shellcheck');
  return runProcess('/bin/sh', ['-c', 'printf %s "$SCRIPT" | "$@"', 'sh', program, ...files], {
    env: { ...process.env, SCRIPT: input },
  });
}
