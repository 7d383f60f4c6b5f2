import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkInstallation } from 'kernel-helpers/doctor/check-installation';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { withEnvironment } from '../../support/with-environment';

let home: TemporaryFolder;
let restore: () => void;
beforeEach(() => {
  home = makeTemporaryFolder('notebook-instance');
  mkdirSync(join(home.path, 'bin'));
  writeFileSync(join(home.path, 'bin/jupyter'), '');
  restore = withEnvironment({
    HOME: home.path,
    JUPYTER_PATH: undefined,
    JUPYTER_DATA_DIR: join(home.path, 'user'),
    // Where a Jupyter is, but no kernel of ours.
    PATH: join(home.path, 'bin'),
  });
});
afterEach(() => {
  restore();
  home.close();
});

const LOG = '/home/ec2-user/SageMaker/.snowflake-sagemaker/bootstrap.log';
const INSTALLING = {
  status: 'installing',
  step: 'fetch the release',
  stepNumber: 2,
  steps: 6,
  since: '2026-11-27T10:40:00Z',
  percent: 35,
  secondsLeft: 120,
  log: LOG,
};

/** Writes the state as the bootstrap does, and returns its file. */
function writeState(state: unknown): string {
  const folder = join(home.path, 'SageMaker/.snowflake-sagemaker');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'state.json');
  writeFileSync(file, typeof state === 'string' ? state : JSON.stringify(state));
  return file;
}

const AGAIN = 'Stop the notebook instance and start it: the installation goes on where it stopped.';
const WAIT = `Wait; it goes on by itself (log: ${LOG})`;

describe('on a notebook instance without the kernel', () => {
  test.each<[string, object, string, string]>([
    ['installs itself', {}, 'still installing, 2 minutes left, step 2 of 6 (fetch the release)', WAIT],
    [
      'has a minute left',
      { secondsLeft: 70 },
      'still installing, 1 minute left, step 2 of 6 (fetch the release)',
      WAIT,
    ],
    [
      'is nearly ready',
      { secondsLeft: 0, stepNumber: 6, step: 'restart Jupyter' },
      'still installing, less than a minute left, step 6 of 6 (restart Jupyter)',
      WAIT,
    ],
    [
      'does not know how long it takes',
      { secondsLeft: undefined },
      'still installing, 35 percent done, step 2 of 6 (fetch the release)',
      WAIT,
    ],
    [
      'failed with advice',
      { status: 'failed', message: 'No archive is at s3://b/k. Upload it, then stop and start the instance.' },
      'failed at step 2 of 6 (fetch the release)',
      `No archive is at s3://b/k. Upload it, then stop and start the instance. (log: ${LOG})`,
    ],
    [
      'failed without advice',
      { status: 'failed' },
      'failed at step 2 of 6 (fetch the release)',
      `${AGAIN} (log: ${LOG})`,
    ],
  ])('the doctor of one that %s says only that', async (_what, change, found, fix) => {
    writeState({ ...INSTALLING, ...change });

    expect(await checkInstallation()).toEqual([{ name: 'Installation', ok: false, found, fix }]);
  });

  test('the doctor says that an installation stopped when nothing was written for ten minutes', async () => {
    const file = writeState(INSTALLING);
    const longAgo = new Date(Date.now() - 601_000);
    utimesSync(file, longAgo, longAgo);

    expect(await checkInstallation()).toMatchObject([
      { ok: false, found: 'stopped at step 2 of 6 (fetch the release)', fix: `${AGAIN} (log: ${LOG})` },
    ]);
  });

  test.each(['', '{"status":"inst', '{"status":"napping"}'])(
    'the doctor names a state that it cannot read: %s',
    async (text) => {
      const file = writeState(text);

      expect(await checkInstallation()).toMatchObject([
        { ok: false, found: 'its state cannot be read', fix: `${AGAIN} (${file})` },
      ]);
    },
  );

  test('the doctor looks for the kernel once the installation is ready', async () => {
    writeState({ ...INSTALLING, status: 'ready', percent: 100 });

    expect(await checkInstallation()).toMatchObject([{ ok: false, found: 'Jupyter does not find this kernel' }]);
  });
});
