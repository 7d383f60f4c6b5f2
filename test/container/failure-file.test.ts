import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { IMAGE_PROGRAM, LOCAL_HOST_ENVIRONMENT, trainingPaths } from 'kernel-helpers/training-contract/index';
import { ROOT } from '../support/clone';
import { runProcess } from '../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder';

const PROGRAM = join(ROOT, 'container', IMAGE_PROGRAM);

let folder: TemporaryFolder;

beforeEach(() => {
  folder = makeTemporaryFolder('opt-ml');
});

afterEach(() => folder.close());

describe('a failure file that cannot be written', () => {
  test.each([
    ['where a file lies in the place of its folder', () => writeFileSync(join(folder.path, 'output'), ''), 'EEXIST'],
    [
      'where a folder lies in its place',
      () => mkdirSync(join(folder.path, 'output/failure'), { recursive: true }),
      'EISDIR',
    ],
  ])('leaves the error itself as the last word, and exit code 1, %s', async (_where, obstruct, code) => {
    obstruct();

    const { exitCode, stdout, stderr } = await runProcess(process.execPath, [PROGRAM, 'train'], {
      env: { ...process.env, [LOCAL_HOST_ENVIRONMENT.baseDirectory]: folder.path },
    });

    const { failure, hyperparameters } = trainingPaths(folder.path);
    const [notice, ...error] = stderr.split('\n');
    expect(notice).toMatch(`${failure} cannot be written (${code}: `);
    expect(notice).toMatch(/\), so the job has no FailureReason: the log alone says why it failed\.$/);
    expect(error[0]).toMatch(`UserError: ${hyperparameters} cannot be read.`);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  });
});
