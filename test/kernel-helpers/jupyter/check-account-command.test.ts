import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ListModelsCommand, ListTrainingJobsCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CHECK_NAMES } from 'kernel-helpers/account-check/account-check';
import { describeAccount } from 'kernel-helpers/aws/account';
import { awsClients } from 'kernel-helpers/aws/clients';
import { connect } from 'kernel-helpers/cell-api/connect';
import { ROOT } from '../../support/clone';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { type ProcessRequest, runProcess } from '../../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { withEnvironment } from '../../support/with-environment';

const COMMAND = join(ROOT, 'kernel-helpers', 'bin', 'kernel-helpers.mjs');

let account: TestAccount;
let folder: TemporaryFolder;
beforeAll(async () => {
  folder = makeTemporaryFolder('check-account');
  account = await startLocalAccount();
});
afterAll(async () => {
  await account?.close();
  folder?.close();
});

/** `kernel-helpers check-account` on the local account. */
function checkAccount(args: readonly string[], options: ProcessRequest = {}) {
  return runProcess(process.execPath, [COMMAND, 'check-account', ...args], {
    cwd: folder.path,
    env: account.env,
    ...options,
  });
}

/** What the account holds that a check could have left. */
async function whatIsThere() {
  const restore = withEnvironment(account.settings);
  const snowflake = await connect();
  try {
    const { accountId, region } = await describeAccount();
    const { Models = [] } = await awsClients.sageMaker().send(new ListModelsCommand({}));
    const list = new ListObjectsV2Command({ Bucket: `sagemaker-${region}-${accountId}` });
    const { Contents = [] } = await awsClients.s3().send(list);
    const running = new ListTrainingJobsCommand({ StatusEquals: 'InProgress' });
    return {
      tables: (await snowflake.listTables()).items,
      models: Models,
      files: Contents,
      running: (await awsClients.sageMaker().send(running)).TrainingJobSummaries,
    };
  } finally {
    await snowflake.close();
    restore();
  }
}

describe('kernel-helpers check-account on the local account', () => {
  test('runs only what is free, after a plan with all costs, and says that it is LOCAL', async () => {
    const { exitCode, stdout } = await checkAccount([]);

    expect(exitCode).toBe(0);
    const [plan, results] = stdout.split('\n\n').filter((part) => /^ {2}|^✓/.test(part));
    expect(stdout).toContain(
      'Checks the LOCAL account on this machine. It costs nothing, and proves nothing about real',
    );
    expect(plan.split('\n').map((line) => line.trim().split(' ')[0])).toEqual(CHECK_NAMES);
    expect(results.split('\n').filter((line) => line.startsWith('✗'))).toEqual([]);
    expect(results).toMatch(/^– values .* not run: it may cost \$0\.14, and nothing is left to spend$/m);
    expect(stdout).toMatch(/They cost nothing\.\n$/);
  });

  test('passes every check for a dollar, deletes what it made, and writes a report without names', async () => {
    const { exitCode, stdout, stderr } = await checkAccount(['--spend', '1', '--json', '--report', 'report.txt'], {
      deadlineSeconds: 110,
    });

    const { ok, results, removal } = JSON.parse(stdout);
    const others = results.filter(({ outcome }: { outcome: string }) => outcome !== 'passed');
    expect(others.map(({ name, outcome }: Record<string, string>) => `${name} ${outcome}`)).toEqual([
      'permissions unknown',
      'hosts unknown',
      'grants unknown',
    ]);
    expect({ exitCode, ok, left: removal.left }).toEqual({ exitCode: 0, ok: true, left: [] });
    expect(stderr).toMatch(/^Stays: the training image in ECR, /m);
    expect(await whatIsThere()).toEqual({ tables: [], models: [], files: [], running: [] });
    const report = readFileSync(join(folder.path, 'report.txt'), 'utf8');
    expect(report).toMatch(/^✓ values +10 types, exact/m);
    expect(report).toMatch(/ They cost nothing here, and may cost up to \$0\.\d\d on real accounts\.$/m);
    expect(report).not.toMatch(/123456789012|127\.0\.0\.1|NOTEBOOK_READER|HOUSING_WH|\bmoto\b/i);
  }, 120_000);

  test('stops its job and deletes what it made when it is interrupted, and says so', async () => {
    let isInterrupted = false;
    const { exitCode, stdout } = await checkAccount(['--spend', '1', '--only', 'job'], {
      onOutput: (output, running) => {
        if (isInterrupted || !output.includes('… job: ')) return;
        isInterrupted = true;
        running.kill('SIGINT');
      },
    });

    expect(exitCode).toBe(130);
    expect(stdout).toMatch(/^Deleted: table KERNEL_HELPERS_CHECK_\w+$/m);
    expect(stdout).not.toMatch(/^[✓✗] job/m);
    expect(await whatIsThere()).toEqual({ tables: [], models: [], files: [], running: [] });
  });

  test.each([
    [['--spend', 'much'], 'Give a number of US dollars, such as 1 or 0.25.'],
    [['--spend', '-1'], 'Give a number of US dollars, such as 1 or 0.25.'],
    [['--only', 'valuse'], 'Did you mean values?'],
    [['--all'], "unknown option '--all'"],
  ])('refuses %p with exit code 2', async (args, message) => {
    const { exitCode, stderr } = await checkAccount(args);

    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

test('exits with 1 when a check fails, and with 0 when help is asked for', async () => {
  const env = { ...account.env, SECRET_ID: 'no_such_secret' };
  const run = (...args: readonly string[]) =>
    runProcess(process.execPath, [COMMAND, 'check-account', ...args], { env });

  expect((await run('--only', 'credentials')).exitCode).toBe(1);
  expect((await run('--help')).exitCode).toBe(0);
});
